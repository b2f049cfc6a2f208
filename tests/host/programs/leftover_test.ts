/** Programs that a killed run has left, as src/host/programs/unix_programs.ts knows them again. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { end, sh, until } from "./real_program.ts";

const ignore = Deno.build.os === "windows";
const PATH = Deno.env.get("PATH") ?? "";

Deno.test({
  name: "leftover() ends all processes of a program of another run",
  ignore,
  async fn() {
    const program = await sh(stayingPrograms(() => PATH), "env -i sleep 600 & setsid sleep 600 & wait");
    await until(() => program.living().length === 3, "the program and its children");
    const left = stayingPrograms(() => PATH).leftover(program.record);
    assert(left !== null);
    assertEquals(left.living(), program.living());
    left.signal("kill");
    await program.ended;
    await until(() => left.living().length === 0, "the end of the program");
    assertEquals(program.living(), []);
    await end(program);
  },
});

Deno.test({
  name: "leftover() leaves a stranger alone that has got the number of the program",
  ignore,
  async fn() {
    const programs = stayingPrograms(() => PATH);
    const stranger = await sh(programs, "sleep 600");
    const { pid, startTime, mark } = stranger.record;
    const records = [
      { pid, startTime: "earlier", mark: "another" },
      { pid, startTime: null, mark: "another" },
      { pid: 4_000_000, startTime, mark: "another" },
      { pid, startTime: "earlier", mark: mark.slice(0, -1) },
      { pid, startTime: "earlier", mark: "" },
    ];
    for (const record of records) assertEquals(programs.leftover(record), null);
    await end(stranger);
  },
});

Deno.test({
  name: "leftover() finds what has the mark of a program whose number a stranger has",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const programs = stayingPrograms(() => PATH);
    const stranger = await sh(programs, "exec sleep 600");
    const program = await sh(programs, "(setsid sleep 600 & setsid sleep 600 &)");
    await program.ended;
    const found = programs.leftover({ ...program.record, pid: stranger.record.pid, startTime: "earlier" });
    await until(() => found?.living().length === 2, "the children");
    found?.signal("kill");
    await until(() => found?.living().length === 0, "the end of the children");
    assertEquals(stranger.living(), [stranger.record.pid]);
    assertEquals(programs.leftover(program.record), null);
    await end(program, stranger);
  },
});
