/** The guard of programs that stay: what is left after this program has ended, however it ends. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { end, guardsOf, sh, until } from "./real_program.ts";

const PATH = Deno.env.get("PATH") ?? "";
const ignore = Deno.build.os !== "linux";
const THREE_PROGRAMS = new URL("three_programs.ts", import.meta.url).pathname;
/** The limit of the program's promise. */
const GONE_MS = 5_000;

/** A number of seconds, as no other process has it among its arguments. */
function newToken(): string {
  return `0.${[...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte % 10).join("")}`;
}

/** Pids of processes that have the token in their arguments or in their environment. */
function withToken(token: string): readonly number[] {
  const has = (file: string) => {
    try {
      return Deno.readTextFileSync(file).includes(token);
    } catch {
      return false;
    }
  };
  return [...Deno.readDirSync("/proc")].map(({ name }) => name)
    .filter((name) => /^\d+$/.test(name) && (has(`/proc/${name}/cmdline`) || has(`/proc/${name}/environ`)))
    .map(Number);
}

function startThree(token: string, how: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", THREE_PROGRAMS, token, how],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Kills it when `when` resolves; how many processes there were then, without itself. */
async function killed(
  when: (line: Promise<unknown>) => Promise<void>,
  how = "ungrouped",
): Promise<number> {
  const token = newToken();
  const child = startThree(token, how);
  const reader = child.stdout.getReader();
  await when(reader.read());
  const count = withToken(token).filter((pid) => pid !== child.pid).length;
  child.kill("SIGKILL");
  await child.status;
  await until(() => withToken(token).length === 0, "the end of all", GONE_MS);
  await reader.cancel();
  return count;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

Deno.test({
  name: "programGuard() ends everything when the program is killed, at whatever moment",
  ignore,
  async fn() {
    const settled = async (line: Promise<unknown>) => {
      await line;
      await pause(1_000);
    };
    const soon = async (line: Promise<unknown>) => {
      await line;
      await pause(Math.random() * 100);
    };
    const [one, other] = await Promise.all([
      ...[killed(settled), killed(settled, "grouped"), killed(soon), killed(soon, "grouped")],
      ...Array.from(
        { length: 6 },
        (_, at) => killed(() => pause(Math.random() * 2_000), at % 2 === 0 ? "ungrouped" : "grouped"),
      ),
    ]);
    // The guard, and 2, 3 and 3 of the programs.
    assertEquals([one, other], [9, 9]);
  },
});

Deno.test({
  name: "programGuard() ends with the program, and kills nothing that was forgotten",
  ignore,
  async fn() {
    const programs = stayingPrograms(() => PATH);
    const [one, two] = [await sh(programs, "exec sleep 600"), await sh(programs, "exec sleep 600")];
    const guards = () => guardsOf(one);
    const [guard] = guards();
    assert(guard !== undefined);
    assertEquals(guards(), [guard]);
    one.release();
    assertEquals(guards(), [guard]);
    two.release();
    await until(() => guards().length === 0, "the end of the guard");
    assertEquals([one.living().length, two.living().length], [1, 1]);
    await end(one, two);
  },
});

Deno.test({
  name: "programGuard() stays when it is told to end, and is started anew when it is killed",
  ignore,
  async fn() {
    const programs = stayingPrograms(() => PATH);
    const first = await sh(programs, "exec sleep 600");
    const guards = () => guardsOf(first);
    const [guard = 0] = guards();
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) Deno.kill(guard, signal);
    const second = await sh(programs, "exec sleep 600");
    assertEquals(guards(), [guard]);
    Deno.kill(guard, "SIGKILL");
    await until(() => guards().some((pid) => pid !== guard), "another guard");
    assertNotEquals(guards(), [guard]);
    assertEquals(guards().length, 1);
    assertEquals([first.living().length, second.living().length], [1, 1]);
    await end(first, second);
  },
});
