/** Control groups, where this machine gives some to whoever runs the tests: who cannot be found in any other way. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { parse } from "node:path";
import { controlGroups } from "../../../src/host/programs/control_groups.ts";
import { linuxProcessTable } from "../../../src/host/programs/linux_process_table.ts";
import { unixPrograms } from "../../../src/host/programs/unix_programs.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";
import { end, hasEnded, sh, until } from "./real_program.ts";

/** Whether this machine gives any. */
async function areGiven(): Promise<boolean> {
  const cat = new Deno.Command("cat", { stdin: "piped", stdout: "null" }).spawn();
  const group = controlGroups(crypto.randomUUID())?.groupOf(cat.pid, "") ?? null;
  await cat.stdin.close();
  await cat.status;
  await until(() => group?.remove() ?? true, "the end of the group");
  return group !== null;
}

const ignore = Deno.build.os !== "linux" || !await areGiven();

function programsWithGroups() {
  const run = crypto.randomUUID();
  const groups = controlGroups(run);
  assert(groups !== null);
  const path = Deno.env.get("PATH");
  return { programs: unixPrograms({ table: linuxProcessTable(), groups, run, path }), groups };
}

const isDirectory = (path: string) => namesIn(parse(path).dir).includes(parse(path).base);

/** An orphan with a session of its own and no environment, which ignores being told to end; its parents end before it says who it is. */
const LOST =
  `sleep 0.2; env -i setsid sh -c 'trap "" TERM; sleep 0.2; echo $$; while :; do sleep 1; done' & exit 3`;

Deno.test({
  name: "controlGroups() holds an orphan with a session of its own and without environment",
  ignore,
  async fn() {
    const { programs, groups } = programsWithGroups();
    const program = await sh(programs, LOST);
    const reader = program.stdout.getReader();
    const pid = Number(new TextDecoder().decode((await reader.read()).value));
    reader.releaseLock();
    await program.ended;
    assert(program.living().includes(pid));
    program.signal("terminate");
    assert(program.living().includes(pid));
    program.signal("kill");
    await until(() => program.living().length === 0, "the end of the orphan");
    assert(hasEnded(pid));
    await end(program);
    const { dir, base } = parse(groups.prefix);
    await until(() => !namesIn(dir).some((name) => name.startsWith(base)), "the end of the group");
  },
});

Deno.test({
  name: "controlGroups() holds what a killed run has left, and goes when that is gone",
  ignore,
  async fn() {
    const { programs, groups } = programsWithGroups();
    const program = await sh(programs, LOST);
    await program.ended;
    const other = programsWithGroups();
    // As after a crash: nothing is known but what was written down.
    const left = other.programs.leftover({ ...program.record, pid: 1, startTime: null });
    assertEquals(left?.living().length, program.living().length);
    left?.signal("kill");
    await until(() => left?.living().length === 0, "the end of the orphan");
    await until(
      () => left?.living().length === 0 && !isDirectory(`${groups.prefix}-1`),
      "the end of the group",
    );
    assertEquals(other.programs.leftover(program.record), null);
    await end(program);
  },
});

Deno.test("controlGroups() takes no other folder for a group of an earlier run", async () => {
  await withFolder((folder) => {
    Deno.mkdirSync(`${folder}/claudeminder-a`);
    Deno.writeTextFileSync(`${folder}/cgroup.procs`, "1\n");
    for (const mark of ["a", "", "b", "a/..", "../a", "a\0"]) {
      assertEquals(controlGroups("run", folder)?.leftOf(mark), null, mark);
    }
    return Promise.resolve();
  });
});

Deno.test("controlGroups() gives none where the folder is none of the system's, and leaves nothing there", async () => {
  await withFolder((folder) => {
    assertEquals(controlGroups("run", folder)?.groupOf(Deno.pid, "-1"), null);
    assertEquals(namesIn(folder), []);
    return Promise.resolve();
  });
  const nowhere = controlGroups("run", "/no/such/folder");
  assertEquals(nowhere?.groupOf(Deno.pid, "-1"), null);
  assertEquals(controlGroups("run", null), null);
});
