// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import { agentsLine } from "../../../src/core/agents/agent_counts.ts";
import { opencodeList } from "../../../src/core/agents/agents_json.ts";
import { agentEntries } from "../../../src/core/agents/agent_menu.ts";
import { agentsFile } from "../../../src/core/agents/agents_plugin_file.ts";
import { opencodeProgram } from "../../../src/core/agents/opencode/opencode_program.ts";
import { shownSessions } from "../../../src/core/agents/shown_sessions.ts";
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { agents, busy, instance, now, permission, program, run } from "./opencode/situations.ts";

Deno.test("shownSessions() ends where sessions name each other as parents", () => {
  const odd = program(1, [
    { id: "a", parent: "b", status: busy },
    { id: "b", parent: "a", status: busy },
    { id: "c", parent: "c", status: busy },
  ]);
  assertEquals(shownSessions(odd).map(({ session }) => session.id).sort(), ["a", "b", "c"]);
  assertEquals(agentsLine([odd], agentsEn) !== null, true);
});

Deno.test("shownSessions() and all that is shown take a chain of any length, and a ring", () => {
  const length = 20_000;
  const begin = performance.now();
  for (const first of [null, `s${length - 1}`]) {
    const long = instance(
      1,
      Array.from(
        { length },
        (_, index) => ({ id: `s${index}`, parent: index === 0 ? first : `s${index - 1}`, status: busy }),
      ),
      { permissions: permission(`s${length - 1}`, run) },
    );
    const chain = opencodeProgram(long, now);
    const shown = shownSessions(chain);
    assertEquals([shown.length, shown.at(-1)?.session.id], [length, `s${length - 1}`]);
    assertEquals(shown.at(-1)?.depth, first === null ? length - 1 : 0);
    assertEquals(agentsLine([chain], agentsEn), "1 waits for you");
    assertEquals(agentsFile([chain], "untitled").agent_count, length);
    assertEquals(opencodeList(agents(long), now)[0]?.sessions.length, length);
    const labels = JSON.stringify(agentEntries([chain], now, { clock: () => "", agents: agentsEn }));
    assertLess(labels.length, 500 * length, "what is deep is far to the right");
  }
  assertLess(performance.now() - begin, 10_000, "the walk is more than once through");
});
