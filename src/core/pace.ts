/** Daily goals: whether usage keeps to the day's budget. */
import type { Config } from "./config.ts";
import type { Messages } from "./messages.ts";

/** As `get_usage` gives it; percentages 0-100. */
export interface Goals {
  readonly enabled: boolean;
  readonly is_on_track: boolean;
  readonly current_usage: number;
  readonly expected_usage: number;
  readonly message: string;
}

/** How far over the expected usage still counts as on track. */
const tolerance = 1.1;

/** The budget of a day is expected to be used evenly from local midnight on. */
export function goalsAt(
  config: Config["goals"],
  usedPercent: number,
  now: number,
  messages: Messages,
): Goals {
  if (!config.enabled) {
    return { enabled: false, is_on_track: true, current_usage: usedPercent, expected_usage: 0, message: "" };
  }
  const expected = hoursOfDay(now) / 24 * config.daily_budget_percent;
  const onTrack = usedPercent <= expected * tolerance;
  const message = onTrack
    ? messages.goalOnTrack(usedPercent.toFixed(1), expected.toFixed(1))
    : messages.goalExceeded((usedPercent - expected).toFixed(1));
  return {
    enabled: true,
    is_on_track: onTrack,
    current_usage: usedPercent,
    expected_usage: Math.round(expected * 10) / 10,
    message,
  };
}

/** Hours on the wall clock since local midnight, 0-24; on days of 23 or 25 hours it follows the clock that people read. */
function hoursOfDay(now: number): number {
  const date = new Date(now);
  return date.getHours() + date.getMinutes() / 60 + date.getSeconds() / 3600;
}
