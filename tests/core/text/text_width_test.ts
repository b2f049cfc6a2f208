// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { columnsOf, linesOf, wrappedCount } from "../../../src/core/text/text_width.ts";

Deno.test("columnsOf() counts wide letters for what they take", () => {
  const texts = ["git push", "WWW", "ÂN", "中文", "\ufdfd", "e\u0301"];
  assertEquals(texts.map(columnsOf), [8, 6, 3, 4, 14, 2]);
});

Deno.test("linesOf() holds all of a text, in lines of so many columns", () => {
  assertEquals(linesOf("abcdef\ng", 4), ["abcd", "ef", "g"]);
  assertEquals(linesOf("WWW中", 4), ["WW", "W中"]);
  assertEquals(linesOf("", 4), [""]);
});

Deno.test("wrappedCount() counts lines as a bubble breaks them", () => {
  const cases: readonly [string, number][] = [
    ["", 1],
    ["abc de", 1],
    ["abcdef ghijkl", 2],
    ["abcdefg hijklmn opqrstu", 3],
    ["x".repeat(16), 2],
    ["ab " + "x".repeat(16), 3],
    ["WWWWW WWWWW", 2],
  ];
  for (const [text, lines] of cases) assertEquals(wrappedCount(text, 10), lines, text);
});
