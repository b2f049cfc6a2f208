/** What is known of a person's days, for one limit: when they use it, and how right forecasts of it would have been. */
import type { Mix, Standing, TimeMix } from "./expected_use.ts";
import type { UsualHours } from "./usual_hours.ts";

export interface WorkProfile {
  readonly account: string;
  /** The id of the limit. */
  readonly limit: string;
  readonly usual: UsualHours;
  /** The mix that was right most about how much is used, and the one about when it runs out, where it did. */
  readonly mix: Mix;
  readonly timeMix: TimeMix;
  readonly errors: Readonly<Record<Outlook, ErrorRatios>>;
}

/** What is known of a limit of an account, or null. */
export function profileOf(
  profiles: readonly WorkProfile[],
  { account, limit }: { readonly account: string; readonly limit: string },
): WorkProfile | null {
  return profiles.find((one) => one.account === account && one.limit === limit) ?? null;
}

/** Whether a limit is expected to come near its end: then a forecast is wrong in other ways than where much is left. */
export type Outlook = "near" | "far";

const nearPercent = 80;

export function outlookOf({ used }: Standing, expected: Float64Array): Outlook {
  return used + (expected.at(-1) ?? 0) >= nearPercent ? "near" : "far";
}

/**
 * How what was used compares with what was expected, both with a point more, so that small figures count little: entry `i` is the ratio
 * below which the part `chances[i]` of all cases stays.
 */
export type ErrorRatio = readonly number[];

/** For each of `reaches`. */
export type ErrorRatios = readonly ErrorRatio[];

export const chances = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95] as const;

/** How far ahead, as parts of the window. */
export const reaches = [0.03, 0.1, 0.2, 0.4, 0.7] as const;

/** The ratio below which the part `chance` of all cases stays, for a forecast that reaches that part of the window ahead. */
export function ratioAt(ratios: ErrorRatios, reach: number, chance: number): number {
  const { index, part } = placeIn(reaches, reach);
  const near = ofChance(ratios[index], chance);
  return near + (ofChance(ratios[index + 1], chance) - near) * part;
}

function ofChance(ratio: ErrorRatio | undefined, chance: number): number {
  const { index, part } = placeIn(chances, chance);
  const low = ratio?.[index] ?? 1;
  return low + ((ratio?.[index + 1] ?? low) - low) * part;
}

/** Between which two of the steps, which rise, and where between them (0-1). */
function placeIn(
  steps: readonly number[],
  value: number,
): { readonly index: number; readonly part: number } {
  const index = Math.max(0, Math.min(steps.length - 2, steps.findLastIndex((step) => step <= value)));
  const from = steps[index] ?? 0, to = steps[index + 1] ?? 1;
  return { index, part: Math.max(0, Math.min(1, (value - from) / (to - from))) };
}
