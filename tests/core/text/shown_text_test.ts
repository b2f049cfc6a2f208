// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import {
  cut,
  escapedText,
  isSeen,
  shownLine,
  shownLines,
  withoutMarkup,
  withShownTexts,
} from "../../../src/core/text/shown_text.ts";
import { cases } from "../../support/cases.ts";
import { anyText } from "../../support/any_text.ts";

const lines: readonly [what: string, text: string, shown: string][] = [
  ["what is plain", "Session 91 %", "Session 91 %"],
  ["Vietnamese", "Phiên · còn 9 %", "Phiên · còn 9 %"],
  ["a terminal's commands", "a\x1b]0;x\x07\x1b[31mb", "a�]0;x�[31mb"],
  ["a turned direction", "\u202egnp.exe", "�gnp.exe"],
  ["what has no width", "a\u200b\u2060\ufeffb\xad", "a�b�"],
  ["private use, and what no font has", "\ue000\u{10ffff}\u{e0041}\u0378", "�"],
  ["half a pair", "\ud800x\udc00", "�x�"],
  ["line ends and tabs", "a\r\nb\tc\u2028d\x85e", "a b c d e"],
  ["a pile of marks", `a${"\u0301".repeat(99)}`, `a${"\u0301".repeat(4)}`],
  ["emoji that are joined", "👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️"],
  ["letters that are joined", "می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"],
  ["joiners that join nothing", "a\u200db \u200d", "a�b �"],
  ["an emoji that is yet to be", "a\u{1fc00}\ufe0fb❤\u200d\u{1fc00}", "a�b❤�"],
  ["letters without a form", "\u061c\u200dا ا\ufe0f\u200cا", "�ا ا�ا"],
];
for (const [what, text, shown] of lines) {
  Deno.test(`shownLine() with ${what}`, () => assertEquals(shownLine(text), shown));
}

Deno.test("shownLines() keeps lines apart", () =>
  assertEquals(shownLines("a\r\nb\n\nc\x1b\u2029d"), "a\nb\n\nc�\nd"));

Deno.test("withShownTexts() reaches each text of a value, and leaves one without as it is", () => {
  const value = { a: ["x\x1b", { b: "\u202e", c: 1, d: null }], "\x1b": true };
  assertEquals(withShownTexts(value), { a: ["x�", { b: "�", c: 1, d: null }], "\x1b": true });
  const plain = { a: ["x", { b: 2 }] };
  assert(withShownTexts(plain) === plain);
});

Deno.test("escapedText() is drawn whole, and leaves what JSON means", () => {
  assertEquals(escapedText("\x1b[31m\u202e\u{e0041}\n\tx"), "\\u001b[31m\\u202e\\udb40\\udc41\n\tx");
  fc.assert(
    fc.property(anyText(), (text) => {
      const json = escapedText(JSON.stringify({ text }));
      assert(isSeen(json), json);
      assertEquals(JSON.parse(json), { text });
    }),
    { numRuns: cases(500), seed: 10 },
  );
});

Deno.test("shownLine() gives what is seen whole, of any text, and changes it no more", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const shown = shownLine(text);
      assert(isSeen(shown) && shown.isWellFormed(), JSON.stringify(shown));
      assertEquals(shownLine(shown), shown);
    }),
    { numRuns: cases(1000), seed: 10 },
  );
});

Deno.test("cut() counts characters and marks what is missing", () => {
  assertEquals([cut("abcd", 4), cut("abcde", 4), cut("🙂🙂🙂", 3), cut("🙂🙂🙂🙂", 3), cut("👩‍👩‍👧", 3)], [
    "abcd",
    "abc…",
    "🙂🙂🙂",
    "🙂🙂…",
    "👩…",
  ]);
});

Deno.test("withoutMarkup() leaves nothing that a panel could take for markup", () => {
  assertEquals(withoutMarkup("<b>Week</b> & more\n13 %"), "‹b›Week‹/b› + more\n13 %");
});
