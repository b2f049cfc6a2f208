/** Whose work a session does. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { rootsIn } from "../../../src/core/agents/session_tree.ts";
import { program } from "./opencode/situations.ts";

Deno.test("rootsIn() finds the session that was begun, as far as the way up to it is known", () => {
  const rootOf = rootsIn(
    program(1, [
      { id: "grandchild", parent: "child" },
      { id: "child", parent: "begun" },
      { id: "begun" },
      { id: "orphan", parent: "gone" },
    ]).sessions,
  );
  assertEquals(["grandchild", "child", "begun", "orphan", "unknown"].map(rootOf), [
    "begun",
    "begun",
    "begun",
    "orphan",
    "unknown",
  ]);
});

Deno.test("rootsIn() gives one and the same to all that name each other as parents, and to what is below them", () => {
  const rootOf = rootsIn(
    program(1, [
      { id: "a", parent: "b" },
      { id: "b", parent: "c" },
      { id: "c", parent: "a" },
      { id: "below", parent: "b" },
    ]).sessions,
  );
  const found = new Set(["below", "a", "b", "c"].map(rootOf));
  assertEquals(found.size, 1);
});
