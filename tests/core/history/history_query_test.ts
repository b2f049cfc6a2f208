import { assertEquals } from "@std/assert";
import { beginOf, maxRows, resolutionFor } from "../../../src/core/history/history_query.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";

const now = Date.UTC(2026, 6, 20, 12);

for (
  const { days, limits, raw, quarters, wanted, gives } of [
    { days: 7, limits: 3, raw: maxRows, quarters: 10, wanted: "raw", gives: "raw" },
    { days: 7, limits: 3, raw: maxRows + 1, quarters: maxRows, wanted: "raw", gives: "quarter" },
    { days: 7, limits: 3, raw: 9, quarters: 9, wanted: "day", gives: "day" },
    // So many quarters cannot be in that time, however many rows were counted.
    { days: 7, limits: 3, raw: 1e6, quarters: 1e6, wanted: "raw", gives: "quarter" },
    { days: 30, limits: 6, raw: 1e6, quarters: 1e6, wanted: "quarter", gives: "hour" },
    { days: 730, limits: 9, raw: 1e6, quarters: 1e6, wanted: "raw", gives: "day" },
  ] as const
) {
  Deno.test(`resolutionFor() gives ${gives} for ${raw} changes of ${limits} limits in ${days} days, asked for ${wanted}`, () => {
    const query = { from: now - days * day, to: now, resolution: wanted };
    assertEquals(resolutionFor(query, limits, (what) => what === "raw" ? raw : quarters), gives);
  });
}

/** Where the test runs, as its process has it; and zones that differ by quarters, and change their clocks. */
function inZone(zone: string, work: string): string {
  const { stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--ext=ts",
      `import { beginOf } from ${
        JSON.stringify(import.meta.resolve("../../../src/core/history/history_query.ts"))
      };\n${work}`,
    ],
    env: { TZ: zone },
  }).outputSync();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

Deno.test("beginOf() gives hours and days of local time", () => {
  const at = new Date(2026, 6, 20, 14, 38).getTime();
  assertEquals(beginOf("quarter")(at), new Date(2026, 6, 20, 14, 30).getTime());
  assertEquals(beginOf("hour")(at), new Date(2026, 6, 20, 14).getTime());
  assertEquals(beginOf("day")(at), new Date(2026, 6, 20).getTime());
});

Deno.test("beginOf() is right where the zone differs by quarters, and where an hour comes twice", () => {
  const shown = (zone: string, of: "hour" | "day", times: readonly number[]) =>
    inZone(zone, `console.log(JSON.stringify(${JSON.stringify(times)}.map(beginOf("${of}"))))`).trim();
  // 17:45 in Kathmandu.
  assertEquals(shown("Asia/Kathmandu", "hour", [now]), JSON.stringify([now - 45 * minute]));
  assertEquals(shown("Asia/Kathmandu", "day", [now]), JSON.stringify([now - 17 * hour - 45 * minute]));
  // 25 October 2026, 2:30 in summer time and 2:30 an hour later; that day has 25 hours.
  const first = Date.UTC(2026, 9, 25, 0, 30), second = first + hour;
  const half = 30 * minute;
  assertEquals(
    shown("Europe/Berlin", "hour", [first, second]),
    JSON.stringify([first - half, second - half]),
  );
  const begin = Date.UTC(2026, 9, 24, 22);
  assertEquals(
    shown("Europe/Berlin", "day", [begin, begin + 25 * hour - 1, begin + 25 * hour]),
    JSON.stringify([begin, begin, begin + 25 * hour]),
  );
});
