/** At the present rate a limit is used up well before its reset. */
import { isoTime } from "../../time/iso_time.ts";
import { forecast } from "../../usage/forecast.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilPeriodEndsOrRateWasWrong } from "../told_lifetimes.ts";
import { periodName } from "../series.ts";
import { runningLimits, runningPeriod } from "../situation.ts";
import { limitFields, type NamedLimit, namedLimit, nameOf } from "./limit_fields.ts";
import { windowLengthMs } from "../../usage/limit.ts";
import { day, hour, minute } from "../../time/units.ts";

export interface RunsOutFacts {
  readonly kind: "runs-out";
  readonly limit: NamedLimit;
  readonly at: number;
  readonly resetsAt: number;
}

/** A limit that runs out this little before its reset is no reason to worry. */
const leadMs = { hours: 10 * minute, days: 12 * hour };

export const runsOut: SharedNoticeKind<RunsOutFacts> = {
  kind: "runs-out",
  notice: "shared",
  remembered: untilPeriodEndsOrRateWasWrong,
  due(situation) {
    const { settings, now } = situation;
    return runningLimits(situation).flatMap(({ percent, period }) => {
      const { resetsAt, title } = period;
      const ahead = forecast(period, now);
      if (ahead?.kind !== "runs-out" || resetsAt === null || percent < settings.levels.yellow) return [];
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
    return period === null || forecast(period, situation.now)?.kind === "lasts" ? "over" : "still";
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
