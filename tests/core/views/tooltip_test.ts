/** The tooltip where one text is all there is; `tray_view_test.ts` has what it says. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { shortTooltip } from "../../../src/core/views/tooltip.ts";

Deno.test("shortTooltip() fits title and body into the units that a tooltip has", () => {
  const cases: readonly [string, string, number | null, string][] = [
    ["title", "body", null, ""],
    ["title", "body", 63, "title\nbody"],
    ["title", "", 63, "title"],
    ["title", "body", 10, "title\nbody"],
    ["title", "body", 9, "title"],
    ["title", "body\nmore\nx", 15, "title\nbody\nmore"],
    ["title", "a longer body\nx", 15, "title"],
    // An emoji has two units: half of one is no character.
    ["12345678😀0", "", 10, "12345678…"],
    ["1234567😀0", "", 10, "1234567😀0"],
    ["n\0l", "a\0b", 10, "n�l\na�b"],
  ];
  for (const [title, body, limit, expected] of cases) {
    assertEquals(shortTooltip({ tooltip: { title, body } }, limit), expected);
    if (limit !== null) assertEquals(shortTooltip({ tooltip: { title, body } }, limit).length <= limit, true);
  }
});
