import { assertEquals } from "@std/assert";
import { momentOf, sinceGiven } from "../../../src/core/history/given_times.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";

const now = Date.UTC(2026, 6, 20, 12);

for (
  const [given, at] of [
    ["2026-07-20T12:00:00Z", now],
    ["2026-07-20T17:45:00+05:45", now],
    [now, now],
    [now / 1000, now],
    [0, 0],
    ["yesterday", null],
    [NaN, null],
    [-1, null],
    [Infinity, null],
    [9e15, null],
  ] as const
) {
  Deno.test(`momentOf(${given})`, () => assertEquals(momentOf(given), at));
}

for (
  const [given, at] of [
    ["7d", now - 7 * day],
    ["36h", now - 36 * hour],
    ["90m", now - 90 * minute],
    ["2w", now - 14 * day],
    ["1.5d", now - 36 * hour],
    ["2026-07-01", new Date(2026, 6, 1).getTime()],
    ["2026-07-01T00:00:00Z", Date.UTC(2026, 6, 1)],
    ["2026-07-21", null],
    ["2026-13-01", null],
    ["0d", null],
    ["-1d", null],
    ["7", null],
    ["7y", null],
    ["", null],
    ["999999w", null],
    ["1 July 2026", null],
  ] as const
) {
  Deno.test(`sinceGiven(${JSON.stringify(given)})`, () => assertEquals(sinceGiven(given, now), at));
}
