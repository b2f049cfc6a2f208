/** When a person wants no notifications: quiet hours, do-not-disturb, or a snooze. */
import type { Settings } from "../settings.ts";
import { snoozeAt } from "./snooze.ts";
import { second } from "../time/units.ts";

/** As `get_usage` gives it. */
export interface FocusMode {
  readonly is_snoozed: boolean;
  /** Whole seconds. */
  readonly snooze_remaining: number;
  readonly is_quiet_hours: boolean;
  readonly is_dnd: boolean;
  readonly notifications_suppressed: boolean;
}

/** `usedPercent`: of the session, null = not known. A snooze also applies while the focus mode is off. */
export function focusAt(
  settings: Settings["focus_mode"],
  snoozedUntil: number | null,
  usedPercent: number | null,
  now: number,
): FocusMode {
  const until = snoozeAt({ snoozedUntil }, now);
  const quiet = settings.enabled && inQuietHours(settings, now);
  const dnd = settings.enabled && usedPercent !== null && usedPercent > settings.dnd_threshold;
  return {
    is_snoozed: until !== null,
    snooze_remaining: until === null ? 0 : Math.ceil((until - now) / second),
    is_quiet_hours: quiet,
    is_dnd: dnd,
    notifications_suppressed: until !== null || quiet || dnd,
  };
}

/** Epoch ms of the next moment after `now` at which quiet hours begin or end, or Infinity. */
export function nextQuietChange(settings: Settings["focus_mode"], now: number): number {
  const from = minuteOfDay(settings.quiet_hours_start), to = minuteOfDay(settings.quiet_hours_end);
  if (!settings.enabled || from === null || to === null) return Infinity;
  // The end is inclusive: its minute is still quiet.
  return Math.min(nextTimeOfDay(from, now), nextTimeOfDay(to + 1, now));
}

/** Both ends inclusive, over midnight too; local time as the clock on the wall shows it. */
function inQuietHours(settings: Settings["focus_mode"], now: number): boolean {
  const from = minuteOfDay(settings.quiet_hours_start), to = minuteOfDay(settings.quiet_hours_end);
  if (from === null || to === null) return false;
  const date = new Date(now);
  const current = date.getHours() * 60 + date.getMinutes();
  return from <= to ? current >= from && current <= to : current >= from || current <= to;
}

/** A time that does not exist on the day on which clocks change is the moment of the change. */
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
