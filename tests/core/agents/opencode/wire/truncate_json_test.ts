// @ts-types="../../../../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import * as fc from "fast-check";
import { firstEntries } from "../../../../../src/core/agents/opencode/wire/json_entries.ts";
import {
  createJsonTruncator,
  type TruncatedJson,
} from "../../../../../src/core/agents/opencode/wire/truncate_json.ts";
import { cases } from "../../../../support/cases.ts";
import { anyText } from "../../../../support/any_text.ts";

function cutOf(text: string, { max = 3, size = 7, keptMax = 1 << 20 } = {}): TruncatedJson {
  const bytes = new TextEncoder().encode(text);
  const cutter = createJsonTruncator(max, keptMax);
  for (let at = 0; at < bytes.length; at += size) cutter.feed(bytes.subarray(at, at + size));
  return cutter.end();
}

Deno.test("createJsonTruncator() keeps the first entries that firstEntries() reads, and counts the others, however it is fed", () => {
  const strings = fc.oneof(
    anyText(),
    fc.string({ unit: fc.constantFrom("\\", '"', ",", "[", "}", "é") }),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      strings,
      fc.integer(),
      fc.array(tie("any")),
      fc.dictionary(strings, tie("any")),
    ),
  })).any;
  fc.assert(
    fc.property(
      fc.oneof(fc.array(value), fc.dictionary(strings, value)),
      fc.constantFrom(undefined, 1, "\t"),
      fc.record({ max: fc.nat(5), size: fc.integer({ min: 1, max: 20 }) }),
      (value, spaces, { max, size }) => {
        const text = JSON.stringify(value, null, spaces);
        const cut = cutOf(text, { max, size });
        const kept = firstEntries(cut.text, Infinity);
        const all = firstEntries(text, max);
        assertEquals([kept?.entries, (kept?.more ?? 0) + cut.more], [all?.entries, all?.more]);
        if (cut.more === 0) assertEquals(cut.text, text);
      },
    ),
    { numRuns: cases(1_000) },
  );
});

Deno.test("createJsonTruncator() leaves alone what is short, whatever it is", () => {
  for (const text of ["", " ", "null", "<html>", "[1}", '{"a":1', "[1] x", "[1,,2]", '\ufeff[1, "x"]\n']) {
    assertEquals(cutOf(text), { text: text.replace("\ufeff", ""), more: 0 }, text);
  }
});

Deno.test("createJsonTruncator() gives nothing of what was cut and has no end", () => {
  for (const end of ["", "}", "] x", ',"', ',{"a":[', ",".repeat(3_000_000)]) {
    assertEquals(cutOf(`[1,2,3,4,5${end}`, { size: 65_536 }), { text: "", more: 0 }, end.slice(0, 9));
  }
});

Deno.test("createJsonTruncator() keeps no entry that is too long, and none after it", () => {
  const long = `"${"\\\\é".repeat(1_000)}"`;
  assertEquals(cutOf(`[1, ${long}, 3]`, { keptMax: 1_000 }), { text: "[1]", more: 2 });
  assertEquals(cutOf(`{"a": ${long}}`, { keptMax: 1_000 }), { text: "{}", more: 1 });
});

Deno.test("createJsonTruncator() holds little of a long list", () => {
  const cutter = createJsonTruncator(500);
  const entry = new TextEncoder().encode(`{"id":"${"x".repeat(1_000)}"},`.repeat(60));
  cutter.feed(new TextEncoder().encode("["));
  // Of this test alone: the memory of the process is that of other test files, too.
  const heldBytes = () => {
    const { heapUsed, external } = Deno.memoryUsage();
    return heapUsed + external;
  };
  const before = heldBytes();
  for (let count = 0; count < 5_000; count++) cutter.feed(entry);
  cutter.feed(new TextEncoder().encode("0]"));
  assertLess((heldBytes() - before) / 1e6, 50);
  const { text, more } = cutter.end();
  assertEquals([firstEntries(text, Infinity)?.entries.length, more], [500, 300_001 - 500]);
});
