// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { offsetAt, parseZoneRule, zoneNameOf } from "../../../src/host/time_zone/time_zone_rule.ts";

const hour = 3600;
const winter = Date.UTC(2026, 0, 15, 12), summer = Date.UTC(2026, 6, 15, 12);

const rules: readonly (readonly [string, winter: number, summer: number, zone: string | null])[] = [
  ["CET-1CEST,M3.5.0,M10.5.0/3", 1, 2, "Europe/Berlin"],
  ["MEZ-1MESZ-2,M3.5.0/2:00:00,M10.5.0/03", 1, 2, "Europe/Berlin"],
  ["<+07>-7", 7, 7, "Etc/GMT-7"],
  ["UTC0", 0, 0, "Etc/UTC"],
  ["EST+5", -5, -5, "Etc/GMT+5"],
  ["IST-5:30", 5.5, 5.5, "Asia/Kolkata"],
  ["<-0930>9:30", -9.5, -9.5, "Pacific/Marquesas"],
  ["NZST-12NZDT,M9.5.0,M4.1.0/3", 13, 12, "Pacific/Auckland"],
  ["EST5EDT", -5, -4, "America/New_York"],
  // No place has this zone: then one is taken that is as far from UTC at the time.
  ["CET-1CEST", 1, 2, "Etc/GMT-1"],
  ["XXX-3YYY,J60/0,J300/0", 3, 4, "Etc/GMT-3"],
  ["XXX-3YYY-5,59,300", 3, 5, "Etc/GMT-3"],
  ["XXX-3YYY,0/0,J365/25", 4, 4, "Etc/GMT-4"],
  ["XXX-0:17", 17 / 60, 17 / 60, null],
];
for (const [rule, inWinter, inSummer, zone] of rules) {
  Deno.test(`parseZoneRule() and zoneNameOf() understand ${rule}`, () => {
    const parsed = parseZoneRule(rule);
    if (parsed === null) throw new Error("not understood");
    assertEquals([offsetAt(parsed, winter), offsetAt(parsed, summer)], [inWinter * hour, inSummer * hour]);
    assertEquals(zoneNameOf(parsed, winter), zone);
  });
}

for (
  const text of [
    ...[
      "",
      "Europe/Berlin",
      "CET",
      "CE-1",
      "CET-1CEST,M3.5.0",
      "CET-1CEST,M13.5.0,M10.5.0",
      "<+07>",
      "CET-1,",
      ":",
    ],
    ...["CET-1CEST,M3.5.0,M10.5.0,M11.1.0", "CET-1CEST,J0,J300", "CET-1CEST;M3.5.0;M10.5.0", "CET-99"],
  ]
) {
  Deno.test(`parseZoneRule() takes ${JSON.stringify(text)} for no rule`, () => {
    assertEquals(parseZoneRule(text), null);
  });
}

Deno.test("offsetAt() is what the C library says, at any time of any rule", async () => {
  const rule = fc.oneof(
    fc.constantFrom(...rules.map(([text]) => text).filter((text) => text !== "EST5EDT")),
    fc.record({
      offset: fc.integer({ min: -12, max: 12 }),
      from: fc.record({
        m: fc.integer({ min: 1, max: 6 }),
        w: fc.integer({ min: 1, max: 5 }),
        d: fc.integer({ min: 0, max: 6 }),
      }),
      until: fc.record({
        m: fc.integer({ min: 8, max: 12 }),
        w: fc.integer({ min: 1, max: 5 }),
        d: fc.integer({ min: 0, max: 6 }),
      }),
      south: fc.boolean(),
      at: fc.integer({ min: -24, max: 48 }),
    }).map(({ offset, from, until, south, at }) => {
      const changes = [`M${from.m}.${from.w}.${from.d}/${at}`, `M${until.m}.${until.w}.${until.d}/3`];
      return `AAA${offset}BBB,${(south ? changes.toReversed() : changes).join(",")}`;
    }),
  );
  const atS = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2037, 0) / 1000 });
  const cases = fc.sample(fc.tuple(rule, atS), { numRuns: 60, seed: 20_261_125 });
  const said = await Promise.all(cases.map(async ([text, at]) => {
    const date = new Deno.Command("date", { args: ["-d", `@${at}`, "+%::z"], env: { TZ: text } });
    return new TextDecoder().decode((await date.output()).stdout).trim();
  }));
  const ours = cases.map(([text, at]) => {
    const parsed = parseZoneRule(text);
    const offset = parsed === null ? NaN : offsetAt(parsed, at * 1000);
    const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
    const size = Math.abs(offset);
    return `${offset < 0 ? "-" : "+"}${two(size / 3600)}:${two(size % 3600 / 60)}:${two(size % 60)}`;
  });
  assertEquals(
    ours.map((each, index) => [...cases[index] ?? [], each]),
    said.map((each, index) => [...cases[index] ?? [], each]),
  );
});
