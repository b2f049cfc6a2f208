/**
 * People who use up their limits, made up from a seed: when they work and how hard, what the vendor counts of it, and what a program
 * sees that asks every five minutes, when it can.
 */
import { day, hour, minute } from "../../../src/core/time/units.ts";

export const peopleKinds = ["steady", "bursty", "office hours", "night owl", "weekend"] as const;
export type PersonKind = typeof peopleKinds[number];

/** One limit of a person: what is true at each minute, and what is seen. */
export interface SimulatedLimit {
  readonly id: "session" | "week";
  /** Percent used, not rounded. */
  readonly percent: Float64Array;
  /** Epoch ms of the reset; 0 = the window has not begun. */
  readonly resetsAt: Float64Array;
}

export interface Person {
  readonly kind: PersonKind;
  /** Epoch ms of minute 0: a Monday, 0:00 local time. */
  readonly begin: number;
  readonly minutes: number;
  readonly session: SimulatedLimit;
  readonly week: SimulatedLimit;
  /** The minutes at which the program gets an answer, rising. */
  readonly polls: readonly number[];
}

/** Random numbers in [0, 1) from a seed (mulberry32). */
export type Chance = () => number;
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, 1 | state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

const monday = new Date(2026, 0, 5).getTime();
const minutesOfDay = 24 * 60;
const minutesOfWeek = 7 * minutesOfDay;

export function person(kind: PersonKind, seed: number, weeks: number): Person {
  const chance = chanceFrom(seed * 7919 + peopleKinds.indexOf(kind));
  const minutes = weeks * minutesOfWeek;
  const wanted = wantedUse(kind, minutes, chance);
  // In a week of theirs they want from four fifths to one and a half of what a week has.
  const perWeek = mean([0, 1, 2, 3].map((week) => served(wanted, week * minutesOfWeek, minutesOfWeek)));
  const share = (80 + 70 * chance()) / perWeek;
  const weekReset = Math.floor(chance() * 7 * 24) * 60;
  return {
    kind,
    begin: monday,
    minutes,
    ...counted(wanted, share, weekReset),
    polls: polls(minutes, chance),
  };
}

/** Percent of a session that the person would use in each minute, if nothing stopped them. */
function wantedUse(kind: PersonKind, minutes: number, chance: Chance): Float64Array {
  const wanted = new Float64Array(minutes);
  const usual = between(chance, 22, 42);
  if (kind === "steady") {
    // Agents that work around the clock, now a little faster, now a little slower.
    let drift = 0;
    for (let at = 0; at < minutes; at++) {
      drift = drift * 0.995 + 0.015 * normal(chance);
      wanted[at] = usual * 0.7 / 60 * Math.exp(drift) * (0.5 + chance());
    }
    return wanted;
  }
  const { on, off } = kind === "bursty" ? { on: 35, off: 50 } : { on: 60, off: 15 };
  for (let begin = 0; begin < minutes; begin += minutesOfDay) {
    const today = usual * Math.exp(0.25 * normal(chance)) * (kind === "bursty" ? 1.8 : 1);
    for (const [from, to] of worktimes(kind, begin / minutesOfDay % 7, chance)) {
      let working = true, until = from + exponential(chance, on), pace = today;
      for (let at = from; at < to; at++) {
        if (at >= until) {
          working = !working;
          until = at + exponential(chance, working ? on : off);
          pace = today * Math.exp((kind === "bursty" ? 0.5 : 0.25) * normal(chance));
        }
        const minuteOfAll = begin + Math.floor(at);
        if (working && minuteOfAll < minutes) wanted[minuteOfAll] = pace / 60 * 2 * chance();
      }
    }
  }
  return wanted;
}

/** Minutes of the day from which and to which they work; beyond 1440 it is the next morning. `weekday`: 0 = Monday. */
function worktimes(
  kind: PersonKind,
  weekday: number,
  chance: Chance,
): readonly (readonly [number, number])[] {
  const about = (hours: number, spread = 20) => hours * 60 + spread * normal(chance);
  const isWeekend = weekday >= 5;
  switch (kind) {
    case "steady":
      return [];
    case "bursty":
      return [[about(8), about(24)]];
    case "office hours":
      if (isWeekend || chance() < 0.06) return [];
      return [[about(9), about(12.5, 10)], [about(13.5, 10), about(18, 30)]];
    case "night owl":
      return chance() < 0.1 ? [] : [[about(20, 30), about(27, 40)]];
    case "weekend":
      if (isWeekend) return [[about(10, 30), about(13, 15)], [about(14, 15), about(22, 40)]];
      return chance() < 0.5 ? [] : [[about(20, 30), about(21.5, 20)]];
  }
}

/** How much of what is wanted in that time the sessions allow. */
function served(wanted: Float64Array, from: number, count: number): number {
  let sum = 0, level = 0, end = 0;
  for (let at = from; at < from + count; at++) {
    const use = wanted[at] ?? 0;
    if (at >= end && use > 0) {
      level = 0;
      end = at + 300;
    }
    const taken = Math.min(use, 100 - level);
    level += taken;
    sum += taken;
  }
  return sum;
}

/** What the vendor counts. `share`: of a week, that one percent of a session is. */
function counted(
  wanted: Float64Array,
  share: number,
  weekReset: number,
): { readonly session: SimulatedLimit; readonly week: SimulatedLimit } {
  const arrays = () => ({
    percent: new Float64Array(wanted.length),
    resetsAt: new Float64Array(wanted.length),
  });
  const session = { id: "session" as const, ...arrays() }, week = { id: "week" as const, ...arrays() };
  let ofSession = 0, sessionEnd = 0, ofWeek = 0, weekEnd = weekReset;
  for (let at = 0; at < wanted.length; at++) {
    if (at >= weekEnd) {
      ofWeek = 0;
      weekEnd += minutesOfWeek;
    }
    const use = ofWeek >= 100 ? 0 : wanted[at] ?? 0;
    if (at >= sessionEnd) {
      ofSession = 0;
      if (use > 0) sessionEnd = at + 300;
    }
    const taken = Math.min(use, 100 - ofSession, (100 - ofWeek) / share);
    ofSession = Math.min(100, ofSession + taken);
    ofWeek = ofWeek + taken * share > 99.999999 ? 100 : ofWeek + taken * share;
    session.percent[at] = ofSession > 99.999999 ? 100 : ofSession;
    session.resetsAt[at] = at < sessionEnd ? monday + sessionEnd * minute : 0;
    week.percent[at] = ofWeek;
    week.resetsAt[at] = monday + weekEnd * minute;
  }
  return { session, week };
}

/** Every five minutes; now and then a gap, of minutes or of hours. */
function polls(minutes: number, chance: Chance): readonly number[] {
  const result: number[] = [];
  for (let at = 1; at < minutes; at += 5) {
    if (chance() < 0.01) at += Math.floor(chance() < 0.8 ? between(chance, 5, 40) : between(chance, 60, 360));
    if (at < minutes) result.push(at);
  }
  return result;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function between(chance: Chance, low: number, high: number): number {
  return low + (high - low) * chance();
}

function exponential(chance: Chance, meanOf: number): number {
  return -Math.log(1 - chance()) * meanOf;
}

function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

export const lengthOf = { session: 5 * hour, week: 7 * day } as const;
