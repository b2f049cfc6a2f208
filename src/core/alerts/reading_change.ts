/** What a good reading changes for alerts that were told before it: which periods go on, which figures were mistakes. */
import type { Period } from "../usage/periods.ts";
import type { Reading } from "../usage/reading.ts";
import { endedPeriodName, type LimitName, limitName, type PeriodName, periodName } from "./series.ts";

export interface ReadingChange {
  /** The one before this; null = this is the first. */
  readonly before: Reading | null;
  /** Null = nobody knows that period any more. */
  period(name: PeriodName): PeriodChange | null;
  /** The higher of the last two percentages of a limit in money: one low answer may be wrong. Null = one of them is not known. */
  moneyPercent(limit: LimitName): number | null;
}

export interface PeriodChange {
  /** It goes on, though the answer before had ended it. */
  readonly goesOn: boolean;
  /** The highest percentage seen in it; null = it is over. */
  readonly peakPercent: number | null;
  /** Epoch ms of its last figure, which turned out to be a mistake; null = it was none. */
  readonly mistakenSince: number | null;
}

/** `periodsBefore` and `periods`: as they were before this reading, and as they are with it. */
export function readingChange({ reading, before, periodsBefore, periods }: {
  readonly reading: Reading;
  readonly before: Reading | null;
  readonly periodsBefore: readonly Period[];
  readonly periods: readonly Period[];
}): ReadingChange {
  const running = new Map(periods.map((period) => [periodName(period), period]));
  const runningBefore = new Map(periodsBefore.map((period) => [periodName(period), period]));
  const ended = namesOfEnded(periods), endedBefore = namesOfEnded(periodsBefore);
  const moneyNow = moneyPercents(reading), moneyBefore = moneyPercents(before);
  return {
    before,
    period(name) {
      const period = running.get(name);
      if (period === undefined) {
        return ended.has(name) ? { goesOn: false, peakPercent: null, mistakenSince: null } : null;
      }
      return {
        goesOn: endedBefore.has(name),
        peakPercent: period.peakPercent,
        mistakenSince: mistakeIn(runningBefore.get(name), period),
      };
    },
    moneyPercent(limit) {
      const now = moneyNow.get(limit), then = moneyBefore.get(limit);
      return now === undefined || then === undefined ? null : Math.max(now, then);
    },
  };
}

function namesOfEnded(periods: readonly Period[]): ReadonlySet<PeriodName | null> {
  return new Set(periods.map(endedPeriodName));
}

/** Epoch ms of the last figure of a period, when it is no longer among the figures: no rate may be calculated from it. */
function mistakeIn(before: Period | undefined, { peakPercent }: Period): number | null {
  const last = before?.samples.at(-1);
  return before !== undefined && last !== undefined && before.peakPercent > peakPercent ? last.at : null;
}

/** The percentage of each limit in money that a reading tells. */
function moneyPercents(reading: Reading | null): ReadonlyMap<LimitName, number> {
  return new Map(
    (reading?.limits ?? []).flatMap((limit) =>
      reading !== null && limit.kind === "money" && limit.usedPercent !== null
        ? [[limitName(reading.account, limit.id), limit.usedPercent] as const]
        : []
    ),
  );
}
