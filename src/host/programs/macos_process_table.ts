/**
 * The processes of macOS, from ps(1), which prints the same on Linux. Sessions are not told as numbers, and environments are not read: a
 * process that has left both its group and its parent is not found there, unless it was seen before.
 */
import { outputOf } from "../process/child_process.ts";
import { listOf, type ProcessTable, type SeenProcess } from "./process_table.ts";

const PS = { program: "/bin/ps", args: ["-axo", "pid=,ppid=,pgid=,stat=,lstart="] };

export function macosProcessTable(run: typeof outputOf = outputOf): ProcessTable {
  let list = listOf([]);
  let madeAt = -Infinity;
  const table: ProcessTable = {
    list(maxAgeMs) {
      if (performance.now() - madeAt <= maxAgeMs) return list;
      // In the words of one language, whatever the person's is.
      list = listOf(run(PS, { LC_ALL: "C" }).split("\n").flatMap((line) => seenIn(line) ?? []));
      madeAt = performance.now();
      return list;
    },
    startTimeOf: (pid) => table.list(0).byPid.get(pid)?.startTime ?? null,
  };
  return table;
}

function seenIn(line: string): SeenProcess | null {
  const [, pid, parent, group, state, startTime] =
    /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)\s*$/.exec(line) ?? [];
  if (startTime === undefined) return null;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: null,
    startTime: startTime.replaceAll(/\s+/g, " "),
    mark: null,
    isZombie: state?.startsWith("Z") ?? false,
  };
}
