/**
 * Buttons for systems on which a notice cannot answer to us: each is a link of our own kind (`claudeminder:KEY`) with a key that
 * nobody can guess, and the running program alone knows what a key does.
 */
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeLinks } from "../platform/platform.ts";
import type { Action } from "../core/action.ts";

const SCHEME = "claudeminder:";
const KEY_BYTES = 16;
/** Of how many notices the keys are remembered. */
const REMEMBERED = 32;

export interface ButtonLinks {
  /** New links for a notice's buttons and for itself; those of the older notice of its subject are worth nothing any more. */
  issue(notice: Notice): NoticeLinks;
  /**
   * What the key does, which the caller then does; null = there is no such key. A notice can be pressed once: afterwards
   * all its keys are worth nothing.
   */
  press(key: string): Action | null;
}

/** `random` fills the bytes with random ones that cannot be foretold, and gives them back. */
export function createButtonLinks(
  { random }: { readonly random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> },
): ButtonLinks {
  /** By subject, the oldest first. */
  const notices = new Map<string, ReadonlyMap<string, Action>>();
  return {
    issue(notice) {
      const actions = new Map<string, Action>();
      const link = (action: Action): string => {
        const key = encodeHex(random(new Uint8Array(KEY_BYTES)));
        actions.set(key, action);
        return SCHEME + key;
      };
      const links = {
        opens: notice.opens === null ? null : link(notice.opens.action),
        buttons: notice.buttons.map(({ label, action }) => ({ label, link: link(action) })),
      };
      notices.delete(notice.subject);
      notices.set(notice.subject, actions);
      const [oldest] = notices.keys();
      if (notices.size > REMEMBERED && oldest !== undefined) notices.delete(oldest);
      return links;
    },
    press(key) {
      for (const [subject, actions] of notices) {
        const action = actions.get(key);
        if (action === undefined) continue;
        notices.delete(subject);
        return action;
      }
      return null;
    },
  };
}

/** The key in a link as the system hands it over; null for everything that is not exactly such a link. */
export function parseLink(link: string): string | null {
  return /^claudeminder:([0-9a-f]{32})$/.exec(link)?.[1] ?? null;
}
