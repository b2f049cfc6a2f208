/** The request budget: how many requests an hour may have, and when there is room for one more. */
import { hour } from "../time/units.ts";

/**
 * The requests of the last hour. A clock that was set back leaves times in the future: those within an hour still count, others mean
 * nothing.
 */
export function requestsWithinHour(requests: readonly number[], now: number): readonly number[] {
  return requests.filter((at) => Math.abs(now - at) < hour);
}

/** Epoch ms from which there is room for one more of `allowed` requests an hour; in the past = there is now. */
export function roomForRequestAt(requests: readonly number[], allowed: number, now: number): number {
  const recent = requestsWithinHour(requests, now).toSorted((a, b) => a - b);
  const last = recent[recent.length - allowed];
  return last === undefined ? 0 : last + hour;
}
