/**
 * The course of a limit in its period: how much was used, and when. Percentages come in whole points, rounded down, and some of the
 * time nobody looks: so the moment at which a point was reached tells more than how long it stood.
 */
import type { Sample } from "../usage/periods.ts";

/** How much of a limit was used at a moment, in percent, not rounded. */
export interface CoursePoint {
  /** Epoch ms. */
  readonly at: number;
  readonly percent: number;
}

/** Percentages come in points of this size. */
const point = 1;
/** The last reading is taken to be at most so much of a point above what it says. */
const mostOfPoint = 0.8;

/** The course from the begin of the window to the last sample: the moments at which it rose. */
export function courseOf(samples: readonly Sample[], startsAt: number): readonly CoursePoint[] {
  const course: CoursePoint[] = [{ at: startsAt, percent: 0 }];
  let before: Sample = { at: startsAt, percent: 0 };
  for (const sample of samples) {
    if (sample.at <= startsAt) continue;
    const rise = sample.percent - before.percent;
    if (rise > 0 && rise <= point) course.push({ at: (before.at + sample.at) / 2, percent: sample.percent });
    else if (rise > point) course.push({ at: sample.at, percent: sample.percent + point / 2 });
    before = sample;
  }
  const last = course.at(-1);
  if (last === undefined || before.at <= last.at) return course;
  // Since the last rise it has gone on, but by less than a point.
  const perMs = last.percent / Math.max(1, last.at - startsAt);
  const since = perMs * (before.at - last.at);
  return [...course, {
    at: before.at,
    percent: Math.max(last.percent, Math.min(before.percent + mostOfPoint, last.percent + since)),
  }];
}

/** How much was used at `at`, on the line between the points. */
export function usedAt(course: readonly CoursePoint[], at: number): number {
  let before = course[0];
  if (before === undefined || at <= before.at) return before?.percent ?? 0;
  for (const next of course) {
    if (next.at >= at) {
      const part = next.at === before.at ? 1 : (at - before.at) / (next.at - before.at);
      return before.percent + (next.percent - before.percent) * part;
    }
    before = next;
  }
  return before.percent;
}
