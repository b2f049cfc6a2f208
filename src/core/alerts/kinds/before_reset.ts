/** A limit is going to be reset soon. */
import { isoTime } from "../../time/iso_time.ts";
import { resetClock } from "../../usage/limit_words.ts";
import type { WindowLimit } from "../../usage/limit.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilPeriodEnds } from "../told_lifetimes.ts";
import { periodName } from "../series.ts";
import { runningLimits, runningPeriod } from "../situation.ts";
import { limitFields, nameOf } from "./limit_fields.ts";
import { minute, second } from "../../time/units.ts";

export interface BeforeResetFacts {
  readonly kind: "before-reset";
  readonly limit: WindowLimit;
  readonly percent: number;
  /** Of the reset. */
  readonly at: number;
}

/** Servers move a reset by some seconds from answer to answer. The minutes that are told must not change by that. */
const jitterMs = 5 * second;

export const beforeReset: SharedNoticeKind<BeforeResetFacts> = {
  kind: "before-reset",
  notice: "shared",
  remembered: untilPeriodEnds,
  due(situation) {
    const { settings, now } = situation;
    const { before_reset_minutes, before_reset_from_percent } = settings.reminder;
    return runningLimits(situation).flatMap(({ limit, percent, period }) => {
      if (limit.resetsAt === null || percent < before_reset_from_percent) return [];
      const leftMs = limit.resetsAt - now;
      const near = before_reset_minutes.filter((minutes) => leftMs <= minutes * minute);
      if (leftMs <= 0 || near.length === 0) return [];
      return [{
        series: { of: "coming reset", kind: "before-reset", period: periodName(period), at: period.anchorAt },
        // Fewer minutes are a higher mark.
        mark: -Math.min(...near),
        facts: { kind: "before-reset", limit, percent, at: limit.resetsAt },
      }];
    });
  },
  moments: (situation) =>
    runningLimits(situation).flatMap(({ limit: { resetsAt } }) =>
      resetsAt === null
        ? []
        : situation.settings.reminder.before_reset_minutes.map((minutes) => resetsAt - minutes * minute)
    ),
  stillTrue: ({ series }, situation) =>
    series.of === "coming reset" && runningPeriod(situation, series.period) !== null ? "still" : "over",
  title: (_, titles) => titles.resetSoon,
  sentence({ limit, at }, now, messages) {
    const span = messages.span(Math.ceil((at - now - jitterMs) / minute) * minute);
    return messages.alerts.limitResetsSoon(nameOf(limit, messages), span, resetClock(at, now, messages));
  },
  isUrgent: () => false,
  buttons: () => [],
  json: ({ limit, percent, at }, messages) => ({
    ...limitFields(limit, messages),
    percent,
    resets_at: isoTime(at),
  }),
};
