/** What was told already, so that it is told once: over restarts too. */
import { TOLD_MAX } from "../agents/opencode/bounds.ts";
import type { Period } from "../usage/periods.ts";
import type { Reading } from "../usage/reading.ts";
import { day, minute } from "../time/units.ts";

/** A place in a series. What is told covers all lower marks of its series. */
export interface Telling {
  /** A limit's period and what about it, or a trouble: `limit/ACCOUNT/ID/BEGIN/threshold`, `network`, ... */
  readonly series: string;
  readonly mark: number;
}

export interface Told extends Telling {
  /** Epoch ms. */
  readonly at: number;
}

/** Told about any trouble with the sign-in; names the token's hash, or none. */
export const signInSeries = "sign-in/";
/** Telling this ends all of those. */
export const signedInSeries = "signed-in";
export const networkSeries = "network";
/** That this machine's clock is wrong. */
export const clockSeries = "clock";
/** Of one token; its hash stands behind. */
export const rateLimitedSeries = "rate-limited/";

/** What is told of agents. */
const opencodeSeries = "opencode-";
/** Nobody waits for an answer that long. */
const forgetAgentsMs = 7 * day;
/** A trouble that comes back sooner than this after it was told is the same one. */
const sameTroubleMs = 30 * minute;
/** A percentage of a cap that falls by this much is another month's. */
const capFall = 10;
/** Whatever servers name, the oldest of so many are forgotten. */
const maxTold = 1000;

export function isTold(told: readonly Told[], { series, mark }: Telling): boolean {
  return told.some((one) => one.series === series && one.mark >= mark);
}

/** What was told after these have been told too. */
export function toldAfter(told: readonly Told[], tellings: readonly Telling[], now: number): readonly Told[] {
  const signedIn = tellings.some(({ series }) => series === signedInSeries);
  const agents = told.filter(({ series }) => series.startsWith(opencodeSeries));
  const tooOld = new Set(agents.slice(0, Math.max(0, agents.length - TOLD_MAX)));
  const others = told.filter((one) =>
    (!one.series.startsWith(opencodeSeries) || Math.abs(now - one.at) < forgetAgentsMs) && !tooOld.has(one) &&
    !tellings.some(({ series }) => series === one.series) &&
    !(signedIn && one.series.startsWith(signInSeries))
  );
  return [
    ...others,
    ...tellings.filter(({ series }) => series !== signedInSeries).map(({ series, mark }) => ({
      series,
      mark,
      at: now,
    })),
  ].slice(-maxTold);
}

/**
 * What is still worth remembering after a good reading: troubles are over, and so are periods that nobody knows any more. That
 * a sign-in has helped is news from the first good reading (`before` is the one before this) to the second.
 */
export function toldAfterReading(
  told: readonly Told[],
  { reading, before, periodsBefore, periods, now }: {
    readonly reading: Reading;
    readonly before: Reading | null;
    readonly periodsBefore: readonly Period[];
    readonly periods: readonly Period[];
    readonly now: number;
  },
): readonly Told[] {
  const alive = new Set(
    periods.flatMap((period) => [
      periodSeries(period.account, period.limit, period.startedAt),
      ...(period.ended === null ? [] : [periodSeries(period.account, period.limit, period.ended.startedAt)]),
    ]),
  );
  const resumed = resumedPeriods(periodsBefore, periods);
  // One low answer may be a stray one, and one without a percentage says nothing.
  const capsBefore = capPercents(before);
  const caps = new Map(
    [...capPercents(reading)].map(([series, percent]) => [
      series,
      Math.max(percent, capsBefore.get(series) ?? Infinity),
    ]),
  );
  const mistakes = mistakenSince(periodsBefore, periods);
  const peaks = new Map(
    periods.map((period) => [
      `${periodSeries(period.account, period.limit, period.startedAt)}/threshold`,
      period.peakPercent,
    ]),
  );
  return told.filter(({ series, mark, at }) => {
    if (series === networkSeries || series.startsWith(rateLimitedSeries)) {
      return Math.abs(now - at) < sameTroubleMs;
    }
    if (series.startsWith(signInSeries)) {
      // What the vendor's own program has stored is no sign that this token works.
      return before === null || before.source !== "endpoint" || before.observedAt < at;
    }
    const period = periodOfSeries(series);
    // A reset that was none is to be told when it comes.
    if (period !== null) {
      const isUndone = series.endsWith("/reset") && resumed.has(period) ||
        /\/(?:runs-out|pace)$/.test(series) && at >= (mistakes.get(period) ?? Infinity);
      return alive.has(period) && !isUndone;
    }
    const lower = caps.get(series);
    return lower === undefined || lower > mark - capFall;
  }).map((one) => {
    // Where a high figure was a mistake, what it gave cause to tell is not told.
    const mark = Math.min(one.mark, peaks.get(one.series) ?? Infinity);
    return mark === one.mark ? one : { ...one, mark };
  });
}

