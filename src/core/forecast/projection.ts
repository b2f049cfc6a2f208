/** What is expected of a limit from its last reading to its reset, with the chances that it is more or less. */
import { windowLengthMs } from "../usage/limit.ts";
import { minute } from "../time/units.ts";
import type { Period } from "../usage/periods.ts";
import { basisOf } from "./basis.ts";
import { courseOf, type CoursePoint, usedAt } from "./course.ts";
import { expectedUse, type Standing, usualOf } from "./expected_use.ts";
import { outlookOf, ratioAt, type WorkProfile } from "./work_profile.ts";

export interface Projection {
  /** From the begin of the window to the last reading. */
  readonly past: readonly CoursePoint[];
  readonly standing: Standing;
  /** As it was told last. */
  readonly toldPercent: number;
  readonly stepMs: number;
  /** What the use stays below with that chance (0-1): entry `i` is the percent from the last reading until `i` steps later. */
  readonly useBelow: (chance: number) => Float64Array;
  /** The course by which it runs out, where it does: mostly people go on then, and nobody has stopped before. */
  readonly goingOn: () => Float64Array;
}

/** So many readings there have to be, over so much time. */
const leastSamples = 4, leastSeenMs = 15 * minute;

/** Null = too little is known, or the last reading is too old. */
export function projectionOf(period: Period, now: number, profile: WorkProfile | null): Projection | null {
  const { resetsAt, samples, doubt, title } = period;
  const windowMs = windowLengthMs(title);
  const last = samples.at(-1);
  if (windowMs === null || last === undefined || resetsAt === null || resetsAt <= now) return null;
  const basis = basisOf(windowMs);
  const { stepMs } = basis;
  if (doubt !== undefined || last.percent >= 100 || now - last.at > basis.staleMs) return null;
  const startsAt = resetsAt - windowMs;
  if (last.at - startsAt < basis.leastMs || last.at >= resetsAt) return null;
  // A single figure may be a mistake, or of a moment before which nobody looked for long.
  if (samples.length < leastSamples || last.at - (samples[0]?.at ?? last.at) < leastSeenMs) return null;
  const past = courseOf(samples, startsAt);
  const used = usedAt(past, last.at);
  const standing: Standing = {
    at: last.at,
    startsAt,
    resetsAt,
    used,
    usedSince: (from) => used - usedAt(past, from),
  };
  const usual = profile === null ? null : usualOf(profile.usual);
  const expected = expectedUse(standing, usual, profile?.mix ?? basis.mix, stepMs);
  const timeMix = profile?.timeMix ?? basis.timeMixes[0];
  const errors = (profile ?? basis).errors[outlookOf(standing, expected)];
  return {
    past,
    standing,
    toldPercent: last.percent,
    stepMs,
    useBelow: (chance) => {
      let most = 0;
      return expected.map((percent, step) => {
        const ratio = ratioAt(errors, step * stepMs / windowMs, chance);
        return most = step === 0 ? 0 : Math.max(most, (percent + 1) * ratio - 1);
      });
    },
    goingOn: () => expectedUse(standing, usual, timeMix, stepMs).map((percent) => percent * timeMix.hurry),
  };
}

/** How likely it is that it runs out before the reset, 0-1. */
export function runsOutChance({ standing, useBelow }: Projection): number {
  let below = 0, above = 1;
  for (let round = 0; round < 6; round++) {
    const chance = (below + above) / 2;
    if (standing.used + (useBelow(chance).at(-1) ?? 0) >= 100) above = chance;
    else below = chance;
  }
  return 1 - (below + above) / 2;
}

/** Epoch ms at which that much more is used that nothing is left; null = not before the reset. */
export function usedUpAt({ standing, stepMs }: Projection, use: Float64Array): number | null {
  const left = 100 - standing.used;
  const step = use.findIndex((percent) => percent >= left);
  if (step < 0) return null;
  const before = use[step - 1] ?? 0, after = use[step] ?? left;
  const part = after === before ? 0 : (left - before) / (after - before);
  const at = standing.at + (step - 1 + part) * stepMs;
  return at >= standing.resetsAt ? null : at;
}
