/**
 * Which of our notices a notification service shows, and what the keys on them do. There is no input or output here: the caller passes on
 * the service's answers and signals, in the order in which they arrive.
 */
import type { Notice } from "../core/alerts/notice.ts";
import type { Action } from "../core/action.ts";
import { type Key, keysOf } from "./notice_keys.ts";

/** For how many notices the buttons are remembered, and how many early presses. */
const REMEMBERED = 32;

/** A notice on its way to the service. */
export interface Outgoing {
  readonly keys: readonly Key[];
  /** The number of the notice that it replaces; 0 = none. */
  readonly replaces: number;
  /**
   * The service shows it under this number. Call this or `failed()`, once, even if it is late. False = the notice was withdrawn in
   * between and has to be taken away.
   */
  answered(id: number): boolean;
  failed(): void;
}

export interface NoticesOnScreen {
  begin(notice: Notice, pressed: (action: Action) => void): Outgoing;
  /** Calls `pressed` of the notice with that number and key, if it is one of ours; each notice is pressed once. */
  invoked(id: number, key: string): void;
  closed(id: number): void;
  /** The number under which the notice of this subject is shown, which is forgotten; null = none is. */
  withdrawn(subject: string): number | null;
  /** Another service has begun its own numbers. */
  forgetAll(): void;
  /** Whether the service owes an answer. */
  waiting(): boolean;
}

interface Shown {
  readonly id: number;
  readonly actions: ReadonlyMap<string, Action>;
  pressed(action: Action): void;
}

interface Unanswered {
  readonly subject: string;
  /** `unwanted`: it was withdrawn; `unknown`: the answer comes from a program that is no longer the service. */
  standing: "wanted" | "unwanted" | "unknown";
}

export function noticesOnScreen(): NoticesOnScreen {
  /** The number of the notice of each subject that is still shown. */
  const ids = new Map<string, number>();
  /** The oldest first. A notice that was replaced stays here, since a press on it may be on its way. */
  let shown: readonly Shown[] = [];
  /** Presses that came before the answer that tells whose number it is. */
  let early: readonly (readonly [id: number, key: string])[] = [];
  /** Those to which the service owes an answer. */
  const unanswered = new Set<Unanswered>();
  let serial = 0;

  function press(id: number, key: string): boolean {
    const notice = shown.findLast((one) => one.id === id && one.actions.has(key));
    const action = notice?.actions.get(key);
    if (notice === undefined || action === undefined) return false;
    shown = shown.filter((one) => one !== notice);
    notice.pressed(action);
    return true;
  }
  function settle(one: Unanswered): void {
    unanswered.delete(one);
    const presses = early;
    early = [];
    for (const [id, key] of presses) press(id, key);
  }

  return {
    begin(notice, pressed) {
      const { subject } = notice;
      const one: Unanswered = { subject, standing: "wanted" };
      unanswered.add(one);
      // The number tells a press on this notice from a press on the one that replaces it.
      serial += 1;
      const keys = keysOf(notice, serial);
      return {
        keys,
        replaces: ids.get(subject) ?? 0,
        answered(id) {
          const { standing } = one;
          // The present service may have given this number to a notice of another program.
          if (standing !== "unknown") {
            if (standing === "wanted") ids.set(subject, id);
            const actions = new Map(keys.map(({ key, action }) => [key, action]));
            shown = [...shown, { id, actions, pressed }].slice(-REMEMBERED);
          }
          settle(one);
          return standing !== "unwanted";
        },
        failed: () => settle(one),
      };
    },
    invoked(id, key) {
      if (!press(id, key) && unanswered.size > 0) early = [...early, [id, key] as const].slice(-REMEMBERED);
    },
    closed(id) {
      for (const [subject, known] of ids) if (known === id) ids.delete(subject);
    },
    withdrawn(subject) {
      for (const one of unanswered) {
        if (one.subject === subject && one.standing === "wanted") one.standing = "unwanted";
      }
      const id = ids.get(subject) ?? null;
      ids.delete(subject);
      return id;
    },
    forgetAll() {
      for (const one of unanswered) one.standing = "unknown";
      ids.clear();
      shown = [];
      early = [];
    },
    waiting: () => unanswered.size > 0,
  };
}
