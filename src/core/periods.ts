/**
 * The periods of limits: from one reset to the next. A period is known by the reading that began it, not by its reset time,
 * which servers jitter, move and sometimes bring forward.
 */
import type { LimitTitle, Reading, WindowLimit } from "./usage.ts";

export interface Period {
  readonly account: string;
  /** The limit's id. */
  readonly limit: string;
  readonly title: LimitTitle;
  /** Epoch ms of the first reading in it: what it is known by. */
  readonly startedAt: number;
  /** Epoch ms, as told last; null = it begins on first use. */
  readonly resetsAt: number | null;
  /** The reset time before small differences: what "soon" was told about. */
  readonly anchorAt: number | null;
  /** The highest percentage seen in it. */
  readonly peakPercent: number;
  /** Oldest first; those of the last hour all, before that one each half an hour, over two days. */
  readonly samples: readonly Sample[];
  /** The one before it, if its end was seen. */
  readonly ended: EndedPeriod | null;
}

export interface Sample {
  /** Epoch ms. */
  readonly at: number;
  readonly percent: number;
}

export interface EndedPeriod {
  readonly startedAt: number;
  /** Epoch ms of the reset. */
  readonly at: number;
  readonly peakPercent: number;
  /** Epoch ms, as told last. */
  readonly resetsAt: number | null;
  /** The reset came before it was due. */
  readonly early: boolean;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Reset times that differ by less than this are the same one. */
const jitterMs = 5 * minute;
/** A fall of this many points is a reset, whatever the reset time says. */
const resetFall = 10;
const denseMs = 60 * minute;
const sparseMs = 30 * minute;
const sampledMs = 2 * day + 2 * sparseMs;
/** A limit that no reading names any more is forgotten this long after its reset. */
const forgetMs = 14 * day;

/**
 * The periods after a reading that came at `now`. A period that was over before anything was known of it is none.
 */
export function periodsAfter(periods: readonly Period[], reading: Reading, now: number): readonly Period[] {
  const windows = reading.limits.filter((limit) => limit.kind === "window").filter((limit) =>
    limit.resetsAt === null || limit.resetsAt > now || periodOf(periods, reading.account, limit.id) !== null
  );
  const others = periods.filter((period) =>
    (period.account !== reading.account || !windows.some((limit) => limit.id === period.limit)) &&
    lastSeen(period) + forgetMs > reading.observedAt
  );
  return [
    ...others,
    ...windows.map((limit) => {
      const before = periods.find((period) => isOf(period, reading.account, limit.id));
      return periodAfter(before, limit, reading);
    }),
  ];
}

/** The period that a limit of an account is in, or null. */
export function periodOf(periods: readonly Period[], account: string, limit: string): Period | null {
  return periods.find((period) => isOf(period, account, limit)) ?? null;
}

function isOf(period: Period, account: string, limit: string): boolean {
  return period.account === account && period.limit === limit;
}

function periodAfter(before: Period | undefined, limit: WindowLimit, reading: Reading): Period {
  const { account, observedAt } = reading;
  const { usedPercent: percent, resetsAt } = limit;
  const begun = (ended: EndedPeriod | null): Period => ({
    account,
    limit: limit.id,
    title: limit.title,
    startedAt: observedAt,
    resetsAt,
    anchorAt: resetsAt,
    peakPercent: percent,
    samples: [{ at: observedAt, percent }],
    ended,
  });
  if (before === undefined) return begun(null);
  const mistaken = resumed(before, limit);
  if (mistaken !== null) return continued(mistaken, limit, observedAt);
  const lastPercent = before.samples.at(-1)?.percent ?? 0;
  if (before.resetsAt === null) {
    return resetsAt === null ? continued(before, limit, observedAt) : begun(before.ended);
  }
  const due = before.resetsAt - jitterMs <= observedAt;
  const later = resetsAt === null || resetsAt > before.resetsAt + jitterMs;
  const fell = lastPercent - percent >= resetFall || (percent <= 1 && lastPercent >= 5);
  if (due ? !later : !fell) return continued(before, limit, observedAt);
  const { startedAt, peakPercent } = before;
  const at = due ? Math.min(before.resetsAt, observedAt) : observedAt;
  return begun({ startedAt, at, peakPercent, resetsAt: before.resetsAt, early: !due });
}

/** What looked like an early reset was one odd answer, when the next has the old reset time and percentage again. */
function resumed(now: Period, limit: WindowLimit): Period | null {
  const { ended } = now;
  if (ended === null || !ended.early || ended.resetsAt === null || limit.resetsAt === null) return null;
  if (Math.abs(limit.resetsAt - ended.resetsAt) >= jitterMs || now.peakPercent >= resetFall) return null;
  if (limit.usedPercent <= ended.peakPercent - resetFall) return null;
  const { startedAt, peakPercent, resetsAt } = ended;
  return { ...now, startedAt, peakPercent, resetsAt, anchorAt: resetsAt, samples: [], ended: null };
}

function continued(before: Period, limit: WindowLimit, observedAt: number): Period {
  const { usedPercent: percent } = limit;
  const resetsAt = limit.resetsAt ?? before.resetsAt;
  const moved = resetsAt !== null && before.anchorAt !== null &&
    Math.abs(resetsAt - before.anchorAt) >= jitterMs;
  return {
    ...before,
    title: limit.title,
    resetsAt,
    anchorAt: moved || before.anchorAt === null ? resetsAt : before.anchorAt,
    peakPercent: Math.max(before.peakPercent, percent),
    // A clock that was set back leaves samples in the future.
    samples: thinned([...before.samples.filter(({ at }) => at < observedAt), { at: observedAt, percent }]),
  };
}

/** Fewer of those from longer ago, evenly, so that a rate can be taken from all of the time they span. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  const newest = samples.at(-1)?.at ?? 0;
  return samples.filter(({ at }, index) => {
    if (newest - at > sampledMs) return false;
    const before = samples[index - 1];
    return newest - at <= denseMs || before === undefined ||
      Math.floor(before.at / sparseMs) !== Math.floor(at / sparseMs);
  });
}

function lastSeen({ resetsAt, samples }: Period): number {
  return Math.max(resetsAt ?? 0, samples.at(-1)?.at ?? 0);
}
