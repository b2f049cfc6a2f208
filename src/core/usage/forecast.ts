/** Where the present rate of a limit leads: when it runs out, or how much of it is used at its reset. */
import { windowLengthMs } from "./limit.ts";
import type { Period, Sample } from "./periods.ts";
import { day, hour, minute } from "../time/units.ts";

export type Forecast =
  /** `at`: epoch ms, before the reset. */
  | { readonly kind: "runs-out"; readonly at: number }
  /** `percent` at the reset, 0-100; `rises`: it is at least one point above the present percentage. */
  | { readonly kind: "lasts"; readonly percent: number; readonly rises: boolean };

/** How much of the past the rate is taken from. */
interface Basis {
  /** Samples count that are at most this much older than the last one. */
  readonly windowMs: number;
  /** They must cover at least this much time, or there is no forecast. */
  readonly spanMs: number;
  /** If the last sample is older than this, there is no forecast. */
  readonly staleMs: number;
}

/** For a window of hours, such as a session: by its last hour. */
const ofHours: Basis = { windowMs: hour, spanMs: 15 * minute, staleMs: 30 * minute };
/** For a window of days, such as a week: by whole days, since people sleep. */
const ofDays: Basis = { windowMs: 2 * day, spanMs: day, staleMs: 6 * hour };
const minSamples = 4;
/** Percentages come in whole points. A rise of less than this may be a single step, and no rate. */
const minRise = 2;

/**
 * Where the rate of this period leads. Null = too little is known, or the last sample is too old. The rate is the median of the slopes
 * between all pairs of samples (Theil-Sen): gaps and single jumps do not change it much.
 */
export function forecast(period: Period, now: number): Forecast | null {
  const { resetsAt, samples, doubt } = period;
  const basis = basisOf(period);
  const last = samples.at(-1);
  if (basis === null || last === undefined || resetsAt === null || resetsAt <= now) return null;
  if (doubt !== undefined || last.percent >= 100 || now - last.at > basis.staleMs) return null;
  const recent = samples.filter((sample) => sample.at >= last.at - basis.windowMs);
  const first = recent[0];
  if (first === undefined || recent.length < minSamples || last.at - first.at < basis.spanMs) return null;
  const rate = last.percent - first.percent < minRise ? 0 : medianSlope(recent);
  const atReset = last.percent + rate * (resetsAt - last.at);
  if (atReset < 100) return { kind: "lasts", percent: atReset, rises: atReset >= last.percent + 1 };
  return { kind: "runs-out", at: Math.max(now, last.at + (100 - last.percent) / rate) };
}

/** Null = how long the window runs is not known. */
function basisOf({ title }: Period): Basis | null {
  const lengthMs = windowLengthMs(title);
  if (lengthMs === null) return null;
  return lengthMs <= day ? ofHours : ofDays;
}

/** Percent per ms. */
function medianSlope(samples: readonly Sample[]): number {
  const slopes: number[] = [];
  samples.forEach((to, index) => {
    for (const from of samples.slice(0, index)) {
      if (to.at > from.at) slopes.push((to.percent - from.percent) / (to.at - from.at));
    }
  });
  slopes.sort((a, b) => a - b);
  const middle = Math.floor(slopes.length / 2);
  const upper = slopes[middle] ?? 0;
  return Math.max(0, slopes.length % 2 === 1 ? upper : (upper + (slopes[middle - 1] ?? upper)) / 2);
}
