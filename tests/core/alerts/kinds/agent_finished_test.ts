/** How a person is told that the work of a session and its subagents has ended. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { situationOf } from "../../../../src/core/alerts/due_alerts.ts";
import { agentFinished } from "../../../../src/core/alerts/kinds/agent_finished.ts";
import { nextNotice } from "../../../../src/core/alerts/next_notice.ts";
import { seriesText } from "../../../../src/core/alerts/series.ts";
import { toldAfter } from "../../../../src/core/alerts/told_memory.ts";
import { en } from "../../../../src/core/language/en/messages.ts";
import { nothingSaved } from "../../../../src/core/saved_state.ts";
import { initialState, type State } from "../../../../src/core/state.ts";
import { agents, instance, minute, now, type SessionLike } from "../../agents/opencode/situations.ts";
import { settingsWith } from "../teller.ts";

function stateWith(sessions: readonly SessionLike[]): State {
  const config = settingsWith({ opencode: { alert_finished: true } });
  return { ...initialState(config, nothingSaved), agents: agents(instance(1, sessions)) };
}

Deno.test("agentFinished says how it ended, under a name of its own for each run", () => {
  const of = (session: Partial<SessionLike>) =>
    agentFinished.due(situationOf(stateWith([{ id: "a", ...session }]), now)).map((
      { series, mark, facts },
    ) => ({
      series: seriesText(series),
      mark,
      notice: agentFinished.noticeOf([facts], en),
    }))[0];
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