/** The percentage of each cap that a reading tells. */
function capPercents(reading: Reading | null): ReadonlyMap<string, number> {
  return new Map(
    (reading?.limits ?? []).flatMap((limit) =>
      reading !== null && limit.kind === "money" && limit.usedPercent !== null
        ? [[capSeries(reading.account, limit.id), limit.usedPercent] as const]
        : []
    ),
  );
}

/** The periods whose last figure turned out to be a mistake, and since when it stood (epoch ms): no rate is to be taken from it. */
function mistakenSince(before: readonly Period[], after: readonly Period[]): ReadonlyMap<string, number> {
  return new Map(
    after.flatMap(({ account, limit, startedAt, peakPercent }) => {
      const series = periodSeries(account, limit, startedAt);
      const was = before.find((one) => periodSeries(one.account, one.limit, one.startedAt) === series);
      const spike = was?.samples.at(-1);
      return was !== undefined && spike !== undefined && was.peakPercent > peakPercent
        ? [[series, spike.at] as const]
        : [];
    }),
  );
}

/** The series of periods that go on, though an answer had ended them. */
function resumedPeriods(before: readonly Period[], after: readonly Period[]): ReadonlySet<string> {
  const ended = new Set(
    before.flatMap(({ account, limit, ended }) =>
      ended === null ? [] : [periodSeries(account, limit, ended.startedAt)]
    ),
  );
  const running = after.map(({ account, limit, startedAt }) => periodSeries(account, limit, startedAt));
  return new Set(running.filter((series) => ended.has(series)));
}

/** Of a limit's period; what it is about is added behind a slash. */
export function periodSeries(account: string, limit: string, startedAt: number): string {
  return `limit/${account}/${limit}/${startedAt}`;
}

/** The `periodSeries()` in a series of a limit's period and what about it; null = it is none of those. */
export function periodOfSeries(series: string): string | null {
  return series.startsWith("limit/") ? series.slice(0, series.lastIndexOf("/")) : null;
}

/** Of money with a cap, which has no period that is known. */
export function capSeries(account: string, limit: string): string {
  return `cap/${account}/${limit}`;
}

/** What was told of the limits of one account is another's. */
export function withAccount(told: readonly Told[], from: string, to: string): readonly Told[] {
  return told.map((one) => {
    const begin = accountSeries(from).find((series) => one.series.startsWith(series));
    const kind = begin?.split("/")[0];
    return begin === undefined ? one : { ...one, series: `${kind}/${to}/${one.series.slice(begin.length)}` };
  });
}

/** What was told of the limits of one account counts no more. */
export function withoutAccount(told: readonly Told[], account: string): readonly Told[] {
  return told.filter(({ series }) => !accountSeries(account).some((begin) => series.startsWith(begin)));
}

/** What everything told of an account's limits begins with. */
function accountSeries(account: string): readonly string[] {
  return [`limit/${account}/`, `cap/${account}/`];
}

/** Once the clock is right, another fault of it is news. */
export function toldOfClock(told: readonly Told[], skewMs: number): readonly Told[] {
  return skewMs === 0 ? told.filter(({ series }) => series !== clockSeries) : told;
}

/** What was told about the sign-in with other tokens is over, though nobody needs to hear it. */
export function withoutOtherSignIns(told: readonly Told[], tokenHash: string): readonly Told[] {
  return told.filter(({ series }) => !series.startsWith(signInSeries) || series === signInSeries + tokenHash);
}
