// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { agentsLine } from "../../../src/core/agents/agent_counts.ts";
import type { AgentProgram } from "../../../src/core/agents/program.ts";
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { busy, minute, now, permission, program, run } from "./opencode/situations.ts";

const lines: readonly [string, readonly AgentProgram[], string | null][] = [
  ["nothing", [], null],
  ["all idle", [program(1, [{ id: "a" }])], null],
  ["two at work and one that waits", [
    program(1, [{ id: "a", status: busy }, { id: "b", status: busy }], {
      permissions: permission("b", run),
    }),
    program(2, [{ id: "c", status: busy }, { id: "d", status: busy, parent: "c" }]),
  ], "2 busy, 1 waits for you"],
  ["a subagent that waits, for its parent", [
    program(1, [{ id: "a", status: busy }, { id: "b", status: busy, parent: "a" }], {
      permissions: permission("b", run),
    }),
  ], "1 waits for you"],
  ["one that does not answer", [
    program(1, [{ id: "a", status: busy }], { reach: { kind: "not-answering", since: now - minute } }),
  ], null],
];
for (const [what, programs, line] of lines) {
  Deno.test(`agentsLine() with ${what}: ${line}`, () => assertEquals(agentsLine(programs, agentsEn), line));
}
