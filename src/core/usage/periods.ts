/**
 * The periods of limits: from one reset to the next. A period is known by the reading that began it, not by its reset time,
 * which servers jitter, move and sometimes bring forward.
 */
import { steadyPercent } from "./percent.ts";
import type { Limit, LimitTitle, WindowLimit } from "./limit.ts";
import type { Reading } from "./reading.ts";
import { day, minute } from "../time/units.ts";

export interface Period {
  readonly account: string;
  /** The limit's id. */
  readonly limit: string;
  readonly title: LimitTitle;
  /** Epoch ms of the first reading in it: what it is known by. */
  readonly startedAt: number;
  /** Epoch ms, as told last; null = it begins on first use, or `resetUnknown`. */
  readonly resetsAt: number | null;
  /** It runs, and until when was never told. */
  readonly resetUnknown?: true;
  /** The reset time before small differences: what "soon" was told about. */
  readonly anchorAt: number | null;
  /** The highest percentage seen in it. */
  readonly peakPercent: number;
  /** Oldest first; those of the last hour all, before that one each half an hour, over two days. */
  readonly samples: readonly Sample[];
  /** The one before it, if its end was seen. */
  readonly ended: EndedPeriod | null;
  /** The last answer alone spoke of a reset before its time, at an end that has not moved: the next one tells. */
  readonly doubt?: Sample;
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

/** Reset times that differ by less than this, in ms, are the same one. */
export const jitterMs = 5 * minute;
/** A fall of this many points is a reset, whatever the reset time says. */
const resetFall = 10;
const denseMs = 60 * minute;
const sparseMs = 30 * minute;
const sampledMs = 2 * day + 2 * sparseMs;
/** A limit that no reading names any more is forgotten this long after its reset. */
const forgetMs = 14 * day;
/** Whatever servers name: those that were seen last are known. */
const maxPeriods = 200;

/**
 * The periods after a reading that came at `now`. A period that was over before anything was known of it is none.
 * `skewMs`: how far the clock of `now`, and of the reading, is ahead of that by which the resets are told.
 */
export function periodsAfter(
  periods: readonly Period[],
  reading: Reading,
  now: number,
  skewMs = 0,
): readonly Period[] {
  const windows = reading.limits.flatMap(measuredWindow).filter((limit) =>
    limit.resetsAt === null || limit.resetsAt > now - skewMs ||
    periodOf(periods, reading.account, limit.id) !== null
  );
  const others = periods.filter((period) =>
    (period.account !== reading.account || !windows.some((limit) => limit.id === period.limit)) &&
    lastSeen(period) + forgetMs > reading.observedAt
  );
  return [
    ...lastSeenFirst(others, maxPeriods - windows.length),
    ...windows.map((limit) => {
      const before = periods.find((period) => isOf(period, reading.account, limit.id));
      return periodAfter(before, limit, reading, skewMs);
    }),
  ];
}

/** A window whose percentage is told: without one there is nothing to follow over time. */
type MeasuredWindow = WindowLimit & { readonly usedPercent: number };

function measuredWindow(limit: Limit): readonly MeasuredWindow[] {
  return limit.kind === "window" && limit.usedPercent !== null
    ? [{ ...limit, usedPercent: steadyPercent(limit.usedPercent) }]
    : [];
}

/** The period that a limit of an account is in, or null. */
export function periodOf(periods: readonly Period[], account: string, limit: string): Period | null {
  return periods.find((period) => isOf(period, account, limit)) ?? null;
}

function isOf(period: Period, account: string, limit: string): boolean {
  return period.account === account && period.limit === limit;
}

function periodAfter(
  before: Period | undefined,
  limit: MeasuredWindow,
  { account, observedAt }: Reading,
  skewMs: number,
): Period {
  const now: Sample = { at: observedAt, percent: limit.usedPercent };
  const begun = (ended: EndedPeriod | null, samples: readonly Sample[] = [now]): Period => ({
    account,
    limit: limit.id,
    title: limit.title,
    startedAt: samples[0]?.at ?? observedAt,
    resetsAt: limit.resetsAt,
    ...(isUnknown(limit) ? { resetUnknown: true } : {}),
    anchorAt: limit.resetsAt,
    peakPercent: highest(samples),
    samples,
    ended,
  });
  if (before === undefined) return begun(null);
  const mistaken = resumed(before, limit);
  if (mistaken !== null) return continued(mistaken, limit, observedAt);
  if (before.resetsAt === null && !isUnknown(before)) {
    const begins = limit.resetsAt !== null || isUnknown(limit);
    return begins ? begun(before.ended) : continued(before, limit, observedAt);
  }
  const lastPercent = before.samples.at(-1)?.percent ?? 0;
  const fell = lastPercent - now.percent >= resetFall || (now.percent <= 1 && lastPercent >= 5);
  const { startedAt, peakPercent, resetsAt } = before;
  if (resetsAt !== null && resetsAt - jitterMs <= observedAt - skewMs) {
    return isOver(resetsAt, limit, observedAt - skewMs, fell)
      ? begun({ startedAt, at: Math.min(resetsAt + skewMs, observedAt), peakPercent, resetsAt, early: false })
      : continued(before, limit, observedAt);
  }
  if (!fell) return continued(before, limit, observedAt);
  // Where its end was not known, it may have been due.
  const ended = (at: number): EndedPeriod => ({
    startedAt,
    at,
    peakPercent,
    resetsAt,
    early: resetsAt !== null,
  });
  if (hasMoved(resetsAt, limit)) return begun(ended(observedAt));
  const plain = withoutSpike(before, now);
  if (plain !== null) return continued(plain, limit, observedAt);
  // One answer with the same end, or that tells of none, may be a stray one: it takes another to tell.
  if (before.doubt !== undefined) return begun(ended(before.doubt.at), [before.doubt, now]);
  return { ...before, doubt: now };
}

/** Whether a period that is due by its reset time has ended, by an answer that may not say until when the window runs. */
function isOver(resetsAt: number, limit: WindowLimit, at: number, fell: boolean): boolean {
  if (isUnknown(limit)) return fell || resetsAt + jitterMs <= at;
  return limit.resetsAt === null || limit.resetsAt > resetsAt + jitterMs;
}

/** Whether the window is another one by its end; one that is not told says nothing. */
function hasMoved(resetsAt: number | null, limit: WindowLimit): boolean {
  if (resetsAt === null || limit.resetsAt === null) return false;
  return Math.abs(limit.resetsAt - resetsAt) >= jitterMs;
}

/** The period without its last sample, where that alone was high, and the answer after it is as the ones before; else null. */
function withoutSpike(period: Period, now: Sample): Period | null {
  const samples = period.samples.slice(0, -1);
  const before = samples.at(-1), spike = period.samples.at(-1);
  if (before === undefined || spike === undefined) return null;
  if (spike.percent - before.percent < resetFall || now.percent < before.percent - 1) return null;
  return { ...period, samples, peakPercent: highest(samples) };
}

function highest(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ percent }) => percent));
}

