import { assertEquals } from "@std/assert";
import { historyCsv } from "../../../src/core/history/history_csv.ts";
import { historyJson } from "../../../src/core/history/history_json.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { sampleHistory } from "./history_samples.ts";

Deno.test("historyCsv() has a line for each row, alert and wait, in the order of time", () => {
  const [head, ...lines] = historyCsv(historyJson(sampleHistory, [], en));
  const count = sampleHistory.limits.flatMap(({ rows }) => rows).length + sampleHistory.alerts.length +
    sampleHistory.waits.length;
  assertEquals([lines.length, head?.split(",").length], [count, 16]);
  const times = lines.map((line) => line.split(",")[1] ?? "");
  assertEquals(times, times.toSorted());
  assertEquals(lines.map((line) => line.split(",")[0]), [
    ...["limit", "limit", "alert", "limit", "alert", "limit"],
    ...Array.from({ length: 5 }, () => "wait"),
    "limit",
  ]);
});

Deno.test("historyCsv() gives spreadsheets no formula, and keeps cells apart", () => {
  for (
    const [directory, cell] of [
      ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
      ["+1", "'+1"],
      ["-1", "'-1"],
      ["@SUM(1)", "'@SUM(1)"],
      ["\t=1", "'\t=1"],
      ["＝1", "'＝1"],
      ['a,"b"', '"a,""b"""'],
      ["=a\n=b", '"\'=a\n=b"'],
      ["/h/work", "/h/work"],
    ] as const
  ) {
    const wait = { at: 0, endedAt: null, agent: "opencode", directory, what: "run", answer: null };
    const [, line] = historyCsv(
      historyJson({ ...sampleHistory, limits: [], alerts: [], waits: [wait] }, [], en),
    );
    assertEquals(line, `wait,1970-01-01T00:00:00+00:00,,,,,,,,,run,,opencode,${cell},,`);
  }
});
