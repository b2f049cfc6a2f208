// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { agentsAfter, nextAgentChange, weightOf } from "../../../src/core/agents/sources.ts";
import { noTodos } from "../../../src/core/agents/opencode/session_changes.ts";
import type { StreamMessage } from "../../../src/core/agents/opencode/stream_message.ts";
import { agents, busy, instance, now } from "./opencode/situations.ts";

Deno.test("nextAgentChange() is when a tool begins to look as if it waited, or an instance as if it were gone", () => {
  const tools = [{ name: "bash", arg: "", ago: 1000 }];
  const older = instance(1, [{ id: "a", status: busy, tools }], { guessBefore: { "": Infinity } });
  const silent = instance(2, [], { reach: { kind: "not-answering", since: now - 2000 } });
  assertEquals(nextAgentChange(agents(older, silent), now), now + 3000);
  assertEquals(nextAgentChange(agents(older), now), now + 4001);
  assertEquals(nextAgentChange(agents(instance(1, [{ id: "a", status: busy, tools }])), now), null);
});

Deno.test("agentsAfter() folds a report into the state of its source, and gives the same state where nothing has changed", () => {
  const before = agents(instance(1, []));
  const found = { type: "found", key: "4:5", port: 4, pid: 5, tty: "", version: "" } as const;
  const after = agentsAfter(before, { source: "opencode", content: found }, now);
  assertEquals(after.opencode.map(({ key }) => key), ["1:2", "4:5"]);
  const event = { type: "reach", reach: { kind: "locked", since: now } } as const;
  const ofAnother = { source: "opencode", content: { type: "happened", key: "6:7", event } } as const;
  assert(agentsAfter(after, ofAnother, now) === after);
});

Deno.test("weightOf() is what a report may change: alerts depend on a tool only where a wait is guessed, and never on todos", () => {
  const of = (body: StreamMessage) => {
    const event = { type: "message", message: body } as const;
    return weightOf({ source: "opencode", content: { type: "happened", key: "1:2", event } });
  };
  const directory = "/h/app";
  const tool = {
    id: "prt_1",
    session: "a",
    name: "bash",
    arg: "",
    status: "running",
    startedAt: null,
  } as const;
  assertEquals([
    of({ type: "status", session: "a", status: { kind: "busy" }, directory }),
    of({ type: "tool", tool, directory }),
    of({ type: "todos", session: "a", todos: noTodos, directory }),
    weightOf({ source: "opencode", content: { type: "gone", key: "1:2" } }),
  ], ["change", "tool", "detail", "change"]);
});
