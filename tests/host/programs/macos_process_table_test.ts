/** The list of processes that ps(1) prints: as macOS prints it, and as this machine does. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { linuxProcessTable } from "../../../src/host/programs/linux_process_table.ts";
import { macosProcessTable } from "../../../src/host/programs/macos_process_table.ts";
import { unixPrograms } from "../../../src/host/programs/unix_programs.ts";
import { end, sh, until } from "./real_program.ts";

/** Lines of ps(1) of macOS 14. */
const LINES = `    1     0     1 Ss   Sat Nov  1 08:11:05 2025    
  812     1   812 S+   Thu Nov 26 06:01:33 2026    
40512   812   812 Z    Thu Nov 26 06:01:34 2026    

ps: time of day unknown
`;

Deno.test("macosProcessTable() reads what ps prints, and asks for it in one language", () => {
  const asked: unknown[] = [];
  const table = macosProcessTable((...all) => {
    asked.push(all);
    return LINES;
  });
  const found = [...table.list(0).byPid.values()];
  const [session, mark] = [null, null];
  assertEquals(found, [
    { pid: 1, parent: 0, group: 1, session, startTime: "Sat Nov 1 08:11:05 2025", mark, isZombie: false },
    {
      pid: 812,
      parent: 1,
      group: 812,
      session,
      startTime: "Thu Nov 26 06:01:33 2026",
      mark,
      isZombie: false,
    },
    {
      pid: 40512,
      parent: 812,
      group: 812,
      session,
      startTime: "Thu Nov 26 06:01:34 2026",
      mark,
      isZombie: true,
    },
  ]);
  assertEquals(asked, [[{ program: "/bin/ps", args: ["-axo", "pid=,ppid=,pgid=,stat=,lstart="] }, {
    LC_ALL: "C",
  }]]);
});

Deno.test({
  name: "macosProcessTable() knows the processes of this machine as /proc does",
  ignore: Deno.build.os !== "linux",
  fn() {
    const own = ({ list }: ReturnType<typeof linuxProcessTable>) => list(0).byPid.get(Deno.pid);
    const [told, read] = [own(macosProcessTable()), own(linuxProcessTable())];
    assert(told !== undefined && read !== undefined);
    assertEquals([told.parent, told.group, told.isZombie], [read.parent, read.group, false]);
  },
});

Deno.test({
  name: "unixPrograms() ends a program with its children by what ps prints",
  ignore: Deno.build.os === "windows",
  async fn() {
    const path = Deno.env.get("PATH");
    const programs = unixPrograms({
      table: macosProcessTable(),
      groups: null,
      run: crypto.randomUUID(),
      path,
    });
    const program = await sh(programs, `trap "" TERM; sleep 600 & sh -c 'sleep 600 & wait' & wait`);
    await until(() => program.living().length === 4, "the program and its children");
    assertEquals(programs.leftover(program.record)?.living(), program.living());
    program.signal("kill");
    await until(() => program.living().length === 0, "the end of all");
    await end(program);
  },
});
