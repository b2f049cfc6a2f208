/** history_report.ts with block_chart.ts and seen_until.ts. */
import { assert, assertEquals, fail } from "@std/assert";
import { blockLines, columnsOf } from "../../../src/core/history/block_chart.ts";
import type { HistoryAnswer } from "../../../src/core/history/history_query.ts";
import { historyReport } from "../../../src/core/history/history_report.ts";
import type { LimitRow } from "../../../src/core/history/limit_row.ts";
import { historyCommandEn } from "../../../src/core/language/en/history_command_messages.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { historyCommandVi } from "../../../src/core/language/vi/history_command_messages.ts";
import { vi } from "../../../src/core/language/vi/messages.ts";
import { day, hour } from "../../../src/core/time/units.ts";
import type { Reading } from "../../../src/core/usage/reading.ts";
import { july, t0 } from "../situations.ts";
import { sampleHistory } from "./history_samples.ts";

const english = { messages: en, words: historyCommandEn };
const lines = (answer: HistoryAnswer, words = english, readings: readonly Reading[] = []) =>
  historyReport(answer, readings, words).map(({ text }) => text);

Deno.test("historyReport() draws each limit, and says what was told and what waited", () => {
  assertEquals(lines(sampleHistory), [
    "Since 12 Jul 14:00",
    "",
    "Session               at most 100%, 13 Jul 14:00 · 1 reset seen · once at 100%",
    "100% │          ██",
    "     │          ██",
    "     │          ██",
    "  0% │▂         ██        ▁                                                  ▅",
    "          Mon       Tue       Wed        Thu       Fri       Sat        Sun",
    "",
    "Week                                    at most 59%, Fri 14:00 · no reset seen",
    "100% │",
    "     │                                                   ▃",
    "     │                                                   █",
    "  0% │                                                   █",
    "          Mon       Tue       Wed        Thu       Fri       Sat        Sun",
    "",
    "2 alerts were told.",
    "Agents waited for you 5 times, half of them for 48 s at most.",
  ]);
});

Deno.test("historyReport() fits into 80 columns in each language, whatever accounts and limits are called", () => {
  const name = "W".repeat(200);
  const answer: HistoryAnswer = {
    ...sampleHistory,
    limits: [
      ...sampleHistory.limits,
      ...sampleHistory.limits.map((limit) => ({
        ...limit,
        account: name,
        title: { kind: "named" as const, name },
      })),
    ],
  };
  for (const words of [english, { messages: vi, words: historyCommandVi }]) {
    for (const from of [t0 - hour, answer.from, t0 - 9.5 * day, t0 - 30 * day, t0 - 700 * day]) {
      for (const line of lines({ ...answer, from }, words)) {
        assert([...line].length <= 80, `${[...line].length} columns: ${line}`);
      }
    }
  }
});

Deno.test("historyReport() names accounts where there are several, dates of longer times, and says when nothing is known", () => {
  const limit = sampleHistory.limits[0] ?? fail();
  const limits = [limit, { ...limit, account: "two" }];
  const two = lines({ ...sampleHistory, from: t0 - 60 * day, limits });
  assertEquals(two.filter((line) => line.startsWith("Account")), ["Account one", "Account two"]);
  assert(two.some((line) => /^ +21 May +31 May .* 10 Jul$/.test(line)), two.join("\n"));
  assertEquals(lines({ ...sampleHistory, limits: [], alerts: [], waits: [] }), [
    "nothing is known since 12 Jul 14:00",
  ]);
});

function row(hours: number, last: number, seenBefore: number | null, rest: Partial<LimitRow> = {}): LimitRow {
  const seen = seenBefore === null ? null : t0 + seenBefore * hour;
  return {
    at: t0 + hours * hour,
    low: last,
    high: last,
    last,
    resetsAt: null,
    source: "",
    seenBefore: seen,
    ...rest,
  };
}

function columns(rows: readonly LimitRow[], readings: readonly Reading[] = []) {
  const limit = { account: "one", limit: "session", title: { kind: "session" as const }, rows };
  return columnsOf(limit, readings, { from: t0, to: t0 + 10 * hour, width: 10 });
}

Deno.test("columnsOf() shows what held as long as it was seen, and nothing where nobody looked", () => {
  assertEquals(columns([row(1, 20, null), row(5, 30, 3)]), [
    null,
    20,
    20,
    20,
    null,
    30,
    null,
    null,
    null,
    null,
  ]);
});

Deno.test("columnsOf() begins with what held before, and ends a percentage at its reset", () => {
  const before = row(-3, 40, null, { resetsAt: t0 + 2 * hour });
  assertEquals(columns([before, row(5, 1, 4.9)]).slice(0, 6), [40, 40, 40, null, null, 1]);
  assertEquals(columns([before, row(5, 1, 1.5)]).slice(0, 6), [40, 40, null, null, null, 1]);
});

Deno.test("columnsOf() shows the highest percentage of a column", () => {
  assertEquals(columns([row(2.1, 90, null), row(2.2, 10, 2.2), row(2.5, 0, 2.4, { high: 60 })])[2], 90);
});

Deno.test("columnsOf() shows the last row as long as the last reading says the same", () => {
  const session = july[0] ?? fail();
  const reading: Reading = {
    account: "one",
    observedAt: t0 + 6 * hour,
    source: "endpoint",
    limits: [session],
  };
  const shown = (last: number) => columns([row(4, last, null)], [reading]).slice(4);
  assertEquals(shown(15), [15, 15, 15, null, null, null]);
  assertEquals(shown(14), [14, null, null, null, null, null]);
});

Deno.test("blockLines() tells nothing from unknown, and 100 from more", () => {
  assertEquals(blockLines([null, 0, 1, 12.5, 50, 100, 130], 2), ["     ██", " ▁▁▂███"]);
});
