/** All processes of a program, also those that have left its group, where there are no control groups. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { StayingProgram } from "../../../src/host/staying_program.ts";
import { end, hasEnded, sh, ungrouped, until } from "./real_program.ts";

const ignore = Deno.build.os !== "linux";

/** Starts a script that prints the pid of a process which stays. */
async function started(script: string): Promise<{ program: StayingProgram; pid: number }> {
  const program = await sh(ungrouped(), script);
  const reader = program.stdout.getReader();
  const pid = Number(new TextDecoder().decode((await reader.read()).value));
  reader.releaseLock();
  assert(pid > 0 && pid !== program.record.pid);
  return { program, pid };
}

/** Scripts with a process that leaves the group. It prints its pid, ignores being told to end, and stays. */
const STAY = `trap "" TERM; echo $$; while :; do sleep 1; done`;
const LEAVERS = {
  "a child with a session of its own": `setsid sh -c '${STAY}' & wait`,
  "an orphan with a session of its own, started by a child that has ended":
    `(setsid sh -c '${STAY}' &) ; sleep 600`,
  "a child with a session of its own and no environment": `env -i setsid sh -c '${STAY}' & wait`,
  "an orphan without environment, in the session of the program": `(env -i sh -c '${STAY}' &) ; sleep 600`,
} as const;

for (const [what, script] of Object.entries(LEAVERS)) {
  Deno.test({
    name: `signal() reaches ${what}, and living() tells of it after the program`,
    ignore,
    async fn() {
      const { program, pid } = await started(script);
      program.signal("terminate");
      assertEquals(await program.ended, { code: null, signal: "SIGTERM" });
      assert(program.living().includes(pid));
      program.signal("kill");
      await until(() => program.living().length === 0, "the end of all");
      assert(hasEnded(pid));
      await end(program);
    },
  });
}

Deno.test({
  name: "living() knows who is left of a program that has crashed, without their environment",
  ignore,
  async fn() {
    const { program, pid } = await started(`env -i sh -c '${STAY}' & wait`);
    Deno.kill(program.record.pid, "SIGKILL");
    await program.ended;
    assert(program.living().includes(pid));
    await end(program);
    assert(hasEnded(pid));
  },
});

Deno.test({
  name: "signal() leaves no zombie and does not touch others' processes",
  ignore,
  async fn() {
    const [one, two] = [await started(`sh -c '${STAY}' & wait`), await started(`sh -c '${STAY}' & wait`)];
    one.program.signal("kill");
    await one.program.ended;
    await until(() => one.program.living().length === 0, "the end of all");
    assertEquals(hasEnded(two.pid), false);
    const ours = () =>
      [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).flatMap(({ name }) => {
        try {
          const [state, parent] =
            Deno.readTextFileSync(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ") ?? [];
          return parent === String(Deno.pid) && state === "Z" ? [name] : [];
        } catch {
          return [];
        }
      });
    await until(() => ours().length === 0, "the end of zombies");
    await end(one.program, two.program);
  },
});
