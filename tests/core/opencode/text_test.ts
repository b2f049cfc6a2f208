// @ts-types="../../../types/std/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { cut, firstLine, lastPart, oneLine, plainText } from "../../../src/core/opencode/text.ts";

Deno.test("oneLine() shows where a line ended, and nothing that cannot be seen", () => {
  const cases: readonly [string, string][] = [
    ["git status\nrm -rf x", "git status ↵ rm -rf x"],
    ["a\r\n\r\n  b\tc", "a ↵ b c"],
    ["\u202egnp.exe\u200b", "gnp.exe"],
    ["\u001b[31mred\u0007", "[31mred"],
    ["  trimmed \n", "trimmed"],
    ["ngôn ngữ 🙂", "ngôn ngữ 🙂"],
  ];
  for (const [text, shown] of cases) assertEquals(oneLine(text, 80), shown);
});

Deno.test("oneLine() is one line of at most its length, of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 90 }), (text, max) => {
      const line = oneLine(text, max);
      assert([...line].length <= max && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line) && line.isWellFormed());
    }),
  );
});

Deno.test("cut() counts characters and marks what is missing", () => {
  assertEquals([cut("abcd", 4), cut("abcde", 4), cut("🙂🙂🙂", 3), cut("🙂🙂🙂🙂", 3)], [
    "abcd",
    "abc…",
    "🙂🙂🙂",
    "🙂🙂…",
  ]);
});

Deno.test("firstLine() and plainText() keep what they say", () => {
  assertEquals(firstLine("\n\n  make \n test", 60), "make");
  assertEquals(plainText(" a\n\u202eb \r\nc"), "a\nb\nc");
});

Deno.test("lastPart() is the folder's name", () => {
  assertEquals(["/h/app", "/h/app/", "C:\\w\\app", "", "/"].map(lastPart), ["app", "app", "app", "", "/"]);
});
