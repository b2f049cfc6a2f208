import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { countOf, runStep, traces } from "./steps.ts";

const options = { cwd: ".", limitMs: 20_000, env: {} };

/** Whether the process of a `name (pid)` is there. */
function isRunning(left: string | undefined): boolean {
  const pid = /\((\d+)\)$/.exec(left ?? "")?.[1];
  assert(pid !== undefined, `no process id in ${left}`);
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

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

Deno.test("runStep() returns the exit status and the output", async () => {
  const ran = await runStep("sh", ["-c", "printf 'a step%s\\n' \"$WHAT\"; exit 3"], {
    ...options,
    env: { WHAT: "!" },
  });
  assertEquals(ran, { code: 3, output: "a step!\n", left: [] });
});

Deno.test("runStep() names and ends what a step leaves running, also outside its process group", async () => {
  const ran = await runStep("sh", ["-c", "sleep 300 & setsid sleep 301 & exit 0"], options);
  assertEquals(ran.code, 0);
  assertEquals(ran.left.length, 2);
  for (const left of ran.left) {
    assertMatch(left, /^(sleep|sh|setsid) \(\d+\)$/);
    assert(!isRunning(left), `${left} is still running`);
  }
});

Deno.test("runStep() ends a step at its time limit", async () => {
  const before = performance.now();
  const ran = await runStep("sh", ["-c", "sleep 300"], { ...options, limitMs: 200 });
  assert(ran.code !== 0);
  assertLess(performance.now() - before, 10_000);
});

Deno.test("traces() shows what came into a folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const before = traces(folder);
    await Deno.writeTextFile(`${folder}/forgotten`, "");
    assertEquals([...traces(folder).difference(before)], [`${folder}/forgotten`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
