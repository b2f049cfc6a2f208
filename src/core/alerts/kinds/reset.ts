/** A limit that was near its end was reset; or any limit was, before its time. */
import { isoTime } from "../../time/iso_time.ts";
import { resetClock } from "../../usage/limit_words.ts";
import type { Period } from "../../usage/periods.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { isPeriodKnown, type Lifetime } from "../told_lifetimes.ts";
import { endedPeriodName, periodName } from "../series.ts";
import { ownPeriods, runningPeriod } from "../situation.ts";
import { limitFields, type NamedLimit, namedLimit, nameOf } from "./limit_fields.ts";
import { hour } from "../../time/units.ts";

export interface ResetFacts {
  readonly kind: "reset";
  readonly limit: NamedLimit;
  readonly at: number;
  readonly early: boolean;
}

/** A reset that could not be told within this time, in ms, is not told any more. */
const newsMs = 12 * hour;

/** Until nobody knows the period any more, or it turns out to go on. In that case the true reset is told later. */
const unlessPeriodGoesOn: Lifetime = {
  markAfter(told, event) {
    const { series, mark } = told;
    if (event.type !== "reading") return mark;
    const goesOn = series.of === "period" && event.change.period(series.period)?.goesOn === true;
    return !isPeriodKnown(told, event) || goesOn ? null : mark;
  },
};

export const reset: SharedNoticeKind<ResetFacts> = {
  kind: "reset",
  notice: "shared",
  remembered: unlessPeriodGoesOn,
  due(situation) {
    const { settings, now } = situation;
    if (!settings.reminder.on_reset) return [];
    return ownPeriods(situation).flatMap((period) =>
      endsOf(period)
        .filter(({ at, early, peakPercent }) =>
          at <= now && now - at < newsMs && (early || peakPercent >= settings.levels.orange)
        )
        .map(({ startedAt, at, early }) => ({
          series: { of: "period", kind: "reset", period: periodName({ ...period, startedAt }) },
          mark: 0,
          facts: { kind: "reset", limit: namedLimit(period), at, early },
        }))
    );
  },
  // The end of any period also ends what was told of it.
  moments: ({ periods }) => periods.flatMap((period) => endsOf(period).map(({ at }) => at)),
  stillTrue({ series }, situation) {
    if (series.of !== "period") return "news";
    // The series names the period that the reset has ended. When that period goes on, there was no reset.
    if (runningPeriod(situation, series.period) !== null) return "over";
    const isEarly = situation.periods.some((period) =>
      period.ended?.early === true && endedPeriodName(period) === series.period
    );
    // The next answer may show that there was no reset.
    return isEarly ? "still" : "news";
  },
  title: (_, titles) => titles.wasReset,
  sentence({ limit, at, early }, now, messages) {
    const clock = resetClock(at, now, messages);
    const name = nameOf(limit, messages);
    return early ? messages.alerts.limitResetEarly(name, clock) : messages.alerts.limitWasReset(name, clock);
  },
  isUrgent: () => false,
  buttons: () => [],
  json: ({ limit, at, early }, messages) => ({
    ...limitFields(limit, messages),
    reset_at: isoTime(at),
    early,
  }),
};

/** The ends of a period and of the one before it: by the clock, or as a reading has told. */
function endsOf(period: Period) {
  return [
    ...(period.resetsAt === null ? [] : [{ ...period, at: period.resetsAt, early: false }]),
    ...(period.ended === null ? [] : [period.ended]),
  ];
}
