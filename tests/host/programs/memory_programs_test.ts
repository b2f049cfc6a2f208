/** Programs in memory do what real ones do, as far as others can see. */
import { assertEquals, assertRejects } from "@std/assert";
import { type MemoryProgram, memoryPrograms } from "../../../src/host/programs/memory_programs.ts";
import { read } from "./real_program.ts";

const command = { program: "p", args: [], env: {}, stdin: "null" } as const;

Deno.test("memoryPrograms() prints, is told to end, ends, and is released", async () => {
  const { programs, started } = memoryPrograms((program) => program.print("ready\n"));
  const program = await programs.start({ ...command, stdin: "piped" });
  const [seen] = started;
  seen?.print("oops\n", "stderr");
  const writer = program.stdin?.getWriter();
  await writer?.write(new TextEncoder().encode("to you"));
  assertEquals([seen?.read, program.living()], ["to you", [program.record.pid]]);
  program.signal("terminate");
  assertEquals(await program.ended, { code: null, signal: "SIGTERM" });
  assertEquals([await read(program.stdout), await read(program.stderr)], ["ready\n", "oops\n"]);
  assertEquals([program.living(), seen?.signals, seen?.isReleased], [[], ["terminate"], false]);
  program.release();
  assertEquals(seen?.isReleased, true);
});

Deno.test("memoryPrograms() leaves children of a program that ends by itself, until they are ended by force", async () => {
  const stubborn = (program: MemoryProgram) => {
    program.endsAt = "kill";
    program.children.add(7);
  };
  const { programs, started } = memoryPrograms(stubborn);
  const program = await programs.start(command);
  program.signal("terminate");
  started[0]?.end({ code: 3, signal: null });
  assertEquals([await program.ended, program.living()], [{ code: 3, signal: null }, [7]]);
  assertEquals(programs.leftover(program.record)?.living(), [7]);
  program.signal("kill");
  assertEquals([program.living(), programs.leftover(program.record)], [[], null]);
});

Deno.test("memoryPrograms() does not start what its owner refuses", async () => {
  const { programs, started } = memoryPrograms(() => {
    throw new Deno.errors.NotFound("no such program");
  });
  await assertRejects(() => programs.start(command), Deno.errors.NotFound);
  assertEquals(started, []);
});
