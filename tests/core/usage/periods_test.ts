/** How long a limit's period stays known after no reading names it any more. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type Period, periodsAfter } from "../../../src/core/usage/periods.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import type { Reading } from "../../../src/core/usage/reading.ts";
import { hour, t0, window } from "../situations.ts";

const day = 24 * hour;
const readingAt = (observedAt: number, limits: readonly Limit[]): Reading => ({
  account: "one",
  observedAt,
  source: "endpoint",
  limits,
});
const after = (periods: readonly Period[], observedAt: number, ...limits: Limit[]) =>
  periodsAfter(periods, readingAt(observedAt, limits), observedAt);
const names = (periods: readonly Period[]) => periods.map(({ limit }) => limit);
const session = (resetsAt: number | null) => window({ kind: "session" }, "session", 10, resetsAt);

Deno.test("periodsAfter() forgets a limit that no reading names any more a fortnight after its reset", () => {
  const periods = after([], t0, session(t0 + hour));
  assertEquals(names(after(periods, t0 + hour + 14 * day - 1)), ["session"]);
  assertEquals(names(after(periods, t0 + hour + 14 * day)), []);
});

Deno.test("periodsAfter() forgets a limit that never began a fortnight after it was seen last", () => {
  const periods = after(after([], t0, session(null)), t0 + day, session(null));
  assertEquals(names(after(periods, t0 + 15 * day - 1)), ["session"]);
  assertEquals(names(after(periods, t0 + 15 * day)), []);
});

Deno.test("periodsAfter() keeps the limits of another account as long", () => {
  const periods = after([], t0, session(t0 + hour));
  const other = (observedAt: number) => ({
    ...readingAt(observedAt, [session(observedAt + hour)]),
    account: "two",
  });
  const kept = (at: number) => periodsAfter(periods, other(at), at).map(({ account }) => account);
  assertEquals(kept(t0 + hour + 14 * day - 1), ["one", "two"]);
  assertEquals(kept(t0 + hour + 14 * day), ["two"]);
});
