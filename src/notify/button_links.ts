/**
 * Buttons for systems on which a notification cannot call the program back. Each button is a link (`claudeminder:KEY`) with a key that
 * nobody can guess. Only the running program knows what a key does.
 */
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import type { Notice } from "../core/alerts/notice.ts";
import type { NoticeLinks } from "../platform/platform.ts";
import type { Action } from "../core/action.ts";

const SCHEME = "claudeminder:";
const KEY_BYTES = 16;
/** For how many notices the keys are remembered. */
const REMEMBERED = 32;

export interface ButtonLinks {
  /** New links for a notice's buttons and for the notice itself. The links of an older notice with the same subject stop working. */
  issue(notice: Notice): NoticeLinks;
  /**
   * The Action of the key, which the caller then performs; null = there is no such key. A notice can be pressed once: then all its
   * keys stop working.
   */
  press(key: string): Action | null;
}

/** `random` fills the array with bytes that nobody can predict, and returns it. */
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

/** The key in a link; null = the text is not exactly such a link. */
export function parseLink(link: string): string | null {
  return /^claudeminder:([0-9a-f]{32})$/.exec(link)?.[1] ?? null;
}
