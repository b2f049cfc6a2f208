/** How far this machine's clock is from a server's, by the dates of its answers. */
import type { Host } from "../host/host.ts";
import { minute, second } from "../core/time/units.ts";

/** From here on a clock is wrong: what is less comes of the way, of answers out of a cache, and of whole seconds. */
const WRONG_MS = 5 * minute;
/** The clock has run on with the machine's own; more than this, and somebody has set it, or the machine was asleep. */
const SET_MS = 5_000;

/**
 * Epoch ms, to half a second: a `Date` has whole seconds. An answer out of a cache has that of its first day, and its `Age`.
 * Source: RFC 9110, 6.6.1; RFC 9111, 5.1.
 */
export function serverTime(headers: Headers): number | null {
  const date = Date.parse(headers.get("date") ?? "");
  const ageS = /^\d{1,9}$/.exec(headers.get("age")?.trim() ?? "")?.[0] ?? "0";
  return Number.isNaN(date) ? null : date + 500 + second * Number(ageS);
}

export interface ServerClock {
  /** An answer with these headers has come, to a question of `askedAt` (epoch ms). */
  saw(headers: Headers, askedAt: number): void;
  /** How far this machine's clock is ahead of the server's, in ms; 0 = it is right, or nothing is known of it. */
  skewMs(): number;
}

export function createServerClock(host: Pick<Host, "now">): ServerClock {
  let known: { readonly skewMs: number; readonly sinceMs: number } | null = null;
  /** Changes when the clock is set, and not while time passes. */
  const startedAt = () => host.now() - performance.now();
  return {
    saw(headers, askedAt) {
      const serverAt = serverTime(headers);
      if (serverAt === null) return;
      known = { skewMs: (askedAt + host.now()) / 2 - serverAt, sinceMs: startedAt() };
    },
    skewMs() {
      if (known === null || Math.abs(startedAt() - known.sinceMs) > SET_MS) return 0;
      // To the minute: no two answers say quite the same.
      return Math.abs(known.skewMs) < WRONG_MS ? 0 : Math.round(known.skewMs / minute) * minute;
    },
  };
}
