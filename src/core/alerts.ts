/** When to be quiet (snooze, quiet hours, do-not-disturb), and which reminders a percentage and a reset time are due. */
import type { Config } from "./config.ts";
import type { Messages } from "./messages.ts";
import { snoozeAt } from "./state.ts";

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
  config: Config["focus_mode"],
  snoozedUntil: number | null,
  usedPercent: number | null,
  now: number,
): FocusMode {
  const until = snoozeAt({ snoozedUntil }, now);
  const quiet = config.enabled && inQuietHours(config.quiet_hours_start, config.quiet_hours_end, now);
  const dnd = config.enabled && usedPercent !== null && usedPercent > config.dnd_threshold;
  return {
    is_snoozed: until !== null,
    snooze_remaining: until === null ? 0 : Math.ceil((until - now) / 1000),
    is_quiet_hours: quiet,
    is_dnd: dnd,
    notifications_suppressed: until !== null || quiet || dnd,
  };
}

export interface Reminder {
  readonly type: "percentage" | "before_reset" | "on_reset";
  readonly message: string;
}

/** What `check_reminders` answers: the highest threshold reached, and how near the reset (epoch ms, null = unknown) is. */
export function remindersFor(
  config: Config["reminder"],
  usedPercent: number,
  resetsAt: number | null,
  now: number,
  messages: Messages,
): readonly Reminder[] {
  const reminders: Reminder[] = [];
  const reached = config.percentage_thresholds.filter((threshold) => usedPercent >= threshold);
  if (reached.length > 0) {
    reminders.push({ type: "percentage", message: messages.usageReached(Math.max(...reached)) });
  }
  if (resetsAt === null) return reminders;
  const minutesLeft = (resetsAt - now) / 60_000;
  if (minutesLeft <= 0) {
    if (config.on_reset) reminders.push({ type: "on_reset", message: messages.hasReset });
    return reminders;
  }
  const near = config.before_reset_minutes.filter((minutes) => minutesLeft <= minutes);
  if (near.length > 0) {
    reminders.push({ type: "before_reset", message: messages.resetSoon(Math.ceil(minutesLeft)) });
  }
  return reminders;
}

/** Both ends inclusive, over midnight too; local time as the clock on the wall shows it. */
function inQuietHours(start: string, end: string, now: number): boolean {
  const from = minuteOfDay(start), to = minuteOfDay(end);
  if (from === null || to === null) return false;
  const date = new Date(now);
  const minute = date.getHours() * 60 + date.getMinutes();
  return from <= to ? minute >= from && minute <= to : minute >= from || minute <= to;
}

function minuteOfDay(time: string): number | null {
  const [hours, minutes] = time.split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes;
}
