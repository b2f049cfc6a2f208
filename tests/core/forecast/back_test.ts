/**
 * For src/core/forecast/forecast.ts: forecasts of simulated people beside what they then did, and beside two simpler forecasts: the
 * straight line through the period, and the slope of the last hour.
 */
import { type Forecast, forecast } from "../../../src/core/forecast/forecast.ts";
import { learnedMs, learnProfile } from "../../../src/core/forecast/learn_profile.ts";
import { type PastQuarter, quarterMs } from "../../../src/core/forecast/past_use.ts";
import type { WorkProfile } from "../../../src/core/forecast/work_profile.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { type Period, periodsAfter } from "../../../src/core/usage/periods.ts";
import { lengthOf, type Person, person, type PersonKind, type SimulatedLimit } from "./simulated_people.ts";

export interface BackTest {
  readonly kind: PersonKind;
  readonly limit: "session" | "week";
  readonly seeds: readonly number[];
  /** The weeks of history before, and those in which forecasts are tried. */
  readonly learnedWeeks: number;
  readonly triedWeeks: number;
}

export interface BackTestResult {
  /** How often it was said that it runs out, and it did. */
  readonly stops: number;
  /** Then: the median of how far the told time was from the true one, in minutes. Who says that it lasts, says the reset. */
  readonly ours: number;
  readonly line: number;
  readonly lastHour: number;
  /** How often the truth was in the band, 0-1: of the time of all stops, and of the percentage at all resets. */
  readonly timeInBand: number;
  readonly percentInBand: number;
  /** How often it was right that it runs out, or lasts, 0-1. */
  readonly kindRight: number;
  /** How often something was said, 0-1. */
  readonly said: number;
}

interface Trial {
  readonly said: Forecast;
  readonly resetsAt: number;
  /** Epoch ms; null = it lasted. */
  readonly ranOutAt: number | null;
  readonly percentAtReset: number;
  /** Epoch ms, of the simpler forecasts. */
  readonly line: number;
  readonly lastHour: number;
}

export function backTest({ kind, limit, seeds, learnedWeeks, triedWeeks }: BackTest): BackTestResult {
  const tried = seeds.map((seed) =>
    trialsOf(person(kind, seed, learnedWeeks + triedWeeks), limit, learnedWeeks)
  );
  const trials = tried.flatMap((one) => one.trials);
  const moments = tried.reduce((sum, one) => sum + one.moments, 0);
  const ranOut = trials.filter(({ ranOutAt }) => ranOutAt !== null);
  const stops = ranOut.filter(({ said }) => said.kind === "runs-out");
  const missed = (told: (trial: Trial) => number) =>
    medianOf(stops.map((trial) => {
      const at = Math.min(told(trial), trial.resetsAt);
      return Math.abs(at - (trial.ranOutAt ?? 0)) / minute;
    }));
  return {
    stops: stops.length,
    ours: missed(({ said, resetsAt }) => said.kind === "runs-out" ? said.at : resetsAt),
    line: missed(({ line }) => line),
    lastHour: missed(({ lastHour }) => lastHour),
    timeInBand: shareOf(ranOut, ({ said, ranOutAt, resetsAt }) => {
      const to = said.kind === "runs-out" ? said.to ?? resetsAt : resetsAt;
      return ranOutAt !== null && (said.from ?? resetsAt) <= ranOutAt && ranOutAt <= to;
    }),
    percentInBand: shareOf(
      trials,
      ({ said, percentAtReset }) =>
        Math.floor(said.percentFrom) <= Math.floor(percentAtReset) &&
        Math.floor(percentAtReset) <= Math.floor(said.percentTo),
    ),
    kindRight: shareOf(trials, ({ said, ranOutAt }) => (said.kind === "runs-out") === (ranOutAt !== null)),
    said: trials.length / moments,
  };
}

/** How often a forecast is tried. */
const everyMs = { session: 15 * minute, week: 4 * hour };
/** Before the tried weeks the program runs for so long, so that it knows the period. */
const warmUpMs = 7 * day;

