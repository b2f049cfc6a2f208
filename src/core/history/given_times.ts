/** Times and spans as people and programs give them. */
import { day, hour, minute, second } from "../time/units.ts";

/** Numbers below this are seconds: as ms they would be in March 1973. */
const leastMs = 1e11;
const units = { m: minute, h: hour, d: day, w: 7 * day };

/** Epoch ms of a time in ISO 8601, of epoch seconds or of epoch ms; null = it is none. */
export function momentOf(given: string | number): number | null {
  const at = typeof given === "string" ? Date.parse(given) : given < leastMs ? given * second : given;
  return Number.isFinite(at) && at >= 0 && at <= 8.64e15 ? at : null;
}

/** The beginning that "7d", "36h", "90m", "2w" or a date means at `now`; null = it is none of these, or not in the past. */
export function sinceGiven(given: string, now: number): number | null {
  const [, count, unit] = /^(\d{1,6}(?:\.\d+)?)\s*([mhdw])$/.exec(given) ?? [];
  const at = unit === undefined
    ? /^\d{4}-\d{2}-\d{2}/.test(given) ? momentOf(localIfDay(given)) : null
    : now - Number(count) * units[unit as keyof typeof units];
  return at !== null && at >= 0 && at < now ? at : null;
}

/** A day alone begins at midnight here, not in UTC. */
function localIfDay(given: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00` : given;
}
