/** Moments of the past at which a limit could have been forecast, and what was used after them. */
import { hour } from "../time/units.ts";
import type { Basis } from "./basis.ts";
import { expectedUse, type Mix, type Standing, type TimeMix, type Usual } from "./expected_use.ts";
import { type PastUse, quarterMs } from "./past_use.ts";
import { type Outlook, outlookOf, reaches } from "./work_profile.ts";

export interface PastMoment {
  readonly standing: Standing;
  /** What was used from then on: percent at the end of each quarter of an hour. It ends where the limit was used up. */
  readonly after: readonly number[];
}

/** Of all windows that are known from their begin to their reset. */
export function pastMoments(
  { from, used }: PastUse,
  resets: readonly number[],
  windowMs: number,
  basis: Basis,
): readonly PastMoment[] {
  const step = Math.round(basis.trialMs / quarterMs);
  return distinct(resets).flatMap((resetsAt) => {
    const startsAt = resetsAt - windowMs;
    const first = Math.ceil((startsAt - from) / quarterMs);
    const end = Math.floor((resetsAt - from) / quarterMs);
    if (first < 0 || end > used.length) return [];
    const levels = levelsOf(used.subarray(first, end));
    const moments: PastMoment[] = [];
    for (let index = Math.ceil(basis.leastMs / quarterMs); index < levels.length - 1; index += step) {
      const level = (quarters: number) => quarters <= 0 ? 0 : levels[quarters - 1] ?? 0;
      const at = from + (first + index) * quarterMs;
      moments.push({
        standing: {
          at,
          startsAt,
          resetsAt,
          used: level(index),
          usedSince: (since) => level(index) - level(index - Math.round((at - since) / quarterMs)),
        },
        after: levels.slice(index).map((later) => later - level(index)),
      });
    }
    return moments;
  });
}

/** How much was used at the end of each quarter, as far as it is known. */
function levelsOf(used: Float64Array): readonly number[] {
  const levels: number[] = [];
  let sum = 0;
  for (const percent of used) {
    if (Number.isNaN(percent)) break;
    levels.push(sum += percent);
  }
  return levels;
}

/** Servers tell the same reset a little differently each time. */
function distinct(resets: readonly number[]): readonly number[] {
  const result: number[] = [];
  for (const reset of resets) {
    if (Math.abs(reset - (result.at(-1) ?? 0)) > hour) result.push(reset);
  }
  return result;
}

/** A forecast of the past, and what then came. */
export interface PastTrial {
  readonly outlook: Outlook;
  /** Which of `reaches`. */
  readonly reach: number;
  readonly expected: number;
  readonly actual: number;
}

export function trialsAt(
  { standing, after }: PastMoment,
  usual: Usual,
  mix: Mix,
  windowMs: number,
): readonly PastTrial[] {
  const stepMs = stepOf(windowMs);
  const expected = expectedUse(standing, usual, mix, stepMs);
  const outlook = outlookOf(standing, expected);
  return reaches.flatMap((part, reach) => {
    const aheadMs = part * windowMs;
    if (standing.at + aheadMs > standing.resetsAt) return [];
    const quarters = Math.max(1, Math.round(aheadMs / quarterMs));
    const step = Math.min(expected.length - 1, Math.max(1, Math.round(aheadMs / stepMs)));
    const known = after[Math.min(quarters, after.length) - 1] ?? 0;
    // Where it was used up before, it would have gone on like this.
    const actual = quarters <= after.length ? known : known * quarters / after.length;
    return [{ outlook, reach, expected: expected[step] ?? 0, actual }];
  });
}

/** How far a mix misses the time at which it is used up, over all moments before that at which `said` says that it will be. */
export function timeCost(
  moments: readonly PastMoment[],
  usualAt: (at: number) => Usual | null,
  { said, windowMs }: { readonly said: Mix; readonly windowMs: number },
): (mix: TimeMix) => number {
  const stepMs = stepOf(windowMs);
  const cases = moments.flatMap(({ standing, after }) => {
    const left = 100 - standing.used;
    // In whole points, 99 and a part of the last one may be all that was seen of it.
    const out = after.findIndex((percent) => percent >= left - nearlyPercent);
    const usual = usualAt(standing.at);
    if (out < 0 || usual === null) return [];
    const most = expectedUse(standing, usual, said, stepMs).at(-1) ?? 0;
    return most < left * nearlySaid ? [] : [{ standing, usual, left, outMs: (out + 0.5) * quarterMs }];
  });
  return (mix) =>
    cases.reduce((sum, { standing, usual, left, outMs }) => {
      const expected = expectedUse(standing, usual, mix, stepMs).map((percent) => percent * mix.hurry);
      const endMs = standing.resetsAt - standing.at;
      const step = expected.findIndex((percent) => percent >= left);
      const before = expected[step - 1] ?? 0;
      const part = (left - before) / Math.max(1e-9, (expected[step] ?? left) - before);
      const told = step < 0 ? endMs : Math.min(endMs, (step - 1 + part) * stepMs);
      // A few that are far off must not outweigh all others.
      return sum + Math.sqrt(Math.abs(told - outMs));
    }, 0);
}

const nearlyPercent = 0.9;
const nearlySaid = 0.9;

/** The past is known by the quarter of an hour; a week is divided by the hour. */
function stepOf(windowMs: number): number {
  return windowMs <= hoursMs ? quarterMs : hour;
}

const hoursMs = 24 * hour;
