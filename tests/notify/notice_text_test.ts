/** Texts as they are shown: whole, without control characters, and cut only where the cut is not seen. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { tidyLine, tidyNotice } from "../../src/notify/notice_text.ts";
import { NOTICE, TEXTS } from "../platform/hostile_texts.ts";
import { anyText } from "../support/any_text.ts";

/** A text, as the body of a notice has it. */
const bodyOf = (text: string) => tidyNotice({ ...NOTICE, body: text }).body;

Deno.test("tidyLine() and tidyNotice() replace what is not drawn, and nothing else", () => {
  const cases: readonly (readonly [text: string, line: string, lines: string])[] = [
    ["Session 90 %", "Session 90 %", "Session 90 %"],
    ["", "", ""],
    [" a\tb  c ", "a b c", "a b  c"],
    ["a\nb", "a b", "a\nb"],
    ["a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh", "a b c d e f g h", "a\nb\nc\nd\ne\nf\ng\nh"],
    ["NUL\0, bell\x07, escape\x1b[31m \x7f\x9b", "NUL�, bell�, escape�[31m �", "NUL�, bell�, escape�[31m �"],
    // Backwards, this would look like another command.
    ["rm \u202e/tmp\u202c \u2066x\u2069", "rm �/tmp� �x�", "rm �/tmp� �x�"],
    ["\ud800 and \udc00", "\ufffd and \ufffd", "\ufffd and \ufffd"],
    ["\ufffe\uffff\u{1ffff}x", "�x", "�x"],
    ["<b>&amp; $(x) `y` %Z% \\n \"'", "<b>&amp; $(x) `y` %Z% \\n \"'", "<b>&amp; $(x) `y` %Z% \\n \"'"],
    ["👩‍👩‍👧 Tiếng Việt e\u0301", "👩‍👩‍👧 Tiếng Việt e\u0301", "👩‍👩‍👧 Tiếng Việt e\u0301"],
    ["\n\n a \n\n", "a", "a"],
  ];
  for (const [text, line, lines] of cases) {
    assertEquals([tidyLine(text, 100), bodyOf(text)], [line, lines], JSON.stringify(text));
  }
});

Deno.test("tidyLine() cuts between characters as a person sees them", () => {
  const cases: readonly (readonly [text: string, units: number, expected: string])[] = [
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["ab cdefg", 4, "ab…"],
    ["🎉🎉🎉", 6, "🎉🎉🎉"],
    ["🎉🎉🎉", 5, "🎉🎉…"],
    ["🎉🎉🎉", 4, "🎉…"],
    ["a👩‍👩‍👧b", 8, "a…"],
    ["abce\u0301xyz", 5, "abc…"],
    ["ab👍🏽cd", 6, "ab…"],
    ["a🇻🇳🇻🇳", 7, "a🇻🇳…"],
    [`a${"\u0301".repeat(50)}`, 20, `a${"\u0301".repeat(4)}`],
  ];
  for (const [text, units, expected] of cases) {
    assertEquals(tidyLine(text, units), expected, JSON.stringify(text));
  }
});

Deno.test("tidyNotice() gives texts that can be shown, of any text", () => {
  const check = (text: string) => {
    const { title, body, buttons: [button] } = tidyNotice({
      ...NOTICE,
      title: text,
      body: text,
      buttons: [{ id: "show", label: text, action: { kind: "show" } }],
    });
    const label = button?.label ?? "";
    assert(title.length >= 1 && title.length <= 120);
    assert(label.length >= 1 && label.length <= 40);
    assert(body.length <= 800);
    for (const each of [title, label, body]) {
      assert(each.isWellFormed() && each.trim() === each);
      assert(!/[^\P{Cc}\n]/u.test(each));
    }
    assert(!/\n/.test(title + label));
    assertEquals(bodyOf(body), body);
  };
  for (const text of TEXTS) check(text);
  const any = fc.oneof(
    anyText({ maxLength: 1_200 }),
    fc.string({ unit: "grapheme", maxLength: 1_200 }),
    fc.array(fc.constantFrom("\ud800", "\udc00", "\u200d", "\u0301", "👩", "\n", "\0", " ", "🇻"), {
      maxLength: 900,
    })
      .map((parts) => parts.join("")),
  );
  fc.assert(fc.property(any, check), { numRuns: 300, seed: 10 });
});
