/** When the work of a session and its subagents is told to have ended. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { nextNotice } from "../../../src/core/alerts/next_notice.ts";
import { toldAfter } from "../../../src/core/alerts/told.ts";
import { en } from "../../../src/core/language/messages_en.ts";
import { nothingSaved } from "../../../src/core/saved_state.ts";
import { initialState, type State } from "../../../src/core/state.ts";
import { dueFinished, finishedSessions } from "../../../src/core/agents/finished_alerts.ts";
import { opencodeEn } from "../../../src/core/language/agent_messages.ts";
import { settingsWith } from "../alerts/teller.ts";
import { busy, instance, minute, now, type SessionLike } from "./opencode/situations.ts";

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
    assertEquals(finishedSessions([instance(1, [{ id: "a", ...session }])], now).length, told ? 1 : 0);
  });
}

Deno.test("dueFinished() says how it ended, under a name of its own for each run", () => {
  const of = (session: Partial<SessionLike>) =>
    dueFinished([instance(1, [{ id: "a", ...session }])], now, opencodeEn)[0];
  const done = of({ ran: [2 * minute, 1000, "done"] });
  assertEquals([done?.series, done?.mark, done?.notice.title, done?.notice.body], [
    "opencode-finished:1:2:a",
    now - 1000,
    "app: finished",
    "Title a",
  ]);
  assertEquals(
    of({ ran: [2 * minute, 0, "failed"], error: "bad key" })?.notice.title,
    "app: stopped: bad key",
  );
});

/** The names of those that have ended in an instance with these sessions. */
const ended = (...sessions: readonly SessionLike[]) =>
  finishedSessions([instance(1, sessions)], now).map((
    { session, endedAt },
  ) => [session.info.id, now - endedAt]);

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

function stateWith(sessions: readonly SessionLike[]): State {
  const config = settingsWith({ opencode: { alert_finished: true } });
  return { ...initialState(config, nothingSaved), opencode: [instance(1, sessions)] };
}

Deno.test("nextNotice() tells of several that end at once in one notice, and once", () => {
  const ran = [2 * minute, 1000, "done"] as const;
  const state = stateWith([{ id: "a", ran }, { id: "b", ran: [2 * minute, 0, "failed"], error: "bad key" }]);
  const next = nextNotice(state, now, en);
  assertEquals(
    [next?.notice.title, next?.notice.body, next?.told.length, next?.alerts.length, next?.spaced],
    [
      "2 agents have ended",
      "app: finished · Title a\napp: stopped: bad key · Title b",
      2,
      2,
      true,
    ],
  );
  const told = toldAfter(state.told, next?.told ?? [], now);
  assertEquals(nextNotice({ ...state, told }, now, en), null);
  const many = stateWith(Array.from({ length: 20 }, (_, at) => ({ id: `s${at}`, ran })));
  assertEquals(nextNotice(many, now, en)?.notice.body.split("\n").at(-1), "… (+13)");
});

Deno.test("nextNotice() tells of one alone under its own name, with its terminal", () => {
  const next = nextNotice(stateWith([{ id: "a", title: "", ran: [2 * minute, 1000, "done"] }]), now, en);
  assertEquals([next?.notice.title, next?.notice.body, next?.notice.opens?.label], [
    "app: finished",
    "untitled",
    "Show terminal",
  ]);
});
