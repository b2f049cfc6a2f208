/** Snooze: no notifications for some minutes, or until the reset of the session. */
import type { Messages } from "../language/messages.ts";
import type { Reading } from "../usage/reading.ts";
import type { NoticeButton } from "./notice.ts";
import { day, minute } from "../time/units.ts";
import type { Reason } from "../reason.ts";

/** A notice has room for one snooze button. It snoozes for so many minutes, if the settings offer that. */
const buttonMinutes = 15;

/** No snooze is longer than this. */
export const longestSnoozeMinutes = 7 * day / minute;

/** Whether notifications are snoozed at `now`, and until when (epoch ms). */
export function snoozeAt(state: { readonly snoozedUntil: number | null }, now: number): number | null {
  return state.snoozedUntil !== null && state.snoozedUntil > now ? state.snoozedUntil : null;
}

/** For how long: some minutes, or until the session is reset. */
export type SnoozeLength = { readonly minutes: number } | "until-reset";

/**
 * Epoch ms at which a snooze that begins at `now` ends. It ends with the session at the latest, since the alerts that it silenced are
 * over then. Null: it should last until the reset, and no reset is known.
 */
export function snoozeEnd(reading: Reading | null, length: SnoozeLength, now: number): number | null {
  const reset = sessionReset(reading, now);
  if (length === "until-reset") return reset;
  const end = now + length.minutes * minute;
  return reset === null ? end : Math.min(end, reset);
}

/** Why there is no snooze until the reset. */
export const noReset: Reason = { about: "snooze", kind: "no-session" };

/** Epoch ms of the running session's reset, or null. */
export function sessionReset(reading: Reading | null, now: number): number | null {
  const session = reading?.limits.find((limit) => limit.id === "session");
  return session?.kind === "window" && session.resetsAt !== null && session.resetsAt > now
    ? session.resetsAt
    : null;
}

/** The button on a notice that snoozes all alerts. */
export function snoozeButton(
  { snooze_minutes: offered }: { readonly snooze_minutes: readonly number[] },
  messages: Messages,
): NoticeButton {
  const minutes = offered.includes(buttonMinutes) ? buttonMinutes : offered[0] ?? buttonMinutes;
  return {
    id: `snooze:${minutes}`,
    label: messages.snoozeButton(minutes),
    action: { kind: "snooze", minutes },
  };
}
