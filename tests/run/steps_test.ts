import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { runStep, traces } from "./steps.ts";

const options = { cwd: ".", limitMs: 20_000, env: {}, show: () => {} };

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

Deno.test("runStep() returns the exit status and the output, and shows it", async () => {
  let shown = "";
  const ran = await runStep(
    "sh",
    ["-c", "printf 'a step%s\\n' \"$WHAT\"; sleep 0.1; echo wrong >&2; exit 3"],
    {
      ...options,
      env: { WHAT: "!" },
      show: (text) => void (shown += text),
    },
  );
  assertEquals(ran, { code: 3, output: "a step!\nwrong\n", left: [] });
  assertEquals(shown, ran.output);
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
