/** What `check_reminders` answers: which reminders a percentage and a reset time are due, by the settings alone. */
import type { Settings } from "../settings.ts";
import type { Messages } from "../language/messages.ts";
import { steadyPercent } from "../usage/percent.ts";
import { minute } from "../time/units.ts";

export interface Reminder {
  readonly type: "percentage" | "before_reset" | "on_reset";
  readonly message: string;
}

/** The highest threshold that is reached, and how near the reset (epoch ms, null = unknown) is, also during a snooze. */
export function remindersFor(
  reminder: Settings["reminder"],
  usedPercent: number,
  resetsAt: number | null,
  now: number,
  messages: Messages,
): readonly Reminder[] {
  const reminders: Reminder[] = [];
  const reached = reminder.percentage_thresholds.filter((threshold) =>
    steadyPercent(usedPercent) >= threshold
  );
  if (reached.length > 0) {
    reminders.push({ type: "percentage", message: messages.usageReached(Math.max(...reached)) });
  }
  if (resetsAt === null) return reminders;
  const minutesLeft = (resetsAt - now) / minute;
  if (minutesLeft <= 0) {
    if (reminder.on_reset) reminders.push({ type: "on_reset", message: messages.hasReset });
    return reminders;
  }
  const near = reminder.before_reset_minutes.filter((minutes) => minutesLeft <= minutes);
  if (near.length > 0) {
    reminders.push({ type: "before_reset", message: messages.resetSoon(Math.ceil(minutesLeft)) });
  }
  return reminders;
}
