// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  cutToColumns,
  padded,
  terminalColumns,
  wrappedToColumns,
} from "../../../src/core/text/terminal_width.ts";
import { cases } from "../../support/cases.ts";

const widths: readonly (readonly [string, number])[] = [
  ["", 0],
  ["a b", 3],
  ["Đã dùng", 7],
  ["ấ", 1],
  ["用量", 4],
  ["한글", 4],
  ["ｆ", 2],
  ["│█░↻▶·", 6],
  ["👍", 2],
  ["❤", 1],
  ["❤\ufe0f", 2],
];
Deno.test("terminalColumns() counts one column or two for each character, and none for those over others", () => {
  for (const [text, columns] of widths) assertEquals(terminalColumns(text), columns, JSON.stringify(text));
});

Deno.test("padded() and cutToColumns() go by columns, and cut no wide character in two", () => {
  assertEquals(padded("用", 4), "用  ");
  assertEquals(cutToColumns("用量用量", 8), "用量用量");
  assertEquals(cutToColumns("用量用量", 7), "用量用…");
  assertEquals(cutToColumns("用量用量", 6), "用量…");
});

Deno.test("wrappedToColumns() breaks between words, inside of longer ones, and loses no letter", () => {
  assertEquals(wrappedToColumns("one two three", 8), ["one two", "three"]);
  assertEquals(wrappedToColumns("abcdefgh ij", 4), ["abcd", "efgh", "ij"]);
  assertEquals(wrappedToColumns("用量用量", 5), ["用量", "用量"]);
  const text = fc.array(fc.constantFrom("a", "用", " ", "👍", "e\u0301", "-")).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 12 }), (whole, columns) => {
      const lines = wrappedToColumns(whole, columns);
      for (const line of lines) assert(terminalColumns(line) <= columns, JSON.stringify(lines));
      assertEquals(lines.join("").replaceAll(" ", ""), whole.replaceAll(" ", ""));
    }),
    { numRuns: cases(300) },
  );
});
