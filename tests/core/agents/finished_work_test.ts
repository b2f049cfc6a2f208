/** When the work of a session and its subagents has ended. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { finishedSessions } from "../../../src/core/agents/finished_work.ts";
import { busy, minute, now, program, type SessionLike } from "./opencode/situations.ts";

const runs: readonly [string, Partial<SessionLike>, boolean][] = [
  ["worked for over a minute", { ran: [2 * minute, 1000, "done"] }, true],
  ["failed after over a minute", { ran: [2 * minute, 1000, "failed"], error: "bad key" }, true],
  ["worked for a minute", { ran: [minute + 1000, 1000, "done"] }, false],
  ["was stopped by its user", { ran: [2 * minute, 1000, "aborted"] }, false],
  ["is a subagent", { ran: [2 * minute, 1000, "done"], parent: "p" }, false],
  ["works again", { ran: [2 * minute, 1000, "done"], status: busy }, false],
  ["ended long ago", { ran: [20 * minute, 11 * minute, "done"] }, false],
];
for (const [what, session, told] of runs) {
  Deno.test(`finishedSessions() ${told ? "has" : "has not"} one that ${what}`, () => {
    assertEquals(finishedSessions([program(1, [{ id: "a", ...session }])], now).length, told ? 1 : 0);
  });
}

/** The names of those that have ended in an instance with these sessions. */
const ended = (...sessions: readonly SessionLike[]) =>
  finishedSessions([program(1, sessions)], now).map((
    { session, endedAt },
  ) => [session.id, now - endedAt]);

Deno.test("finishedSessions() waits for the last subagent, at any depth, and names the session that was begun", () => {
  const root: SessionLike = { id: "root", ran: [3 * minute, 2 * minute, "done"] };
  const child: SessionLike = { id: "child", parent: "root" };
  const grandchild: SessionLike = { id: "grandchild", parent: "child" };
  assertEquals(ended(root, child, { ...grandchild, status: busy }), []);
  assertEquals(ended(root, { ...child, status: busy }, grandchild), []);
  assertEquals(ended(root, child, { ...grandchild, ran: [2.5 * minute, 1000, "done"] }), [["root", 1000]]);
  // The session itself rested long ago.
  const early: SessionLike = { id: "root", ran: [60 * minute, 50 * minute, "done"] };
  assertEquals(ended(early, { ...child, ran: [2 * minute, 1000, "done"] }), [["root", 1000]]);
});

Deno.test("finishedSessions() takes runs that follow each other for one, and others for themselves", () => {
  const root: SessionLike = { id: "root", ran: [80_000, 45_000, "done"] };
  assertEquals(ended(root, { id: "c", parent: "root", ran: [44_000, 1000, "done"] }), [["root", 1000]]);
  assertEquals(ended(root, { id: "c", parent: "root", ran: [30_000, 1000, "done"] }), []);
});

Deno.test("finishedSessions() goes by how the session itself ended", () => {
  const child: SessionLike = { id: "c", parent: "root", ran: [2 * minute, 500, "aborted"] };
  assertEquals(ended({ id: "root", ran: [3 * minute, 1000, "done"] }, child), [["root", 500]]);
  assertEquals(
    ended({ id: "root", ran: [3 * minute, 1000, "aborted"] }, { ...child, ran: [2 * minute, 500, "done"] }),
    [],
  );
});

Deno.test("finishedSessions() finds its way through parents that are not known, and those that go in a circle", () => {
  const ran = [2 * minute, 1000, "done"] as const;
  assertEquals(
    ended({ id: "a", parent: "gone", ran }, { id: "b", parent: "c", ran }, { id: "c", parent: "b", ran }),
    [],
  );
  const chain = Array.from({ length: 3000 }, (_, at): SessionLike => ({
    id: `s${at}`,
    parent: at === 0 ? null : `s${at - 1}`,
    ran,
  }));
  assertEquals(ended(...chain.toReversed()), [["s0", 1000]]);
});
