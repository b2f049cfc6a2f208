/** Which processes are a program's, in tables: what the system never shows on demand, such as a number that is given anew. */
import { assertEquals } from "@std/assert";
import { listOf, processesOf, type SeenProcess } from "../../../src/host/programs/process_table.ts";

/**
 * "pid parent group session", with "mark" behind it for a process that has the mark, or "grouped" for one that is in the control group;
 * its start time is "t" and the pid.
 */
function processes(rows: readonly string[]): readonly SeenProcess[] {
  return rows.map((row) => {
    const [pid = 0, parent = 0, group = 0, session = 0] = row.split(" ").map(Number);
    const mark = row.endsWith(" mark") ? "m" : null;
    return { pid, parent, group, session, startTime: `t${pid}`, mark, isZombie: false };
  });
}

/** This process is 10 in session 5, and the program 100. */
const OTHERS = ["1 0 1 1", "5 1 5 5", "10 5 10 5", "20 10 20 5", "30 1 30 30", "31 30 31 30"];

const cases: readonly (readonly [
  what: string,
  rows: readonly string[],
  known: readonly (readonly [pid: number, startTime: string])[],
  group: number | null,
  found: readonly number[],
])[] = [
  ["the program alone", ["100 10 100 100 mark"], [[100, "t100"]], null, [100]],
  ["the program, whose environment cannot be read", ["100 10 100 100"], [[100, "t100"]], null, [100]],
  [
    "children of children, listed before their parents, whatever their environment and their group",
    ["90 101 90 90", "101 100 101 100", "100 10 100 100"],
    [[100, "t100"]],
    null,
    [90, 100, 101],
  ],
  ["an orphan with the mark", ["101 1 101 101 mark"], [[100, "t100"]], null, [101]],
  ["an orphan that was seen before", ["101 1 101 101"], [[101, "t101"]], null, [101]],
  [
    "an orphan in the control group, and its children",
    ["101 1 101 101 grouped", "102 101 102 102"],
    [],
    null,
    [
      101,
      102,
    ],
  ],
  ["what has the number of one that was seen before", ["101 1 101 101"], [[101, "other"]], null, []],
  [
    "orphans of a session, through one of them that is known",
    ["101 1 100 100 mark", "102 1 102 100", "103 102 103 103"],
    [[100, "t100"]],
    null,
    [101, 102, 103],
  ],
  [
    "a stranger with the number of the program, and its children",
    [
      "100 1 100 100",
      "101 100 100 100",
      "102 1 102 102 mark",
    ],
    [[100, "other"]],
    null,
    [102],
  ],
  ["who is in the group while its number surely is the program's", ["101 1 100 100"], [], 100, [101]],
  ["who is in the session while its number surely is the program's", ["101 1 101 100"], [], 100, [101]],
  ["nobody, of an orphaned group that nobody knows", ["101 1 100 100"], [[100, "t100"]], null, []],
  [
    "a child that is just being started, in our session, and nobody else of that",
    ["100 10 10 5"],
    [[100, "t100"]],
    null,
    [100],
  ],
  ["never this process, whatever it has", [], [[10, "t10"]], 10, []],
  ["nobody", [], [], null, []],
];

for (const [what, rows, known, group, found] of cases) {
  Deno.test(`processesOf() finds ${what}`, () => {
    const all = processes([...OTHERS, ...rows]);
    const grouped = processes(rows.filter((row) => row.endsWith(" grouped"))).map(({ pid }) => pid);
    const knownOf = { mark: "m", seen: new Map(known), grouped, group };
    const pids = processesOf(knownOf, listOf(all), 10).map(({ pid }) => pid);
    assertEquals(pids.sort((a, b) => a - b), found);
  });
}
