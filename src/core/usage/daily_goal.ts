/** The daily goal: whether the session's usage keeps to the budget of the day. */
import type { Settings } from "../settings.ts";
import type { Messages } from "../language/messages.ts";
import { percentFigure } from "./percent.ts";

/** The goals in the answer of `get_usage`; percentages 0-100. */
export interface DailyGoalJson {
  readonly enabled: boolean;
  readonly is_on_track: boolean;
  readonly current_usage: number;
  readonly expected_usage: number;
  readonly message: string;
}

/** Usage of up to this many times what is expected is still on track. */
const tolerance = 1.1;

/** The daily goal in the answer of `get_usage`. */
export function dailyGoalJson(
  settings: Settings["goals"],
  usedPercent: number,
  now: number,
  messages: Messages,
): DailyGoalJson {
  const goals = dailyGoal(settings, usedPercent, now);
  if (goals === null) {
    return { enabled: false, is_on_track: true, current_usage: usedPercent, expected_usage: 0, message: "" };
  }
  const { expectedPercent: expected, onTrack } = goals;
  return {
    enabled: true,
    is_on_track: onTrack,
    current_usage: usedPercent,
    expected_usage: Math.round(expected * 10) / 10,
    message: onTrack
      ? messages.goalOnTrack(percentFigure(usedPercent, 1), expected.toFixed(1))
      : messages.goalExceeded((usedPercent - expected).toFixed(1)),
  };
}

/** The daily goal at `now`: the day's budget is to be used evenly from local midnight on. Null = it is switched off. */
export function dailyGoal(
  settings: Settings["goals"],
  usedPercent: number,
  now: number,
): { readonly expectedPercent: number; readonly onTrack: boolean } | null {
  if (!settings.enabled) return null;
  const expectedPercent = hoursOfDay(now) / 24 * settings.daily_budget_percent;
  return { expectedPercent, onTrack: usedPercent <= expectedPercent * tolerance };
}

/** Hours since local midnight, 0-24, as the clock on the wall shows them, also on days of 23 or 25 hours. */
function hoursOfDay(now: number): number {
  const date = new Date(now);
  return date.getHours() + date.getMinutes() / 60 + date.getSeconds() / 3600;
}
