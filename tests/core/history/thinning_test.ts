import { assertEquals } from "@std/assert";
import type { LimitRow } from "../../../src/core/history/limit_row.ts";
import { keptSince, quarterMs, quarterOf, together } from "../../../src/core/history/thinning.ts";
import { day, minute } from "../../../src/core/time/units.ts";

const noon = Date.UTC(2026, 6, 20, 12);

function row(minutes: number, last: number, seenBefore: number | null = null): LimitRow {
  return {
    ...{ at: noon + minutes * minute, low: last, high: last, last, resetsAt: noon, source: "endpoint" },
    seenBefore: seenBefore === null ? null : noon + seenBefore * minute,
  };
}

function short(rows: readonly LimitRow[]) {
  return rows.map(({ at, low, high, last, seenBefore }) =>
    [
      (at - noon) / minute,
      low,
      high,
      last,
      seenBefore === null ? null : (seenBefore - noon) / minute,
    ] as const
  );
}

Deno.test("together() gives the lowest, highest and last percentage of each quarter", () => {
  const rows = [row(1, 10), row(4, 40, 2), row(14, 20, 13), row(31, 5, 14)];
  assertEquals(short(together(rows, quarterOf)), [[0, 10, 40, 20, null], [30, 5, 5, 5, 14]]);
});

Deno.test("together() counts what still held when the time began, if it was seen then", () => {
  const before = row(-5, 90);
  assertEquals(short(together([row(1, 10, 0)], quarterOf, before)), [[0, 10, 90, 10, 0]]);
  assertEquals(short(together([row(1, 10, -1)], quarterOf, before)), [[0, 10, 10, 10, -1]]);
  assertEquals(short(together([row(1, 10)], quarterOf, before)), [[0, 10, 10, 10, null]]);
});

Deno.test("together() gives the same for quarters as for the changes in them", () => {
  const rows = Array.from({ length: 200 }, (_, index) => row(index * 7, (index * 37) % 101, index * 7 - 3));
  const byDay = (at: number) => Math.floor(at / day) * day;
  assertEquals(together(together(rows, quarterOf), byDay), together(rows, byDay));
});

Deno.test("keptSince() gives begins of quarters, 60 days and two years ago", () => {
  const { exact, all } = keptSince(noon + 7 * minute);
  assertEquals([(noon - exact) / day, (noon - all) / day], [60, 730]);
  assertEquals([exact % quarterMs, all % quarterMs], [0, 0]);
});
