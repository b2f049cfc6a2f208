/**
 * The periods of limits. A period goes from one reset to the next. It is known by the time of its first reading, not by the time of
 * its reset: servers tell that a little differently each time, put it off, and sometimes bring it forward.
 */
import { steadyPercent } from "./percent.ts";
import type { Limit, LimitTitle, WindowLimit } from "./limit.ts";
import type { Reading } from "./reading.ts";
import { day, hour, minute } from "../time/units.ts";

export interface Period {
  readonly account: string;
  /** The id of the limit. */
  readonly limit: string;
  readonly title: LimitTitle;
  /** Epoch ms of the first reading in the period, by which the period is known. */
  readonly startedAt: number;
  /** Epoch ms, as the server told it last; null = the window has not started, or `resetUnknown`. */
  readonly resetsAt: number | null;
  /** The window runs, and its reset was never told. */
  readonly resetUnknown?: true;
  /** The reset without small differences: alerts before a reset belong to this time. */
  readonly anchorAt: number | null;
  /** The highest percentage in the period. */
  readonly peakPercent: number;
  /** Oldest first, over eight days: all samples of the last hour, one each half an hour of two days, and one each three hours before. */
  readonly samples: readonly Sample[];
  /** The period before this one, if its end was seen. */
  readonly ended: EndedPeriod | null;
  /** A single answer with a much lower percentage, though the reset is the same. The next answer tells whether it was a reset. */
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
  /** Epoch ms of the reset that was expected, as told last; null = none was. */
  readonly resetsAt: number | null;
  /** The reset came before it was due. */
  readonly early: boolean;
}

/** Two times within this many ms are the same reset. */
export const jitterMs = 5 * minute;
/** When the percentage falls by this many points, that is a reset, whatever time of the reset is told. */
const resetFall = 10;
const denseMs = 60 * minute;
const sparseMs = 30 * minute;
const sparseForMs = 2 * day + 2 * sparseMs;
/** A week is drawn from its begin on. */
const coarseMs = 3 * hour;
const sampledMs = 8 * day;
/** A limit that is in no reading any more is forgotten this long after its reset. */
const forgetMs = 14 * day;
/** Servers could name any number of limits: the periods that were seen last are kept. */
const maxPeriods = 200;

/**
 * The periods after a reading that came at `now`. A window that was over before anything was known of it gets no period.
 * `skewMs`: how far the clock of `now`, and of the reading, is ahead of the server's clock, by which the resets are told.
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

/** A window whose percentage is known. Without a percentage there is nothing to follow over time. */
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
  // If the reset was not known, it may have been in due time.
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
  // A single answer with the same reset, or without one, may be wrong. The next answer tells.
  if (before.doubt !== undefined) return begun(ended(before.doubt.at), [before.doubt, now]);
  return { ...before, doubt: now };
}

/** Whether a period whose reset is due has ended, by an answer in which the next reset may be missing. */
function isOver(resetsAt: number, limit: WindowLimit, at: number, fell: boolean): boolean {
  if (isUnknown(limit)) return fell || resetsAt + jitterMs <= at;
  return limit.resetsAt === null || limit.resetsAt > resetsAt + jitterMs;
}

/** Whether the answer tells another reset than before. A reset that is missing tells nothing. */
function hasMoved(resetsAt: number | null, limit: WindowLimit): boolean {
  if (resetsAt === null || limit.resetsAt === null) return false;
  return Math.abs(limit.resetsAt - resetsAt) >= jitterMs;
}

/** If the last sample alone was high, and the answer after it is as before: the period without that sample. Else null. */
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

/** An early reset was no reset if the next answer has the old time of the reset and the old percentage again: the old period goes on. */
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
    // After a clock was set back there can be samples in the future.
    samples: thinned([...before.samples.filter(({ at }) => at < observedAt), { at: observedAt, percent }]),
  };
}

/** Keeps fewer of the older samples, evenly, so that a rate can still be taken over all of the time. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  const newest = samples.at(-1)?.at ?? 0;
  return samples.filter(({ at }, index) => {
    if (newest - at > sampledMs) return false;
    const before = samples[index - 1];
    const stepMs = newest - at <= sparseForMs ? sparseMs : coarseMs;
    return newest - at <= denseMs || before === undefined ||
      Math.floor(before.at / stepMs) !== Math.floor(at / stepMs);
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
