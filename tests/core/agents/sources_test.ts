// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { nextAgentChange } from "../../../src/core/agents/sources.ts";
import { agents, busy, instance, now } from "./opencode/situations.ts";

Deno.test("nextAgentChange() is when a tool begins to look as if it waited, or an instance as if it were gone", () => {
  const tools = [{ name: "bash", arg: "", ago: 1000 }];
  const older = instance(1, [{ id: "a", status: busy, tools }], { guessBefore: { "": Infinity } });
  const silent = instance(2, [], { reach: { kind: "not-answering", since: now - 2000 } });
  assertEquals(nextAgentChange(agents(older, silent), now), now + 3000);
  assertEquals(nextAgentChange(agents(older), now), now + 4001);
  assertEquals(nextAgentChange(agents(instance(1, [{ id: "a", status: busy, tools }])), now), null);
});
