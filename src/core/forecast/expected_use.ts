/**
 * How much more of a limit will be used, by three things: how fast it went in this period, how fast it goes now, and what is usual at
 * each hour ahead. How much each counts is a *mix*.
 */
import { hour } from "../time/units.ts";
import { hourOfWeek, nextHourAt, type UsualHours } from "./usual_hours.ts";

/** What is known of a period at a moment. */
export interface Standing {
  /** Epoch ms of the last sample. */
  readonly at: number;
  /** Epoch ms at which the window began, and of its reset. */
  readonly startsAt: number;
  readonly resetsAt: number;
  /** Percent used since it began. */
  readonly used: number;
  /** Percent used in the time from `from` to `at`. */
  readonly usedSince: (from: number) => number;
}

/** How the three are mixed. */
export interface Mix {
  /** The present rate is taken from this much time. */
  readonly recentMs: number;
  /** It has lost most of its weight after this time; 0 = it has none. */
  readonly fadeMs: number;
  /** This many percent of what is usual count as much as as many percent of this period. */
  readonly usualPercent: number;
  /** Whether a person goes on evenly, at what is usual while they work, or by what is usual at each hour. */
  readonly goesOn: "evenly" | "by hours";
}

/** A mix for when a limit runs out: whoever runs out goes on `hurry` times as fast as is expected of all. */
export type TimeMix = Mix & { readonly hurry: number };

/** What is usual. */
export interface Usual {
  /** Percent that are usually used between two moments, epoch ms. */
  readonly use: (from: number, to: number) => number;
  /** Percent an hour, while they work. */
  readonly pace: number;
}

/** Where nothing usual is known, every hour is like every other. */
const unknown: Usual = { use: (from, to) => (to - from) / hour, pace: 1 };

/** The use that is expected from the last sample on: entry `i` is the percent until `i` steps later. `usual`: null = not known. */
export function expectedUse(
  { at, startsAt, resetsAt, used, usedSince }: Standing,
  usual: Usual | null,
  { recentMs, fadeMs, usualPercent, goesOn }: Mix,
  stepMs: number,
): Float64Array {
  const { use, pace } = usual ?? unknown;
  const weight = usual === null ? 0 : usualPercent;
  const shape = goesOn === "evenly" ? (from: number, to: number) => pace * (to - from) / hour : use;
  // How much more or less than usual it is in this period.
  const scale = (used + weight) / Math.max(shape(startsAt, at) + weight, 0.01);
  const since = Math.max(startsAt, at - recentMs);
  const excess = (usedSince(since) - scale * shape(since, at)) / Math.max(1, at - since);
  const steps = Math.max(1, Math.ceil((resetsAt - at) / stepMs));
  const result = new Float64Array(steps + 1);
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const from = at + step * stepMs;
    const to = Math.min(resetsAt, from + stepMs);
    const fading = fadeMs === 0
      ? 0
      : excess * fadeMs * (Math.exp((at - from) / fadeMs) - Math.exp((at - to) / fadeMs));
    sum += Math.max(0, scale * shape(from, to) + fading);
    result[step + 1] = sum;
  }
  return result;
}

export function usualOf(hours: UsualHours): Usual {
  return { use: (from, to) => usualUse(hours, from, to), pace: usualPace(hours) };
}

function usualUse(hours: UsualHours, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to;) {
    const end = Math.min(to, nextHourAt(at));
    sum += (hours[hourOfWeek(at)] ?? 0) * (end - at) / hour;
    at = end;
  }
  return sum;
}

/** The mean over what is used, not over the hours: those in which little is used count little. */
export function usualPace(hours: UsualHours): number {
  const sum = (of: (percent: number) => number) => hours.reduce((total, percent) => total + of(percent), 0);
  const all = sum((percent) => percent);
  return all === 0 ? 0 : sum((percent) => percent ** 2) / all;
}
