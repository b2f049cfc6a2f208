/** The courses of limits as other programs get them to draw: so far, with even use, and as they are expected to go on. */
import type { CoursePoint } from "../forecast/course.ts";
import { projectedCourse } from "../forecast/projected_course.ts";
import { profileOf } from "../forecast/work_profile.ts";
import type { Messages } from "../language/messages.ts";
import type { State } from "../state.ts";
import { isoTime } from "../time/iso_time.ts";
import { periodsOf } from "../usage/current_usage.ts";

export interface CoursePointJson {
  readonly time: string;
  readonly percent: number;
}

export interface BandPointJson extends CoursePointJson {
  /** Nine times of ten it is between these. */
  readonly low: number;
  readonly high: number;
}

export interface CourseJson {
  readonly account: string;
  readonly id: string;
  readonly name: string;
  /** From the begin of the window to the last reading. */
  readonly past: readonly CoursePointJson[];
  /** Its two ends. */
  readonly even: readonly CoursePointJson[];
  /** From the last reading to the reset. */
  readonly ahead: readonly BandPointJson[];
}

/** Of every limit of every account, or of those that are asked for; those of which too little is known are left out. */
export function courseJsons(
  state: State,
  now: number,
  messages: Messages,
  { account, limit }: { readonly account?: string; readonly limit?: string } = {},
): readonly CourseJson[] {
  return periodsOf(state)
    .filter((one) => (account ?? one.account) === one.account && (limit ?? one.limit) === one.limit)
    .flatMap((period) => {
      const course = projectedCourse(period, now, profileOf(state.profiles, period));
      return course === null ? [] : [{
        account: period.account,
        id: period.limit,
        name: messages.limitName(period.title),
        past: course.past.map(pointJson),
        even: course.even.map(pointJson),
        ahead: course.ahead.map((point) => ({
          ...pointJson(point),
          low: hundredths(point.low),
          high: hundredths(point.high),
        })),
      }];
    });
}

function pointJson({ at, percent }: CoursePoint): CoursePointJson {
  return { time: isoTime(at), percent: hundredths(percent) };
}

function hundredths(percent: number): number {
  return Math.round(percent * 100) / 100;
}
