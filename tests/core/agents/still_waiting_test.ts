// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { allowsUnseen } from "../../../src/core/agents/still_waiting.ts";
import { permission, program, run } from "./opencode/situations.ts";

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