function isUnknown({ resetUnknown }: Pick<WindowLimit, "resetUnknown">): boolean {
  return resetUnknown === true;
}

/** What looked like an early reset was none, when an answer has the old reset time, and at once the old percentage, again. */
function resumed(now: Period, limit: MeasuredWindow): Period | null {
  const { ended } = now;
  if (ended === null || !ended.early || ended.resetsAt === null || limit.resetsAt === null) return null;
  const rise = limit.usedPercent - (now.samples.at(-1)?.percent ?? 0);
  if (Math.abs(limit.resetsAt - ended.resetsAt) >= jitterMs || rise < resetFall) return null;
  if (limit.usedPercent <= ended.peakPercent - resetFall) return null;
  const { startedAt, peakPercent, resetsAt } = ended;
  return { ...now, startedAt, peakPercent, resetsAt, anchorAt: resetsAt, samples: [], ended: null };
}

function continued(period: Period, limit: MeasuredWindow, observedAt: number): Period {
  const { doubt: _doubt, resetUnknown: _resetUnknown, ...before } = period;
  const { usedPercent: percent } = limit;
  const resetsAt = limit.resetsAt ?? before.resetsAt;
  const moved = resetsAt !== null && before.anchorAt !== null &&
    Math.abs(resetsAt - before.anchorAt) >= jitterMs;
  return {
    ...before,
    title: limit.title,
    resetsAt,
    ...(resetsAt === null && (isUnknown(limit) || isUnknown(period)) ? { resetUnknown: true } : {}),
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

function lastSeenFirst(periods: readonly Period[], room: number): readonly Period[] {
  return periods.length <= room
    ? periods
    : periods.toSorted((a, b) => lastSeen(b) - lastSeen(a)).slice(0, Math.max(0, room));
}

function lastSeen({ resetsAt, samples }: Period): number {
  return Math.max(resetsAt ?? 0, samples.at(-1)?.at ?? 0);
}
