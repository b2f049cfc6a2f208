/** A limit's period as lines to draw: its course so far, the line of even use, and its projected course with the band. */
import type { Period } from "../usage/periods.ts";
import type { CoursePoint } from "./course.ts";
import { bandChances } from "./forecast.ts";
import { projectionOf } from "./projection.ts";
import type { WorkProfile } from "./work_profile.ts";

export interface ProjectedCourse {
  /** From the begin of the window to the last reading. */
  readonly past: readonly CoursePoint[];
  /** Its two ends. */
  readonly even: readonly [CoursePoint, CoursePoint];
  /** From the last reading to the reset. */
  readonly ahead: readonly BandPoint[];
}

export interface BandPoint extends CoursePoint {
  /** Nine times of ten it is between these. */
  readonly low: number;
  readonly high: number;
}

/** Null = too little is known, or the last reading is too old. `points`: at most so many ahead. */
export function projectedCourse(
  period: Period,
  now: number,
  profile: WorkProfile | null,
  points = 60,
): ProjectedCourse | null {
  const projection = projectionOf(period, now, profile);
  if (projection === null) return null;
  const { past, standing: { at, startsAt, resetsAt, used }, stepMs, useBelow } = projection;
  const low = useBelow(bandChances.low);
  const middle = useBelow(bandChances.middle);
  const high = useBelow(bandChances.high);
  const last = middle.length - 1;
  const every = Math.max(1, Math.ceil(last / (points - 1)));
  const steps = Array.from(middle, (_, step) => step).filter((step) => step % every === 0 || step === last);
  const percentIn = (use: Float64Array, step: number) => Math.min(100, used + (use[step] ?? 0));
  return {
    past,
    even: [{ at: startsAt, percent: 0 }, { at: resetsAt, percent: 100 }],
    ahead: steps.map((step) => ({
      at: Math.min(resetsAt, at + step * stepMs),
      percent: percentIn(middle, step),
      low: percentIn(low, step),
      high: percentIn(high, step),
    })),
  };
}
