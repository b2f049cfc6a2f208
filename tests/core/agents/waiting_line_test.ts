// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { waitingFor } from "../../../src/core/agents/waiting_line.ts";
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { busy, colour, now, permission, program, question, run } from "./opencode/situations.ts";

Deno.test("waitingFor() gives the longest first, with whose it is and what it says", () => {
  const first = program(1, [{ id: "a", status: busy, title: "Fix it" }], {
    permissions: permission("a", run, 10),
  });
  const second = program(2, [{ id: "b", status: busy }], { questions: question("b", [colour], 20) });
  assertEquals(
    waitingFor([first, second], agentsEn).map((
      { waiting: { session, since }, title, text },
    ) => [session, title, text, since]),
    [
      ["b", "Title b", "app: asks: Which colour?", now - 20],
      ["a", "Fix it", "app: wants to run `git push`", now - 10],
    ],
  );
});
