/** More of the session is used than the day's budget allows by now. */
import { dailyGoal } from "../../usage/daily_goal.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilPeriodEndsOrRateWasWrong } from "../told_lifetimes.ts";
import { periodName } from "../series.ts";
import { runningLimits, runningPeriod } from "../situation.ts";
import { limitFields, type NamedLimit, namedLimit, nameOf } from "./limit_fields.ts";

export interface PaceExceededFacts {
  readonly kind: "pace";
  readonly limit: NamedLimit;
  readonly percent: number;
  readonly expected: number;
}

export const paceExceeded: SharedNoticeKind<PaceExceededFacts> = {
  kind: "pace",
  notice: "shared",
  remembered: untilPeriodEndsOrRateWasWrong,
  due(situation) {
    const { settings: { goals, levels }, now } = situation;
    if (!goals.warn_when_pace_exceeded) return [];
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    return runningLimits(situation).flatMap(({ limit, percent, period }) => {
      const day = limit.id === "session" ? dailyGoal(goals, percent, now) : null;
      if (day === null || day.onTrack) return [];
      // Just after midnight any use is over the budget. Little use, or use from the day before, is no reason for an alert.
      if (percent < levels.yellow || period.startedAt < midnight) return [];
      return [{
        series: { of: "period", kind: "pace", period: periodName(period) },
        mark: 0,
        facts: { kind: "pace", limit: namedLimit(period), percent, expected: day.expectedPercent },
      }];
    });
  },
  moments: ({ settings, now }) => settings.goals.enabled ? [nextMidnight(now)] : [],
  stillTrue({ series }, situation) {
    const period = series.of === "period" ? runningPeriod(situation, series.period) : null;
    if (period === null) return "over";
    // The last figure may have been a mistake.
    const percent = period.samples.at(-1)?.percent ?? 0;
    return dailyGoal(situation.settings.goals, percent, situation.now)?.onTrack ?? true ? "over" : "still";
  },
  title: (_, titles) => titles.warning,
  sentence: ({ limit, percent, expected }, _, messages) =>
    `${nameOf(limit, messages)}: ${messages.goalExceeded((percent - expected).toFixed(1))}`,
  isUrgent: () => false,
  buttons: () => [],
  json: ({ limit, percent, expected }, messages) => ({
    ...limitFields(limit, messages),
    percent,
    expected_percent: expected,
  }),
};

function nextMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
