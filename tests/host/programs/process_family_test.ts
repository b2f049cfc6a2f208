/** All processes of a program, also those that have left its group, where there are no control groups. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { StayingProgram } from "../../../src/host/staying_program.ts";
import { linuxProcessTable } from "../../../src/host/programs/linux_process_table.ts";
import { processFamily } from "../../../src/host/programs/process_family.ts";
import { listOf, type ProcessTable, type SeenProcess } from "../../../src/host/programs/process_table.ts";
import { unixPrograms } from "../../../src/host/programs/unix_programs.ts";
import { livingWith } from "../../support/living_processes.ts";
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

Deno.test("living() does not believe a list from before the program was there", () => {
  const [pid, startTime] = [1_000_000_001, "t"];
  const there: SeenProcess = {
    ...{ pid, parent: 1, group: pid, session: pid, startTime, mark: "m", isZombie: false },
  };
  const listedAt = performance.now();
  while (performance.now() === listedAt);
  const table: ProcessTable = {
    list: (maxAgeMs) => listOf(performance.now() - listedAt <= maxAgeMs ? [] : [there]),
    startTimeOf: () => startTime,
  };
  const family = processFamily({ mark: "m", pid, startTime }, table, { control: null, looks: false });
  assertEquals(family.living(), [pid]);
  family.close();
});

Deno.test({
  name:
    "a program ends where the system does not list its processes: seen later, and not let go on at its start",
  ignore,
  async fn() {
    const real = linuxProcessTable();
    let isBroken = false;
    const orFail = <T>(work: () => T): T => {
      if (isBroken) throw new Error("Too many open files");
      return work();
    };
    const table: ProcessTable = {
      list: (maxAgeMs) => orFail(() => real.list(maxAgeMs)),
      startTimeOf: (pid) => orFail(() => real.startTimeOf(pid)),
    };
    const run = crypto.randomUUID();
    const programs = unixPrograms({ table, groups: null, run, path: Deno.env.get("PATH") });
    const program = await sh(programs, "sleep 600");
    isBroken = true;
    await assertRejects(() => sh(programs, "sleep 600"), Error, "Too many open files");
    assertEquals(livingWith(`CLAUDEMINDER_SIDECAR=${run}-2`), []);
    Deno.kill(program.record.pid, "SIGKILL");
    assertEquals(await program.ended, { code: null, signal: "SIGKILL" });
    isBroken = false;
    assertEquals(program.living().includes(program.record.pid), false);
    await end(program);
  },
});

Deno.test("living() tells of whoever is in the control group, though the list has missed it", () => {
  const table: ProcessTable = { list: () => listOf([]), startTimeOf: () => null };
  const control = { pids: () => [9], add() {}, kill() {}, remove: () => true };
  const record = { pid: 7, startTime: "1", mark: "m" };
  assertEquals(processFamily(record, table, { control, looks: false }).living(), [9]);
});
