import { assertEquals } from "@std/assert";
import { limitSummary, waitSummary } from "../../../src/core/history/history_summary.ts";
import type { LimitRow } from "../../../src/core/history/limit_row.ts";
import { hour } from "../../../src/core/time/units.ts";

const noon = Date.UTC(2026, 6, 20, 12);

/** `hours` after noon; `reset` likewise. */
function row(hours: number, last: number, reset: number | null, rest: Partial<LimitRow> = {}): LimitRow {
  const resetsAt = reset === null ? null : noon + reset * hour;
  return {
    at: noon + hours * hour,
    low: last,
    high: last,
    last,
    resetsAt,
    source: "",
    seenBefore: null,
    ...rest,
  };
}

const cases: readonly {
  readonly name: string;
  readonly rows: readonly LimitRow[];
  readonly gives: readonly [peak: number, at: number, resets: number, timesSpent: number] | null;
}[] = [
  { name: "no rows", rows: [], gives: null },
  { name: "one row", rows: [row(1, 30, 5)], gives: [30, 1, 0, 0] },
  {
    name: "a row of before counts with what it ended with, from the begin on",
    rows: [row(-1, 30, 5, { high: 90 }), row(1, 20, 5)],
    gives: [30, 0, 1, 0],
  },
  {
    name: "resets in due time, also where the next window has not begun",
    rows: [row(0, 30, 5), row(5.1, 0, null), row(6, 1, 11), row(11.1, 2, 16)],
    gives: [30, 0, 2, 0],
  },
  { name: "a reset that is put off is none", rows: [row(0, 30, 5), row(1, 31, 6)], gives: [31, 1, 0, 0] },
  { name: "an early reset", rows: [row(0, 30, 5), row(1, 2, 5)], gives: [30, 0, 1, 0] },
  {
    name: "100 % and more, twice",
    rows: [row(0, 100, 5), row(1, 101, 5), row(5.1, 10, 10), row(6, 50, 10, { high: 100, low: 10 })],
    gives: [101, 1, 1, 2],
  },
];

for (const { name, rows, gives } of cases) {
  Deno.test(`limitSummary(): ${name}`, () => {
    const summary = limitSummary(rows, noon);
    assertEquals(
      summary === null
        ? null
        : [summary.peak.percent, (summary.peak.at - noon) / hour, summary.resets, summary.timesSpent],
      gives === null ? null : [...gives],
    );
  });
}

Deno.test("waitSummary() counts all, and takes the median of those whose end was seen", () => {
  const wait = (took: number | null, answer: "elsewhere" | "gone" | null = "elsewhere") => ({
    ...{ at: noon, endedAt: took === null ? null : noon + took, agent: "", directory: "", what: "run" },
    answer: took === null ? null : answer,
  });
  assertEquals(waitSummary([]), { count: 0, medianMs: null });
  assertEquals(waitSummary([wait(null), wait(9, "gone")]), { count: 2, medianMs: null });
  assertEquals(waitSummary([wait(5), wait(null), wait(1), wait(100)]), { count: 4, medianMs: 5 });
  assertEquals(waitSummary([wait(5), wait(2), wait(9, "gone")]), { count: 3, medianMs: 3.5 });
  // The clock was set back.
  assertEquals(waitSummary([wait(-5)]), { count: 1, medianMs: 0 });
});
