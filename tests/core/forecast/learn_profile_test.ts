/** What is learned of a person's days from the rows of the history. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { learnProfile } from "../../../src/core/forecast/learn_profile.ts";
import { type PastQuarter, pastUse, quarterMs } from "../../../src/core/forecast/past_use.ts";
import { forecast } from "../../../src/core/forecast/forecast.ts";
import type { Period } from "../../../src/core/usage/periods.ts";
import { day, hour } from "../../../src/core/time/units.ts";

const monday = new Date(2026, 5, 1).getTime();
const week = 7 * day;

/** A week's limit that is used at two percent an hour, Monday to Friday from 9 to 17 o'clock; reset on Mondays at 0:00. */
function officeRows(weeks: number): readonly PastQuarter[] {
  const rows: PastQuarter[] = [];
  let seenBefore: number | null = null;
  for (let quarter = 0; quarter < weeks * week / quarterMs; quarter++) {
    const at = monday + quarter * quarterMs;
    const last = usedAt(at + quarterMs);
    const before = rows.at(-1);
    if (before?.last !== last) {
      rows.push({ at, last, resetsAt: monday + Math.ceil((at - monday + 1) / week) * week, seenBefore });
    }
    seenBefore = at + quarterMs - 1;
  }
  return rows;
}

function usedAt(at: number): number {
  const date = new Date(at - 1);
  const weekday = (date.getDay() + 6) % 7;
  const hours = Math.min(8, Math.max(0, (at - date.setHours(9, 0, 0, 0)) / hour));
  return Math.floor(weekday >= 5 ? 80 : weekday * 16 + hours * 2);
}

const learned = (weeks: number) =>
  learnProfile({ account: "one", limit: "week", windowMs: week, rows: officeRows(weeks) });

Deno.test("learnProfile() knows when a person works", () => {
  const profile = learned(6);
  assert(profile !== null);
  const of = (weekday: number, hourOfDay: number) => profile.usual[weekday * 24 + hourOfDay] ?? NaN;
  assertAlmostEquals(of(1, 11), 2, 0.2);
  assertAlmostEquals(of(3, 15), 2, 0.2);
  assertAlmostEquals(of(1, 3), 0, 0.05);
  assertAlmostEquals(of(5, 11), 0, 0.05);
});

Deno.test("learnProfile() says nothing from a week", () => assertEquals(learned(1), null));

Deno.test("forecast() knows that the weekend is free where a person's days are known", () => {
  // Friday at noon: 4 x 16 and 3 x 2 percent; 10 more until five o'clock, and then none.
  const now = monday + 6 * week + 4 * day + 12 * hour;
  const samples = Array.from(
    { length: 100 },
    (_, index) => ({ at: now - (99 - index) * hour, percent: usedAt(now - (99 - index) * hour) }),
  );
  const period: Period = {
    ...{ account: "one", limit: "week", title: { kind: "week" }, startedAt: samples[0]?.at ?? 0 },
    ...{ resetsAt: monday + 7 * week, anchorAt: null, peakPercent: 70, samples, ended: null },
  };
  const known = forecast(period, now, learned(6)), unknown = forecast(period, now, null);
  assert(known?.kind === "lasts");
  assertAlmostEquals(known.percent, 80, 3);
  assertEquals(unknown?.kind, "runs-out");
});

Deno.test("pastUse() spreads what nobody saw, and knows nothing of what was used up", () => {
  const row = (quarter: number, last: number, resetQuarter: number, seen: number | null): PastQuarter => ({
    at: monday + quarter * quarterMs,
    last,
    resetsAt: monday + resetQuarter * quarterMs,
    seenBefore: seen === null ? null : monday + seen * quarterMs,
  });
  const { used } = pastUse(
    [row(0, 10, 20, null), row(2, 14, 20, 2), row(6, 22, 20, 2), row(8, 100, 20, 8), row(23, 6, 40, 22)],
    20 * quarterMs,
  );
  assertEquals([...used.subarray(1, 9)], [0, 4, 2, 2, 2, 2, 0, 78]);
  assert(used.subarray(9, 20).every(Number.isNaN));
  assertEquals([...used.subarray(20)], [0, 0, 0, 6]);
});
