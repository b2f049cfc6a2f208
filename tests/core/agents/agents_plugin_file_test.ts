// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { agentsFile, agentsFileText } from "../../../src/core/agents/agents_plugin_file.ts";
import type { Reach } from "../../../src/core/agents/program.ts";
import { stillWaiting } from "../../../src/core/agents/still_waiting.ts";
import { busy, minute, now, permission, program, question } from "./opencode/situations.ts";

Deno.test("agentsFile() without an instance is all zeros and not connected", () => {
  assertEquals(JSON.parse(agentsFileText(agentsFile([], "untitled"), now)), {
    instances: [],
    instance_count: 0,
    agent_count: 0,
    busy_count: 0,
    todos: { pending: 0, in_progress: 0 },
    permissions_pending: 0,
    tools_running: [],
    updated: Math.floor(now / 1000),
    connected: false,
  });
});

Deno.test("agentsFile() has the shape that the plugins read", () => {
  const tools = [{ name: "bash", arg: "git status | wc" }];
  const todos = { pending: 2, inProgress: 1, current: "This\nnow", next: "a|b" };
  const one = program(
    4096,
    [{ id: "s1", title: "Fix | all", status: busy, tools, todos, directory: "/h/app/" }, { id: "s2" }],
    { tty: "ttys001", permissions: permission("s1", { kind: "run", command: "git status" }) },
  );
  assertEquals(JSON.parse(agentsFileText(agentsFile([one], "untitled"), 1766768000999)), {
    instances: [{
      port: 4096,
      tty: "ttys001",
      agents: [{
        id: "s1",
        title: "Fix ¦ all",
        dir: "app",
        full_dir: "/h/app/",
        status: "busy",
        permission_pending: true,
        tools: [{ name: "bash", arg: "git status ¦ wc" }],
        todos: { pending: 2, in_progress: 1, current_label: "This ↵ now", next_label: "a¦b" },
      }],
      agent_count: 1,
      busy_count: 1,
    }],
    instance_count: 1,
    agent_count: 1,
    busy_count: 1,
    todos: { pending: 2, in_progress: 1 },
    permissions_pending: 1,
    tools_running: ["bash"],
    updated: 1766768000,
    connected: true,
  });
});

Deno.test("agentsFile() counts sessions that wait for a permission, not permissions and not questions", () => {
  const wish = { kind: "run", command: "x" } as const;
  const permissions = { ...permission("s1", wish), ...permission("s1", wish, 0, { id: "per_2" }) };
  const item = { header: "", text: "Which?", isWhole: true, options: [], multiple: false };
  const sessions = [{ id: "s1", status: busy }, { id: "s2", status: busy }];
  const file = agentsFile(
    [program(1, sessions, { permissions, questions: question("s2", [item]) })],
    "untitled",
  );
  assertEquals([file.permissions_pending, file.busy_count], [1, 2]);
});

const reaches: readonly [string, Reach, boolean][] = [
  ["starting", { kind: "starting", since: now }, false],
  ["locked", { kind: "locked", since: now }, false],
  ["polled", { kind: "polled", since: now }, true],
  ["silent for under 5 s", { kind: "not-answering", since: now - 4999 }, true],
  ["silent for 5 s", { kind: "not-answering", since: now - 5000 }, false],
];
for (const [what, reach, listed] of reaches) {
  Deno.test(`agentsFile() with an instance that is ${what}: ${listed ? "in" : "not in"} it`, () => {
    assertEquals(agentsFile([program(1, [], { reach })], "untitled").connected, listed);
  });
}

Deno.test("agentsFile() takes a tool that runs for over 5 s for a permission, where the server does not tell", () => {
  const pending = (name: string, ago: number, guessBefore: Record<string, number>) =>
    agentsFile(
      [
        program(1, [{ id: "s1", status: busy, tools: [{ name, arg: "", ago }] }], { guessBefore }),
      ],
      "untitled",
    ).permissions_pending;
  const older = { "/h/app": Infinity };
  assertEquals(
    [
      pending("bash", 5001, older),
      pending("bash", 5000, older),
      pending("task", minute, older),
      pending("bash", minute, {}),
    ],
    [1, 0, 0, 0],
  );
  // Refused once, told of by the stream since.
  const since = { "/h/app": now - 10_000 };
  assertEquals([pending("bash", 11_000, since), pending("bash", 9000, since)], [1, 0]);
});

Deno.test("agentsFile() guesses no permission for a session of which one is told, and lists instances by port", () => {
  const tools = [{ name: "bash", arg: "", ago: minute }];
  const told = {
    guessBefore: { "": Infinity },
    permissions: permission("s1", { kind: "run", command: "x" }),
  };
  const one = program(2, [{ id: "s1", status: busy, tools }], told);
  assertEquals(stillWaiting(one).map(({ kind }) => kind), ["permission"]);
  assertEquals(agentsFile([one, program(1, [])], "untitled").instances.map(({ port }) => port), [
    1,
    2,
  ]);
});
