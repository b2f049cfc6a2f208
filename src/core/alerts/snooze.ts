/** When to be quiet: snooze, quiet hours, do-not-disturb. */
import type { Settings } from "../settings.ts";
import type { Reading } from "../usage/usage.ts";

/** As `get_usage` gives it. */
export interface FocusMode {
  readonly is_snoozed: boolean;
  /** Whole seconds. */
  readonly snooze_remaining: number;
  readonly is_quiet_hours: boolean;
  readonly is_dnd: boolean;
  readonly notifications_suppressed: boolean;
}

/** `usedPercent`: of the session, null = not known. A snooze holds also while the focus mode is off. */
export function focusAt(
  config: Settings["focus_mode"],
  snoozedUntil: number | null,
  usedPercent: number | null,
  now: number,
): FocusMode {
  const until = snoozeAt({ snoozedUntil }, now);
  const quiet = config.enabled && inQuietHours(config, now);
  const dnd = config.enabled && usedPercent !== null && usedPercent > config.dnd_threshold;
  return {
    is_snoozed: until !== null,
    snooze_remaining: until === null ? 0 : Math.ceil((until - now) / 1000),
    is_quiet_hours: quiet,
    is_dnd: dnd,
    notifications_suppressed: until !== null || quiet || dnd,
  };
}

/** Whether notifications are snoozed at `now`, and until when (epoch ms). */
export function snoozeAt(state: { readonly snoozedUntil: number | null }, now: number): number | null {
  return state.snoozedUntil !== null && state.snoozedUntil > now ? state.snoozedUntil : null;
}

/** How long a person wants silence: minutes, or until the session is reset. */
export type SnoozeWish = { readonly minutes: number } | "until-reset";

/**
 * Epoch ms at which a snooze that begins at `now` ends: with the session at the latest, since what it silenced is over then.
 * Null: until the reset was asked for, and none is known.
 */
export function snoozeEnd(reading: Reading | null, wish: SnoozeWish, now: number): number | null {
  const reset = sessionReset(reading, now);
  if (wish === "until-reset") return reset;
  const end = now + wish.minutes * minute;
  return reset === null ? end : Math.min(end, reset);
}

/** Why there is no snooze until the reset. */
export const noReset = "No session is running: there is no reset to wait for";

/** Epoch ms of the running session's reset, or null. */
export function sessionReset(reading: Reading | null, now: number): number | null {
  const session = reading?.limits.find((limit) => limit.id === "session");
  return session?.kind === "window" && session.resetsAt !== null && session.resetsAt > now
    ? session.resetsAt
    : null;
}

/** Epoch ms of the next moment after `now` at which quiet hours begin or end, or Infinity. */
export function nextQuietChange(config: Settings["focus_mode"], now: number): number {
  const from = minuteOfDay(config.quiet_hours_start), to = minuteOfDay(config.quiet_hours_end);
  if (!config.enabled || from === null || to === null) return Infinity;
  // The end is inclusive: its minute is still quiet.
  return Math.min(nextTimeOfDay(from, now), nextTimeOfDay(to + 1, now));
}

const minute = 60_000;

/** Both ends inclusive, over midnight too; local time as the clock on the wall shows it. */
function inQuietHours(config: Settings["focus_mode"], now: number): boolean {
  const from = minuteOfDay(config.quiet_hours_start), to = minuteOfDay(config.quiet_hours_end);
  if (from === null || to === null) return false;
  const date = new Date(now);
  const current = date.getHours() * 60 + date.getMinutes();
  return from <= to ? current >= from && current <= to : current >= from || current <= to;
}

/** On the days when clocks change, a time that does not exist is the moment of the change. */
function nextTimeOfDay(minuteOfDay: number, now: number): number {
  const date = new Date(now);
  const at = (days: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, 0, minuteOfDay).getTime();
  return at(0) > now ? at(0) : at(1);
}

function minuteOfDay(time: string): number | null {
  const [hours, minutes] = time.split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes;
}
