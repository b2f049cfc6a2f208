// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { countOf, shortReport, total } from "./short_report.ts";

/** What is shown of an output that comes in pieces of this size. */
function shown(output: string, size = output.length): string {
  let text = "";
  const report = shortReport((piece) => void (text += piece));
  for (let at = 0; at < output.length; at += size) report.add(output.slice(at, at + size));
  report.end();
  return text;
}

const FAILURE = `
 ERRORS

b() holds => ./tests/b_test.ts:3:6
error: AssertionError: Values are not equal.

-   2
+   3

FAILED | 2 passed | 1 failed | 1 ignored (40ms)
`;

Deno.test("shortReport() makes a dot of each test that passed, and shows all else whole", () => {
  const output = [
    "./tests/a_test.ts => a() is a ... ok (0ms)",
    "./tests/a_test.ts => a() ... ok (1m2s)",
    "",
    "------- output -------",
    "what it printed",
    "----- output end -----",
    "./tests/b_test.ts => b() needs root ... ignored (0ms)",
    "./tests/b_test.ts => b() holds ... FAILED (3ms)",
    FAILURE,
  ].join("\n");
  const expected = [
    "..",
    "------- output -------",
    "what it printed",
    "----- output end -----",
    ",",
    "./tests/b_test.ts => b() holds ... FAILED (3ms)",
    `${FAILURE}not run here: ./tests/b_test.ts => b() needs root`,
    "",
  ].join("\n");
  for (const size of [1, 7, output.length]) assertEquals(shown(output, size), expected);
});

Deno.test("shortReport() has a hundred dots in a row", () => {
  const passed = (count: number) => "a() ... ok (0ms)\n".repeat(count);
  assertEquals(shown(passed(100)), `${".".repeat(100)}\n`);
  assertEquals(
    shown(`${passed(101)}\nok | 101 passed | 0 failed (1s)\n`),
    [
      ".".repeat(100),
      ".",
      "ok | 101 passed | 0 failed (1s)",
      "",
    ].join("\n"),
  );
});

Deno.test("shortReport() names the test that was ended while it ran", () => {
  assertEquals(
    shown("running 2 tests from ./a_test.ts\na() ... ok (0ms)\nb() hangs ... "),
    [
      "running 2 tests from ./a_test.ts",
      ".",
      "b() hangs ... ",
      "",
    ].join("\n"),
  );
});

Deno.test("countOf() reads Deno's summary, whatever stands around it", () => {
  const rows: readonly [string, number, number, number][] = [
    ["ok | 3 passed | 0 failed (12ms)\n", 0, 3, 0],
    ["ok | 12 passed (40 steps) | 0 failed | 2 ignored (1s)\n", 0, 12, 0],
    [
      "\nFAILED | 5 passed (1 step) | 2 failed (3 steps) | 1 filtered out (1m2s)\n\nerror: Test failed\n",
      1,
      5,
      2,
    ],
  ];
  for (const [output, code, passed, failed] of rows) {
    assertEquals(countOf({ output, code }), { passed, failed });
  }
});

Deno.test("countOf() counts a run that fails without a failed test as one failed", () => {
  assertEquals(countOf({ output: "error: Module not found\n", code: 1 }), { passed: 0, failed: 1 });
  assertEquals(countOf({ output: "ok | 3 passed | 0 failed (12ms)\n", code: 1 }), { passed: 3, failed: 1 });
  assertEquals(countOf({ output: "", code: 0 }), { passed: 0, failed: 0 });
});

Deno.test("total() adds up", () => {
  assertEquals(total([]), { passed: 0, failed: 0 });
  assertEquals(total([{ passed: 1, failed: 0 }, { passed: 2, failed: 3 }]), { passed: 3, failed: 3 });
});
