/** How far this machine's clock is from a server's clock, by the dates of the server's answers. */
import type { Host } from "../host/host.ts";
import { minute, second } from "../core/time/units.ts";

/**
 * From this difference on the clock counts as wrong. Smaller ones come from the network, from caches, and from dates in
 * whole seconds. The menu says from here on that the clock is wrong; an alert says it later (`alerts/kinds/clock.ts`), `doctor` sooner
 * (`commands/doctor/clock_check.ts`).
 */
const COUNTS_AS_WRONG_MS = 5 * minute;
/**
 * If the clock has moved by this much more than the machine's steady clock, somebody has set it, or the machine was
 * asleep.
 */
const SET_MS = 5_000;

/**
 * Epoch ms, exact to half a second because a `Date` header has whole seconds. An answer from a cache has its original
 * date, and its `Age`.
 * Source: RFC 9110, 6.6.1; RFC 9111, 5.1.
 */
export function serverTime(headers: Headers): number | null {
  const date = Date.parse(headers.get("date") ?? "");
  const ageS = /^\d{1,9}$/.exec(headers.get("age")?.trim() ?? "")?.[0] ?? "0";
  return Number.isNaN(date) ? null : date + 500 + second * Number(ageS);
}

export interface ServerClock {
  /** Takes in the headers of an answer to a request that was sent at `askedAt` (epoch ms). */
  saw(headers: Headers, askedAt: number): void;
  /** How many ms this machine's clock is ahead of the server's; 0 = it is right, or nothing is known. */
  skewMs(): number;
}

export function createServerClock(host: Pick<Host, "now">): ServerClock {
  let known: { readonly skewMs: number; readonly sinceMs: number } | null = null;
  /** Changes when somebody sets the clock, but not while time passes. */
  const startedAt = () => host.now() - performance.now();
  return {
    saw(headers, askedAt) {
      const serverAt = serverTime(headers);
      if (serverAt === null) return;
      known = { skewMs: (askedAt + host.now()) / 2 - serverAt, sinceMs: startedAt() };
    },
    skewMs() {
      if (known === null || Math.abs(startedAt() - known.sinceMs) > SET_MS) return 0;
      // Rounded to a minute, because each answer gives a slightly different value.
      return Math.abs(known.skewMs) < COUNTS_AS_WRONG_MS ? 0 : Math.round(known.skewMs / minute) * minute;
    },
  };
}
