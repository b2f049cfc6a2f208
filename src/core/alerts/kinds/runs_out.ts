/** At the present rate a limit is used up well before its reset. */
import { isoTime } from "../../time/iso_time.ts";
import { forecast } from "../../forecast/forecast.ts";
import { profileOf } from "../../forecast/work_profile.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilPeriodEndsOrRateWasWrong } from "../told_lifetimes.ts";
import { periodName } from "../series.ts";
import { runningLimits, runningPeriod } from "../situation.ts";
import { limitFields, type NamedLimit, namedLimit, nameOf } from "./limit_fields.ts";
import { windowLengthMs } from "../../usage/limit.ts";
import type { Period } from "../../usage/periods.ts";
import { day, hour, minute } from "../../time/units.ts";

export interface RunsOutFacts {
  readonly kind: "runs-out";
  readonly limit: NamedLimit;
  readonly at: number;
  readonly resetsAt: number;
}

/** A limit that runs out this little before its reset is no reason to worry. */
const leadMs = { hours: 10 * minute, days: 12 * hour };

/** It is told when it is so likely, and taken back when it is so unlikely: a forecast that moves a little changes nothing. */
const dueChance = 0.6, overChance = 0.3;

/** What nobody uses at present is no reason to warn, though it was much before. */
const inUseMs = hour, inUsePercent = 2;

function isInUse({ samples }: Period): boolean {
  const last = samples.at(-1);
  const before = last === undefined ? undefined : samples.find(({ at }) => at >= last.at - inUseMs);
  return last !== undefined && before !== undefined && last.percent - before.percent >= inUsePercent;
}

export const runsOut: SharedNoticeKind<RunsOutFacts> = {
  kind: "runs-out",
  notice: "shared",
  remembered: untilPeriodEndsOrRateWasWrong,
  due(situation) {
    const { settings, now, profiles } = situation;
    return runningLimits(situation).flatMap(({ percent, period }) => {
      const { resetsAt, title } = period;
      const ahead = forecast(period, now, profileOf(profiles, period));
      if (
        ahead?.kind !== "runs-out" || ahead.chance < dueChance || resetsAt === null ||
        percent < settings.levels.yellow || !isInUse(period)
      ) return [];
      const lead = (windowLengthMs(title) ?? Infinity) <= day ? leadMs.hours : leadMs.days;
      if (resetsAt - ahead.at < lead) return [];
      return [{
        series: { of: "period", kind: "runs-out", period: periodName(period) },
        mark: 0,
        facts: { kind: "runs-out", limit: namedLimit(period), at: ahead.at, resetsAt },
      }];
    });
  },
  moments: () => [],
  stillTrue({ series }, situation) {
    const period = series.of === "period" ? runningPeriod(situation, series.period) : null;
    // The figure that the rate was taken from may have been a mistake.
    if (period === null) return "over";
    const ahead = forecast(period, situation.now, profileOf(situation.profiles, period));
    return ahead !== null && ahead.chance < overChance ? "over" : "still";
  },
  title: (_, titles) => titles.warning,
  sentence({ limit, at, resetsAt }, now, messages) {
    const early = messages.span(resetsAt - at);
    return messages.alerts.limitRunsOut(nameOf(limit, messages), messages.clock(at, now), early);
  },
  isUrgent: () => false,
  buttons: () => [],
  json: ({ limit, at, resetsAt }, messages) => ({
    ...limitFields(limit, messages),
    runs_out_at: isoTime(at),
    resets_at: isoTime(resetsAt),
  }),
};
