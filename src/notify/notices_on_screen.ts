/**
 * Which notices a notification service shows for us, and what the keys on them do. No input or output: the service's answers and
 * signals come in, in the order in which they arrive.
 */
import type { Notice } from "../core/alerts/notice.ts";
import type { Action } from "../core/action.ts";

/** Of how many notices the buttons are remembered, and how many early presses. */
const REMEMBERED = 32;

/** Something that can be pressed, as the service is told. */
export interface Key {
  readonly key: string;
  readonly label: string;
}

/** A notice on its way to the service. */
export interface Outgoing {
  readonly keys: readonly Key[];
  /** The number of the notice whose place it takes; 0 = none. */
  readonly replaces: number;
  /**
   * The service shows it under this number. Call this or `failed()`, once, however late. False = it is to be taken away again: it
   * was withdrawn meanwhile.
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
  /** `unwanted`: it was withdrawn; `unknown`: the answer comes from a service that is none any more. */
  standing: "wanted" | "unwanted" | "unknown";
}

export function noticesOnScreen(): NoticesOnScreen {
  /** The number of the notice of each subject that is still shown. */
  const ids = new Map<string, number>();
  /** The oldest first; one that was replaced stays, as a press on it may be on its way. */
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
      // With a number in it, a press on a notice is told from a press on the one that took its place.
      serial += 1;
      const keys = keysOf(notice, serial);
      return {
        keys,
        replaces: ids.get(subject) ?? 0,
        answered(id) {
          const { standing } = one;
          // The number of another service may be that of another program's notice here.
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

/**
 * The key of a click on the notice itself is given. Some services draw it as a button, with its label, others never do: the button
 * that does the same takes this key, so that there are no two of it.
 */
function keysOf(
  { buttons, opens }: Notice,
  serial: number,
): readonly (Key & { readonly action: Action })[] {
  const opening = buttons.find(({ action }) => JSON.stringify(action) === JSON.stringify(opens?.action));
  return [
    ...(opens === null || opening !== undefined ? [] : [{ key: "default", ...opens }]),
    ...buttons.map((button) => {
      const { id, label, action } = button;
      return { key: button === opening ? "default" : `${id}#${serial}`, label, action };
    }),
  ];
}
