/** A limit has reached a percentage that a person wants to be told of. */
import { percentText, resetText } from "../../usage/limit_words.ts";
import { type Limit, percentAt } from "../../usage/limit.ts";
import type { Due, SharedNoticeKind } from "../alert_kind.ts";
import { isPeriodKnown, type Lifetime } from "../told_lifetimes.ts";
import { limitName, periodName, type SeriesOf } from "../series.ts";
import { runningPeriod, type Situation } from "../situation.ts";
import { limitFields, nameOf } from "./limit_fields.ts";

export interface ThresholdFacts {
  readonly kind: "threshold";
  readonly limit: Limit;
  readonly percent: number;
  readonly threshold: number;
}

/** When the percentage of a limit in money falls by this much, a new month has begun. */
const moneyFall = 10;

/** Until the period ends. When a high figure turns out to be a mistake, only the thresholds below the true figure count as told. */
const whileReached: Lifetime = {
  markAfter(told, event) {
    const { series, mark } = told;
    if (event.type !== "reading") return mark;
    if (series.of === "money") {
      const percent = event.change.moneyPercent(series.limit);
      return percent !== null && percent <= mark - moneyFall ? null : mark;
    }
    if (!isPeriodKnown(told, event) || series.of !== "period") return null;
    return Math.min(mark, event.change.period(series.period)?.peakPercent ?? Infinity);
  },
};

/** A kind for those thresholds that have the same importance. */
function thresholds(
  { from, below }: { readonly from: number; readonly below: number },
): SharedNoticeKind<ThresholdFacts> {
  return {
    kind: "threshold",
    notice: "shared",
    remembered: whileReached,
    due(situation) {
      const { reading, now } = situation;
      return (reading?.limits ?? []).flatMap((limit) => {
        const percent = percentAt(limit, now);
        const series = seriesOf(situation, limit);
        if (percent === null || series === null) return [];
        return reached(situation, limit, percent, series)
          .filter(({ mark }) => from <= mark && mark < below);
      });
    },
    moments: () => [],
    stillTrue({ series, mark }, situation) {
      if (series.of !== "period") return "news";
      // The figure that was told may have been a mistake.
      return (runningPeriod(situation, series.period)?.peakPercent ?? -Infinity) >= mark ? "still" : "over";
    },
    title: ({ percent }, titles) => percent >= 90 ? titles.critical : titles.warning,
    sentence({ limit, percent }, now, messages) {
      const reset = limit.kind === "window" && limit.resetsAt !== null
        ? resetText(limit.resetsAt, now, messages)
        : null;
      return messages.alerts.limitUsedAlone(nameOf(limit, messages), percentText(percent, 0), reset);
    },
    brief: ({ limit, percent }, messages) =>
      messages.alerts.limitUsed(nameOf(limit, messages), percentText(percent, 0)),
    isUrgent: ({ threshold }) => threshold >= 100,
    buttons: () => [],
    json: ({ limit, percent, threshold }, messages) => ({
      ...limitFields(limit, messages),
      percent,
      threshold,
    }),
  };
}

/** Nothing of the limit is left. */
export const thresholdSpent = thresholds({ from: 100, below: Infinity });
/** Little is left. */
export const thresholdNear = thresholds({ from: 90, below: 100 });
export const thresholdReached = thresholds({ from: -Infinity, below: 90 });

function seriesOf({ reading, periods }: Situation, limit: Limit): SeriesOf<"threshold"> | null {
  const account = reading?.account ?? "";
  if (limit.kind === "money") return { of: "money", kind: "threshold", limit: limitName(account, limit.id) };
  const period = periods.find((one) => one.account === account && one.limit === limit.id);
  return period === undefined ? null : { of: "period", kind: "threshold", period: periodName(period) };
}

/** The highest threshold that is reached. */
function reached(
  { settings }: Situation,
  limit: Limit,
  percent: number,
  series: SeriesOf<"threshold">,
): readonly Due<ThresholdFacts>[] {
  const all = settings.reminder.percentage_thresholds.filter((threshold) =>
    threshold > 0 && percent >= threshold
  );
  if (all.length === 0) return [];
  const threshold = Math.max(...all);
  return [{ series, mark: threshold, facts: { kind: "threshold", limit, percent, threshold } }];
}
