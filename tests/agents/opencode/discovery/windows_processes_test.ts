/** Which of a machine's listening sockets are OpenCode's, as Windows tells it. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createWindowsProcessScan } from "../../../../src/agents/opencode/discovery/windows_processes.ts";
import type { Listener } from "../../../../src/platform/platform.ts";

function stage(programs: Record<number, string>) {
  let all: readonly Listener[] = [];
  const asked: number[] = [];
  const owned = createWindowsProcessScan({
    pid: 1,
    sockets: {
      list: () => all,
      programOf(pid) {
        asked.push(pid);
        return programs[pid] ?? null;
      },
    },
  });
  return {
    owned,
    asked,
    programs,
    listen: (...pids: readonly number[]) =>
      all = pids.map((pid) => ({ pid, address: "127.0.0.1", port: 4000 + pid })),
    pids: () => owned.scan().map(({ pid }) => pid),
  };
}

Deno.test("createWindowsProcessScan() takes processes by the file name of their program, whatever its case", () => {
  const names = [
    "C:\\opencode.exe",
    "C:\\Users\\Đặng\\AppData\\npm\\OpenCode.EXE",
    "C:\\Program Files\\OpenCode\\opencode-cli.exe",
    "C:\\opencode\\node.exe",
    "C:\\opencode.exe\\x.exe",
    "C:\\opencode.exe.bak",
    "C:\\my-opencode.exe",
    "",
  ];
  const one = stage(Object.fromEntries(names.map((name, index) => [index + 10, name])));
  one.listen(...names.keys().map((index) => index + 10));
  assertEquals(one.pids(), [10, 11, 12]);
  const own = stage({ 1: "C:\\opencode.exe" });
  own.listen(1);
  assertEquals(own.pids(), [], "this process itself");
});

Deno.test("createWindowsProcessScan() asks of each process once, until it listens no more or is to be asked again", () => {
  const { owned, asked, programs, listen, pids } = stage({ 5: "C:\\opencode.exe", 6: "C:\\other.exe" });
  listen(5, 6, 7);
  for (let count = 0; count < 3; count++) assertEquals(pids(), [5]);
  assertEquals(asked, [5, 6, 7]);
  // From now on another program has this process id.
  listen(6, 7);
  assertEquals(pids(), []);
  programs[5] = "C:\\other.exe";
  listen(5, 6, 7);
  assertEquals(pids(), []);
  programs[5] = "C:\\opencode.exe";
  assertEquals(pids(), []);
  owned.recheck(5);
  assertEquals([pids(), asked], [[5], [5, 6, 7, 5, 5]]);
});
