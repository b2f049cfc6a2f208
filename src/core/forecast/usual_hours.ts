/** How much of a limit a person usually uses in each hour of the week, by their local time. */
import { hour, minute } from "../time/units.ts";

/** Percent of the limit in each of the 168 hours of a week, from Monday 0:00 local time on. */
export type UsualHours = readonly number[];

export const hoursOfWeek = 168;
const hoursOfDay = 24;
/** What is seen of one hour of the week counts beside this many weeks of what is usual at that time of day. */
const doubtWeeks = 1.5;

/** The hour of the week that `at` is in, 0-167. */
export function hourOfWeek(at: number): number {
  const date = new Date(at);
  return (date.getDay() + 6) % 7 * hoursOfDay + date.getHours();
}

/** Epoch ms at which the next hour of the wall clock begins: some zones are off by half or three quarters of an hour. */
export function nextHourAt(at: number): number {
  const date = new Date(at);
  const passed = date.getMinutes() * minute + date.getSeconds() * 1000 + date.getMilliseconds();
  return at - passed + hour;
}

/** How much was used in each hour of the week, in all, and for how many hours that is known. */
export interface HourSums {
  readonly used: readonly number[];
  readonly hours: readonly number[];
}

/**
 * What is usual in each hour of the week. An hour that was seen in few weeks leans on the same time of other days, working days and
 * weekends apart.
 */
export function usualHours({ used, hours }: HourSums): UsualHours {
  const alike = (hourOf: number) => {
    const isWeekend = hourOf >= 5 * hoursOfDay;
    const days = isWeekend ? [5, 6] : [0, 1, 2, 3, 4];
    let sum = 0, count = 0;
    for (const weekday of days) {
      const index = weekday * hoursOfDay + hourOf % hoursOfDay;
      sum += used[index] ?? 0;
      count += hours[index] ?? 0;
    }
    return count === 0 ? 0 : sum / count;
  };
  return Array.from(
    { length: hoursOfWeek },
    (_, index) => ((used[index] ?? 0) + doubtWeeks * alike(index)) / ((hours[index] ?? 0) + doubtWeeks),
  );
}
