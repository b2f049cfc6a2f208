/**
 * Learns a person's days from the history: what they usually use in each hour of the week, and, by forecasting the weeks that are over,
 * which mix would have been right most, and how wrong it would have been. Each week is forecast by what the others say.
 */
import { day, hour } from "../time/units.ts";
import { type Basis, basisOf } from "./basis.ts";
import { type Mix, type Usual, usualPace } from "./expected_use.ts";
import { pastMoments, type PastTrial, timeCost, trialsAt } from "./past_moments.ts";
import { type PastQuarter, type PastUse, pastUse, quarterMs } from "./past_use.ts";
import { hourOfWeek, hoursOfWeek, type HourSums, type UsualHours, usualHours } from "./usual_hours.ts";
import { chances, type ErrorRatio, type Outlook, reaches, type WorkProfile } from "./work_profile.ts";

/** So much of the past counts. */
export const learnedMs = 8 * 7 * day;
/** From less than this nothing is learned. */
const leastMs = 2 * 7 * day;
const quartersOfWeek = 7 * day / quarterMs;

/** Of the last `learnedMs`, by one row for each quarter of an hour with a change, oldest first. Null = too little is known. */
export function learnProfile(
  { account, limit, windowMs, rows }: {
    readonly account: string;
    /** The id of the limit. */
    readonly limit: string;
    readonly windowMs: number;
    readonly rows: readonly PastQuarter[];
  },
): WorkProfile | null {
  const past = pastUse(rows, windowMs);
  if (past.used.length * quarterMs < leastMs) return null;
  const basis = basisOf(windowMs);
  const resets = rows.flatMap(({ resetsAt }) => resetsAt === null ? [] : [resetsAt]);
  const moments = pastMoments(past, resets, windowMs, basis);
  if (moments.length === 0) return null;
  const hours = Uint8Array.from(past.used, (_, index) => hourOfWeek(past.from + index * quarterMs));
  const weeks = Math.ceil(past.used.length / quartersOfWeek);
  const usualWithout = Array.from(
    { length: weeks },
    (_, week) => usualInPast(past, hours, usualHours(sumsOf(past, hours, week))),
  );
  const usualAt = (at: number) => usualWithout[Math.floor((at - past.from) / (7 * day))] ?? null;
  const trialsOf = (mix: Mix) =>
    moments.flatMap((moment) => {
      const usual = usualAt(moment.standing.at);
      return usual === null ? [] : trialsAt(moment, usual, mix, windowMs);
    });
  const missed = (mix: Mix) =>
    trialsOf(mix).reduce((sum, { expected, actual }) => sum + Math.abs(expected - actual), 0);
  const mix = cheapest(basis.mixes, missed);
  const windows = new Set(moments.map(({ standing }) => standing.startsAt)).size;
  return {
    account,
    limit,
    usual: usualHours(sumsOf(past, hours, null)),
    mix,
    timeMix: cheapest(basis.timeMixes, timeCost(moments, usualAt, { said: mix, windowMs })),
    errors: errorsOf(trialsOf(mix), basis, windows),
  };
}

function cheapest<Of extends Mix>(mixes: readonly [Of, ...Of[]], costOf: (mix: Of) => number): Of {
  let [best] = mixes, least = Infinity;
  for (const mix of mixes) {
    const cost = costOf(mix);
    if (cost < least) [best, least] = [mix, cost];
  }
  return best;
}

/** What was used in each hour of the week, without the week of that number. */
function sumsOf({ used }: PastUse, hours: Uint8Array, without: number | null): HourSums {
  const usedIn = new Array<number>(hoursOfWeek).fill(0), hoursIn = new Array<number>(hoursOfWeek).fill(0);
  used.forEach((percent, index) => {
    if (Number.isNaN(percent) || Math.floor(index / quartersOfWeek) === without) return;
    const of = hours[index] ?? 0;
    usedIn[of] = (usedIn[of] ?? 0) + percent;
    hoursIn[of] = (hoursIn[of] ?? 0) + quarterMs / hour;
  });
  return { used: usedIn, hours: hoursIn };
}

/** What is usual, for moments of the past and up to two weeks beyond: summed up beforehand, since it is asked for very often. */
function usualInPast({ from, used }: PastUse, hours: Uint8Array, usual: UsualHours): Usual {
  const margin = 2 * quartersOfWeek;
  const length = used.length + 2 * margin;
  const sums = new Float64Array(length + 1);
  for (let index = 0; index < length; index++) {
    const sameInWeek = ((index - margin) % quartersOfWeek + quartersOfWeek) % quartersOfWeek;
    sums[index + 1] = (sums[index] ?? 0) + (usual[hours[sameInWeek] ?? 0] ?? 0) * quarterMs / hour;
  }
  const until = (at: number) => {
    const index = Math.max(0, Math.min(length - 1, (at - from) / quarterMs + margin));
    const whole = Math.floor(index);
    const sum = sums[whole] ?? 0;
    return sum + ((sums[whole + 1] ?? sum) - sum) * (index - whole);
  };
  return { use: (one, other) => until(other) - until(one), pace: usualPace(usual) };
}

function errorsOf(trials: readonly PastTrial[], basis: Basis, windows: number): WorkProfile["errors"] {
  const trust = windows ** 2 / (windows ** 2 + basis.doubtWindows ** 2);
  const of = (outlook: Outlook) =>
    reaches.map((_, reach) => {
      const ratios = trials.filter((trial) => trial.outlook === outlook && trial.reach === reach)
        .map(({ expected, actual }) => (actual + 1) / (expected + 1));
      return blended(ratios, basis.errors[outlook][reach] ?? [], trust);
    });
  return { near: of("near"), far: of("far") };
}

/** The ratios at each of `chances`, as far as they are to be trusted (0-1), and what is so in general. */
function blended(ratios: number[], general: ErrorRatio, trust: number): ErrorRatio {
  if (ratios.length === 0) return general;
  ratios.sort((a, b) => a - b);
  return chances.map((chance, index) => {
    const own = ratios[Math.min(ratios.length - 1, Math.floor(chance * ratios.length))] ?? 1;
    const other = general[index] ?? 1;
    return other + (own - other) * trust;
  });
}
