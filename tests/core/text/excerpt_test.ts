// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { firstLine, lastPart, oneLine } from "../../../src/core/text/excerpt.ts";
import { isSeen } from "../../../src/core/text/shown_text.ts";
import { anyText } from "../../support/any_text.ts";

Deno.test("oneLine() shows where a line ended, and nothing that cannot be seen", () => {
  const cases: readonly [string, string][] = [
    ["git status\nrm -rf x", "git status ↵ rm -rf x"],
    ["a\r\n\r\n  b\tc", "a ↵ b c"],
    ["\u202egnp.exe\u200b", "\ufffdgnp.exe\ufffd"],
    ["\u001b[31mred\u0007", "\ufffd[31mred\ufffd"],
    ["  trimmed \n", "trimmed"],
    ["ngôn ngữ 🙂", "ngôn ngữ 🙂"],
  ];
  for (const [text, shown] of cases) assertEquals(oneLine(text, 80), shown);
});

Deno.test("oneLine() is one line of at most its length, of any text", () => {
  fc.assert(
    fc.property(anyText(), fc.integer({ min: 1, max: 90 }), (text, max) => {
      const line = oneLine(text, max);
      assert([...line].length <= max && isSeen(line) && line.isWellFormed(), JSON.stringify(line));
    }),
    { seed: 10 },
  );
});

Deno.test("firstLine() is the first line that says something", () => {
  assertEquals(firstLine("\n\n  make \n test", 60), "make");
});

Deno.test("lastPart() is the folder's name", () => {
  assertEquals(["/h/app", "/h/app/", "C:\\w\\app", "", "/"].map(lastPart), ["app", "app", "app", "", "/"]);
});
