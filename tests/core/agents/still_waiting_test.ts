// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { allowsUnseen, waitingFor } from "../../../src/core/agents/still_waiting.ts";
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { busy, colour, now, permission, program, question, run } from "./opencode/situations.ts";

Deno.test("allowsUnseen() is true of what would allow more than can be seen, and of nothing else", () => {
  const unseen = (rest: Parameters<typeof permission>[3], reply: "once" | "always" | "reject") =>
    allowsUnseen([program(1, [], { permissions: permission("a", run, 0, rest) })], {
      kind: "answer-permission",
      instance: "1:2",
      permission: "per_a",
      reply,
    });
  const replies = ["once", "always", "reject"] as const;
  assertEquals(replies.map((reply) => unseen({}, reply)), [false, false, false]);
  assertEquals(replies.map((reply) => unseen({ isWhole: false }, reply)), [true, true, false]);
  assertEquals(replies.map((reply) => unseen({ alwaysIsWhole: false }, reply)), [false, true, false]);
  assertEquals(allowsUnseen([], { kind: "quit" }), false);
});

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
