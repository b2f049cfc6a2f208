/** Programs that stay, as real processes: what goes in, what comes out, and how they end. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { MARK_VARIABLE } from "../../../src/host/staying_program.ts";
import { end, read, sh, until } from "./real_program.ts";

const PATH = Deno.env.get("PATH") ?? "";

Deno.test("start() gives the program its arguments, its folder, and no other environment", async () => {
  const programs = stayingPrograms(() => PATH);
  const program = await programs.start({
    program: "sh",
    args: ["-c", 'printf "%s|" "$PWD" "$@"; env >&2', "sh", "a b", "$(id)"],
    cwd: "/usr",
    env: { PATH, GIVEN: "é" },
    stdin: "null",
  });
  assertEquals(await read(program.stdout), "/usr|a b|$(id)|");
  const names = (await read(program.stderr)).split("\n").map((line) => line.split("=")[0]);
  assertEquals(names.filter((name) => !["PWD", "SHLVL", "_", "OLDPWD", ""].includes(name ?? "")).sort(), [
    MARK_VARIABLE,
    "GIVEN",
    "PATH",
  ]);
  assertEquals(program.stdin, null);
  await end(program);
});

Deno.test("start() gives each program a mark of its own", async () => {
  const programs = [stayingPrograms(() => PATH), stayingPrograms(() => PATH)];
  const started = await Promise.all([...programs, ...programs].map((each) => sh(each, "exit")));
  assertEquals(new Set(started.map(({ record }) => record.mark)).size, 4);
  await end(...started);
});

Deno.test("start() rejects when there is no such program, and when it may not be run", async () => {
  const programs = stayingPrograms(() => PATH);
  const start = (program: string) => programs.start({ program, args: [], env: { PATH }, stdin: "null" });
  const other = await start("true");
  await assertRejects(() => start("/no/such/program"), Deno.errors.NotFound);
  await assertRejects(() => start("/etc/passwd"), Deno.errors.PermissionDenied);
  await end(other);
});

Deno.test("ended has the exit status, or the signal", async () => {
  const programs = stayingPrograms(() => PATH);
  const ends = async (script: string) => {
    const program = await sh(programs, script);
    const how = await program.ended;
    await end(program);
    return how;
  };
  assertEquals(await ends("exit 0"), { code: 0, signal: null });
  assertEquals(await ends("exit 7"), { code: 7, signal: null });
  assertEquals(await ends("kill -SEGV $$"), { code: null, signal: "SIGSEGV" });
  assertEquals(await ends("exit 137"), { code: 137, signal: null });
});

Deno.test("stdin reaches the program, and writing to one that has ended rejects at last", async () => {
  const programs = stayingPrograms(() => PATH);
  const program = await sh(programs, "read -r line; echo $line", { stdin: "piped" });
  assert(program.stdin !== null);
  const writer = program.stdin.getWriter();
  await writer.write(new TextEncoder().encode("to you\n"));
  assertEquals(await read(program.stdout), "to you\n");
  await end(program);
  await writer.write(new TextEncoder().encode("still there?\n")).catch(() => {});
  await assertRejects(() => writer.write(new TextEncoder().encode("still there?\n")));
});

Deno.test("signal() ends the program with its children, and living() is empty then", async () => {
  const programs = stayingPrograms(() => PATH);
  const program = await sh(programs, "sleep 100 & sleep 100 & echo $!; wait");
  const reader = program.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  await until(() => program.living().length === 3, "the program and its children");
  const pids = program.living();
  assert(pids.includes(program.record.pid) && pids.includes(Number(new TextDecoder().decode(value))));
  program.signal("terminate");
  assertEquals(await program.ended, { code: null, signal: "SIGTERM" });
  await until(() => program.living().length === 0, "the end of its children");
  await end(program);
});

Deno.test("signal() ends a program that ignores being told to, only by force", async () => {
  const programs = stayingPrograms(() => PATH);
  const program = await sh(programs, "trap 'echo told' TERM; echo ready; while :; do sleep 0.05; done");
  const reader = program.stdout.getReader();
  await reader.read();
  program.signal("terminate");
  assertEquals(new TextDecoder().decode((await reader.read()).value), "told\n");
  assert(program.living().includes(program.record.pid));
  program.signal("kill");
  assertEquals(await program.ended, { code: null, signal: "SIGKILL" });
  reader.releaseLock();
  await until(() => program.living().length === 0, "the end of its children");
  await end(program);
});
