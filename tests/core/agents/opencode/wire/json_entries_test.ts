// @ts-types="../../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { firstEntries, parseSmallJson } from "../../../../../src/core/agents/opencode/wire/json_entries.ts";
import { cases } from "../../../../support/cases.ts";
import { anyText } from "../../../../support/any_text.ts";

Deno.test("firstEntries() cuts apart what JSON.parse() would read, whatever stands in it", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(anyText(), fc.jsonValue())),
      fc.constantFrom(undefined, 1, "\t"),
      (value, spaces) => {
        const text = JSON.stringify(value, null, spaces);
        const all: unknown = JSON.parse(text);
        const entries = Array.isArray(all)
          ? all.map((one: unknown) => ({ key: null, value: one }))
          : Object.entries(Object(all)).map(([key, one]: [string, unknown]) => ({ key, value: one }));
        assertEquals(sorted(firstEntries(text, Infinity)?.entries), sorted(entries));
      },
    ),
    { numRuns: cases(2_000), seed: 10 },
  );
});

/** Numbers as keys come first in an object; in the text they stand where they stand. */
function sorted(entries: readonly { readonly key: string | null; readonly value: unknown }[] | undefined) {
  return entries?.toSorted((a, b) => String(a.key) < String(b.key) ? -1 : 1);
}

Deno.test("firstEntries() reads no more than it is asked for, and counts the others", () => {
  const text = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ id: index, text: '"],[\\' })));
  const { kind, entries, more } = firstEntries(text, 3) ?? {};
  assertEquals([kind, entries?.map(({ value }) => value), more], [
    "list",
    [0, 1, 2].map((id) => ({ id, text: '"],[\\' })),
    19_997,
  ]);
});

const deep = "[".repeat(5_000) + "]".repeat(5_000);
const wide = `[${"0,".repeat(60_000)}0]`;

Deno.test("firstEntries() leaves an entry unread that is deeper or of more values than programs write", () => {
  assertEquals(firstEntries(`[1,${deep},${wide},{"a":["[,:]"]}]`, 9)?.entries.map(({ value }) => value), [
    1,
    undefined,
    undefined,
    { a: ["[,:]"] },
  ]);
  const { entries = [], more } = firstEntries(`[${Array(9).fill(`[${"0,".repeat(40_000)}0]`).join()}]`, 9) ??
    {};
  assertEquals([entries.length, more], [5, 4]);
});

Deno.test("parseSmallJson() reads what programs write, long strings too", () => {
  const value = { text: "[{:,".repeat(100_000), list: Array.from({ length: 20_000 }, (_, index) => index) };
  assertEquals(parseSmallJson(JSON.stringify(value)), value);
  assertEquals([deep, wide, "{"].map(parseSmallJson), [undefined, undefined, undefined]);
});

Deno.test("firstEntries() keeps the good entries beside those that are not JSON", () => {
  assertEquals(firstEntries('[1, nul, {"a" 1}, "x"]', 9)?.entries.map(({ value }) => value), [
    1,
    undefined,
    undefined,
    "x",
  ]);
  assertEquals(firstEntries('{"a": 1, b: 2, "__proto__": {}, 7}', 9)?.entries, [
    { key: "a", value: 1 },
    { key: "", value: undefined },
    { key: "__proto__", value: {} },
    { key: "", value: undefined },
  ]);
});

Deno.test("firstEntries() is null for what is neither a list nor a record, or has no end", () => {
  const odd = [
    "",
    " ",
    "null",
    '"x"',
    "7",
    "[",
    "{",
    "[1",
    "[1}",
    '{"a":1]',
    "[] x",
    '["',
    "<html>",
    "[[[]",
    '[{"a":"',
  ];
  for (const text of odd) assertEquals(firstEntries(text, 9), null, text);
  assertEquals(firstEntries(" [ ] ", 9), { kind: "list", entries: [], more: 0 });
  assertEquals(firstEntries("{}", 9), { kind: "record", entries: [], more: 0 });
});

Deno.test("firstEntries() takes any depth", () => {
  for (const text of ["[".repeat(2 << 20), '{"a":'.repeat(1 << 20)]) {
    assertEquals(firstEntries(text, 9), null);
  }
  const deep = `[${"[".repeat(1 << 20)}${"]".repeat(1 << 20)},1]`;
  assertEquals(firstEntries(deep, 9)?.entries.length, 2);
});
