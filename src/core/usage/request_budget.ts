/** The request budget: how often a vendor may be asked with one login, and when there is room for one more request. */
import type { Settings } from "../settings.ts";
import { hour } from "../time/units.ts";

/** How often a vendor may be asked with one login. Settings can lower it, never raise it. */
export interface RequestBudget {
  /** Requests an hour at most, a person's "refresh now" among them. */
  readonly maxPerHour: number;
  /** How many of them the scheduled requests leave to a person and to resets. */
  readonly sparePerHour: number;
  /** The shortest time between two scheduled requests, in ms. */
  readonly shortestPollMs: number;
  /** The longest time between two scheduled requests while a limit is near, in ms. */
  readonly nearPollMs: number;
}

/** How many requests are allowed in an hour, by the settings and by the budget of a login; null = there is no login. */
export function allowedPerHour(usage: Settings["usage"], budget: RequestBudget | null): number {
  return Math.min(usage.max_requests_per_hour, budget?.maxPerHour ?? Infinity);
}

/**
 * The requests of the last hour. After a clock was set back there can be requests in the future: those within an hour still count, the
 * others do not.
 */
export function requestsWithinHour(requests: readonly number[], now: number): readonly number[] {
  return requests.filter((at) => Math.abs(now - at) < hour);
}

/** Epoch ms from which there is room for one more of `allowed` requests an hour; a time in the past = there is room now. */
export function roomForRequestAt(requests: readonly number[], allowed: number, now: number): number {
  const recent = requestsWithinHour(requests, now).toSorted((a, b) => a - b);
  const last = recent[recent.length - allowed];
  return last === undefined ? 0 : last + hour;
}