function trialsOf(one: Person, id: "session" | "week", learnedWeeks: number) {
  const limit = one[id], windowMs = lengthOf[id];
  const firstAt = one.begin + learnedWeeks * 7 * day;
  const history = pastOf(one, limit);
  const trials: Trial[] = [];
  let periods: readonly Period[] = [];
  let profile: WorkProfile | null = null;
  let learnedAt = -Infinity, triedAt = -Infinity, moments = 0;
  for (const poll of one.polls) {
    const now = one.begin + poll * minute;
    if (now < firstAt - warmUpMs) continue;
    const percent = seen(limit, poll), resetsAt = limit.resetsAt[poll] ?? 0;
    const read: Limit = {
      ...{ kind: "window", id, title: { kind: id }, usedPercent: percent },
      resetsAt: resetsAt === 0 ? null : resetsAt,
    };
    periods = periodsAfter(
      periods,
      { account: "one", observedAt: now, source: "endpoint", limits: [read] },
      now,
    );
    const [period] = periods;
    if (now < firstAt || period === undefined || resetsAt === 0 || percent >= 100) continue;
    if (Math.floor(now / everyMs[id]) === Math.floor(triedAt / everyMs[id])) continue;
    const truth = truthAfter(limit, one, poll);
    if (truth === null) break;
    triedAt = now;
    moments++;
    if (now - learnedAt >= 7 * day) {
      learnedAt = now;
      const rows = history.filter(({ at }) => at >= now - learnedMs && at < now - quarterMs);
      profile = learnProfile({ account: "one", limit: id, windowMs, rows });
    }
    const said = forecast(period, now, profile);
    if (said === null) continue;
    const left = 100 - percent;
    trials.push({
      ...{ said, resetsAt, ...truth },
      line: now + left / (percent / (now - (resetsAt - windowMs))),
      lastHour: now + left / risePerMs(limit, poll),
    });
  }
  return { trials, moments };
}

/** Whole points, rounded down, as the vendor tells them. */
function seen({ percent }: SimulatedLimit, at: number): number {
  return Math.floor(percent[at] ?? 0);
}

/** As the history keeps it: a row for each quarter of an hour with a change, or after a long time without a look. */
function pastOf({ begin, polls }: Person, limit: SimulatedLimit): readonly PastQuarter[] {
  const rows: PastQuarter[] = [];
  let seenAt: number | null = null;
  for (const poll of polls) {
    const now = begin + poll * minute;
    const at = Math.floor(now / quarterMs) * quarterMs;
    const row = { at, last: seen(limit, poll), resetsAt: limit.resetsAt[poll] || null, seenBefore: seenAt };
    const before = rows.at(-1);
    const isSame = before?.last === row.last && before.resetsAt === row.resetsAt;
    if (!isSame || now - (seenAt ?? 0) > 2 * hour) {
      if (before?.at === at) rows[rows.length - 1] = { ...row, seenBefore: before.seenBefore };
      else rows.push(row);
    }
    seenAt = now;
  }
  return rows;
}

/** What becomes of the period. Null = its end is not simulated any more. */
function truthAfter(
  { percent, resetsAt }: SimulatedLimit,
  { begin, minutes }: Person,
  from: number,
): Pick<Trial, "ranOutAt" | "percentAtReset"> | null {
  const end = ((resetsAt[from] ?? 0) - begin) / minute;
  if (end > minutes) return null;
  for (let at = from; at < end; at++) {
    if ((percent[at] ?? 0) >= 100) return { ranOutAt: begin + at * minute, percentAtReset: 100 };
  }
  return { ranOutAt: null, percentAtReset: percent[end - 1] ?? 0 };
}

/** Percent per ms over the last hour, or since the begin of the window. */
function risePerMs(limit: SimulatedLimit, poll: number): number {
  const from = poll - 60;
  const before = limit.resetsAt[from] === limit.resetsAt[poll] ? seen(limit, from) : 0;
  return (seen(limit, poll) - before) / hour;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function shareOf<T>(all: readonly T[], isSo: (one: T) => boolean): number {
  return all.filter(isSo).length / all.length;
}
