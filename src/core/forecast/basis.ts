/**
 * What a forecast is made from, for windows of hours and for windows of days. The figures were found by forecasting simulated people,
 * others than those by which `deno task bench` measures.
 */
import { day, hour, minute } from "../time/units.ts";
import type { Mix, TimeMix } from "./expected_use.ts";
import { daysInGeneral, hoursInGeneral } from "./errors_in_general.ts";
import type { ErrorRatios, Outlook } from "./work_profile.ts";

export interface Basis {
  /** A window that has run for less than this is not forecast. */
  readonly leastMs: number;
  /** If the last sample is older than this, there is no forecast. */
  readonly staleMs: number;
  /** How finely the time ahead is divided. */
  readonly stepMs: number;
  /** How often in each window of the past a forecast is tried, when a person's days are learned. */
  readonly trialMs: number;
  /** The mix where no days are known. */
  readonly mix: Mix;
  /** Those among which the best is learned: for how much is used, and for when it runs out. */
  readonly mixes: readonly [Mix, ...Mix[]];
  /** The first of them is that where no days are known. */
  readonly timeMixes: readonly [TimeMix, ...TimeMix[]];
  /** How wrong forecasts are where no days are known. */
  readonly errors: Readonly<Record<Outlook, ErrorRatios>>;
  /** A person's own errors count as much as those in general after so many windows. */
  readonly doubtWindows: number;
}

const quarter = 15 * minute;
const evenlyByHours: Mix = {
  recentMs: quarter,
  fadeMs: 20 * minute,
  usualPercent: 3,
  goesOn: "evenly",
};
const evenlyByDays: Mix = { recentMs: 4 * hour, fadeMs: 0, usualPercent: 0, goesOn: "evenly" };
/** All of these with each of the weights. `recents`: the time that the present rate is taken from, and how fast it fades. */
function byHours(
  recents: readonly (readonly [number, readonly number[]])[],
  weights: readonly number[],
): readonly Mix[] {
  return recents.flatMap(([recentMs, fades]) =>
    fades.flatMap((fadeMs) =>
      weights.map((usualPercent): Mix => ({ recentMs, fadeMs, usualPercent, goesOn: "by hours" }))
    )
  );
}

const ofHours: Basis = {
  leastMs: 30 * minute,
  staleMs: 30 * minute,
  stepMs: 5 * minute,
  trialMs: 30 * minute,
  mix: evenlyByHours,
  mixes: [
    evenlyByHours,
    ...byHours([[quarter, [quarter, hour / 2, hour]], [hour / 2, [hour, 4 * hour]]], [3, 10, 30, 100]),
  ],
  // When it runs out, people have not stopped before.
  timeMixes: [
    { ...evenlyByHours, hurry: 1.04 },
    { ...evenlyByHours, hurry: 1 },
    { ...evenlyByHours, recentMs: hour / 2, fadeMs: 2 * hour, hurry: 1 },
  ],
  errors: hoursInGeneral,
  doubtWindows: 10,
};

const ofDays: Basis = {
  leastMs: day,
  staleMs: 6 * hour,
  stepMs: hour,
  trialMs: 6 * hour,
  mix: evenlyByDays,
  mixes: [
    evenlyByDays,
    ...byHours([[4 * hour, [0, 2 * hour, 6 * hour, day]], [2 * day, [day, 7 * day]]], [3, 10, 30, 100]),
  ],
  timeMixes: [
    { ...evenlyByDays, hurry: 1 },
    ...byHours([[4 * hour, [0, 2 * hour, 6 * hour, day]], [2 * day, [day, 7 * day]]], [1, 5, 20, 60])
      .map((mix) => ({ ...mix, hurry: 1 })),
  ],
  errors: daysInGeneral,
  doubtWindows: 1,
};

export function basisOf(windowMs: number): Basis {
  return windowMs <= day ? ofHours : ofDays;
}
