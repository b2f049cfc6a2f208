/** Where the present rate of a limit leads: when it runs out, or how much of it is used at its reset. */
import { windowLengthMs } from "./limit.ts";
import type { Period, Sample } from "./periods.ts";
import { day, hour, minute } from "../time/units.ts";

/** Where the present rate leads. */
export type Forecast =
  /** `at`: epoch ms, before the reset. */
  | { readonly kind: "runs-out"; readonly at: number }
  /** `percent` at the reset, 0-100; `rises`: it is a point or more above the present one. */
  | { readonly kind: "lasts"; readonly percent: number; readonly rises: boolean };

/** From how much of the past the rate is taken. */
interface Basis {
  /** The samples of that long before the last one count. */
  readonly windowMs: number;
  /** They have to span that much, or nothing is said. */
  readonly spanMs: number;
  /** Readings older than this say nothing of now. */
  readonly staleMs: number;
}

/** A window of hours, such as a session, is planned by its last hour. */
const ofHours: Basis = { windowMs: hour, spanMs: 15 * minute, staleMs: 30 * minute };
/** A window of days, such as a week, is planned by whole days, since people sleep. */
const ofDays: Basis = { windowMs: 2 * day, spanMs: day, staleMs: 6 * hour };
const minSamples = 4;
/** Percentages come in whole points: a smaller rise may be one step seen at a bad moment. */
const minRise = 2;

/**
 * Where the rate of this period leads, or null: too little is known to say, or the last reading is too old. The rate is the
 * median of the slopes between all pairs of readings (Theil-Sen), which gaps and single steps do not bend.
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
