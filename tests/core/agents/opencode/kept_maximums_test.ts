/** A server that tells of more than anybody has: a part is kept, the rest is counted, and nothing important is lost. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { nextNotice } from "../../../../src/core/alerts/next_notice.ts";
import { toldAfter } from "../../../../src/core/alerts/told_memory.ts";
import { defaultSettings } from "../../../../src/core/settings.ts";
import { nothingSaved } from "../../../../src/core/saved_state.ts";
import { en } from "../../../../src/core/language/en/messages.ts";
import type { MenuEntry } from "../../../../src/core/menu_entry.ts";
import { instanceAfter } from "../../../../src/core/agents/opencode/instance_after_event.ts";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type {
  StreamMessage,
  StreamMessageBody,
} from "../../../../src/core/agents/opencode/stream_message.ts";
import type { FullState } from "../../../../src/core/agents/opencode/full_state.ts";
import {
  IDLE_SESSIONS_MAX,
  leftOutIn,
  LIVE_SESSIONS_MAX,
  PERMISSIONS_MAX,
  QUESTIONS_MAX,
  TOOLS_MAX,
} from "../../../../src/core/agents/opencode/kept_maximums.ts";
import { RECENT_MESSAGES_MAX } from "../../../../src/core/agents/opencode/messages_since.ts";
import { noticesOfProgramMax } from "../../../../src/core/alerts/kinds/agent_waiting.ts";
import { agentAlertsRemembered } from "../../../../src/core/alerts/told_lifetimes.ts";
import { opencodeList } from "../../../../src/core/agents/agents_json.ts";
import { agentsEn } from "../../../../src/core/language/en/agent_messages.ts";
import { agentsVi } from "../../../../src/core/language/vi/agent_messages.ts";
import { agentEntries } from "../../../../src/core/agents/agent_menu.ts";
import {
  parsePermissions,
  parseStatuses,
} from "../../../../src/core/agents/opencode/wire/parse_responses.ts";
import { agentsLine } from "../../../../src/core/agents/agent_counts.ts";
import { waitingFor } from "../../../../src/core/agents/waiting_line.ts";
import { initialState } from "../../../../src/core/state.ts";
import { agents, busy, colour, instance, now, permission, programs, question, run } from "./situations.ts";

const directory = "/h/app";
const MANY = 20_000;
/** What a person has: one at work that asks, one that works, one that is idle. */
const before = instance(1, [
  { id: "real_1", status: busy, updatedAt: 500 },
  { id: "real_2", status: busy, updatedAt: 400 },
  { id: "real_3", updatedAt: now },
], { permissions: permission("real_1", run, 60_000), questions: question("real_2", [colour], 50_000) });

function told(at: Instance, bodies: Iterable<StreamMessageBody>, where = directory): Instance {
  let after = at;
  for (const body of bodies) {
    const message: StreamMessage = { ...body, directory: where };
    after = instanceAfter(after, { type: "message", message }, now);
  }
  return after;
}

function* flood(
  count: number,
  body: (id: string, index: number) => StreamMessageBody,
): Iterable<StreamMessageBody> {
  for (let index = 0; index < count; index++) yield body(`fake_${index}`, index);
}

const working = (session: string): StreamMessageBody => ({
  type: "status",
  session,
  status: { kind: "busy" },
});
const created = (id: string, updatedAt = 1): StreamMessageBody => ({
  type: "session",
  info: { ...template, id, title: id, updatedAt },
});
const template = instance(1, [{ id: "x" }]).sessions["x"]?.info ?? ((): never => {
  throw new Error("no template");
})();
const asks = (id: string): StreamMessageBody => ({
  type: "permission-asked",
  permission: { ...word, id, session: "real_2" },
});
const word = Object.values(permission("x", run))[0] ?? ((): never => {
  throw new Error("no template");
})();
const wonders = (id: string): StreamMessageBody => ({
  type: "question-asked",
  question: { id, session: "real_1", items: [colour] },
});

function withAnswers(at: Instance, fullState: Partial<FullState>): Instance {
  const nothing = { kind: "unknown" } as const;
  const parts = { sessions: nothing, statuses: nothing, permissions: nothing, questions: nothing };
  const asking = instanceAfter(at, { type: "full-state-requested", number: 1 }, now);
  const whole = { directory, ...parts, todos: {}, tools: {}, ...fullState };
  return instanceAfter(asking, { type: "full-state", number: 1, fullState: whole }, now);
}

function labels(entries: readonly MenuEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "separator":
        return [];
      case "submenu":
        return [entry.label, ...labels(entry.entries)];
      case "item":
        return [entry.label];
    }
  });
}

/** Whatever was told: what was there before is there. */
function assertRealAreThere(after: Instance): void {
  for (const id of ["real_1", "real_2", "real_3"]) assert(after.sessions[id] !== undefined, id);
  assert(after.permissions["per_real_1"] !== undefined && after.questions["que_real_2"] !== undefined);
}

Deno.test("instanceAfter() keeps so many working sessions, those known first, and counts the others", () => {
  const after = told(before, flood(MANY, working));
  const live = Object.values(after.sessions).filter(({ status }) => status.kind !== "idle");
  assertEquals(live.length, LIVE_SESSIONS_MAX);
  assertRealAreThere(after);
  assertEquals(leftOutIn(after).sessions, MANY + 2 - LIVE_SESSIONS_MAX);
  assertEquals(
    agentsLine(programs(after), agentsEn),
    `${MANY} busy, 2 wait for you`,
  );
});

Deno.test("instanceAfter() counts a session as left out that begins to work beyond those, and no more when it is idle", () => {
  const full = told(before, flood(LIVE_SESSIONS_MAX - 2, working));
  const one = told(full, [working("real_3")]);
  assertEquals([one.sessions["real_3"], leftOutIn(one).sessions], [undefined, 1]);
  const idle = told(one, [{ type: "status", session: "real_3", status: { kind: "idle" } }]);
  assertEquals(leftOutIn(idle).sessions, 0);
});

Deno.test("instanceAfter() keeps the newest idle sessions, and whatever works or waits beside them", () => {
  const after = told(before, flood(MANY, (id, index) => created(id, index)));
  assertRealAreThere(after);
  const idle = Object.values(after.sessions).filter(({ status }) => status.kind === "idle");
  assertEquals(idle.length, IDLE_SESSIONS_MAX);
  assert(after.sessions[`fake_${MANY - 1}`] !== undefined && after.sessions["fake_0"] === undefined);
  assertEquals(leftOutIn(after).sessions, 0, "idle ones are shown nowhere");
  // Working in turns makes no more of them.
  const turns = told(before, flood(1_000, working));
  const ended = told(
    turns,
    flood(1_000, (session) => ({ type: "status", session, status: { kind: "idle" } })),
  );
  const again = told(ended, flood(1_000, (id) => working(`again_${id}`)));
  assertLess(Object.keys(again.sessions).length, LIVE_SESSIONS_MAX + IDLE_SESSIONS_MAX + 1);
});

Deno.test("instanceAfter() keeps what was asked first, and counts what is asked beyond that until it is answered", () => {
  const after = told(told(before, flood(MANY, asks)), flood(MANY, wonders));
  assertRealAreThere(after);
  assertEquals([Object.keys(after.permissions).length, Object.keys(after.questions).length], [
    PERMISSIONS_MAX,
    QUESTIONS_MAX,
  ]);
  const more = { permissions: MANY + 1 - PERMISSIONS_MAX, questions: MANY + 1 - QUESTIONS_MAX };
  assertEquals(leftOutIn(after), { sessions: 0, ...more });
  const answered = told(after, flood(MANY, (id) => ({ type: "permission-replied", permission: id })));
  assertEquals([Object.keys(answered.permissions), leftOutIn(answered).permissions], [["per_real_1"], 0]);
});

Deno.test("instanceAfter() keeps so many running tools of a session", () => {
  const tool = (id: string): StreamMessageBody => ({
    type: "tool",
    tool: { id, session: "real_1", name: "bash", arg: "ls", status: "running", startedAt: now },
  });
  const after = told(before, flood(MANY, tool));
  assertEquals(Object.keys(after.sessions["real_1"]?.tools ?? {}).length, TOOLS_MAX);
  const running = Array.from({ length: 500 }, (_, index) => ({
    ...{
      id: `t${index}`,
      session: "real_1",
      name: "bash",
      arg: "",
      status: "running" as const,
      startedAt: now,
    },
  }));
  const statuses = { kind: "known", value: { real_1: { kind: "busy" } } } as const;
  const seen = withAnswers(before, { statuses, tools: { real_1: running } });
  assertEquals(Object.keys(seen.sessions["real_1"]?.tools ?? {}).length, TOOLS_MAX);
});

Deno.test("instanceAfter() takes of a full state what it keeps of messages, and the count of the rest", () => {
  const body = JSON.stringify(Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`fake_${index}`, { type: "busy" }]),
  ));
  const statuses = parseStatuses({ status: 200, contentType: "application/json", body });
  const list = JSON.stringify(Array.from({ length: MANY }, (_, index) => ({
    ...{ id: `per_${index}`, sessionID: "fake_1", permission: "bash", patterns: ["ls"] },
  })));
  const permissions = parsePermissions({ status: 200, contentType: "application/json", body: list });
  assert(statuses.kind !== "malformed" && permissions.kind !== "malformed");
  const after = withAnswers(before, { statuses, permissions });
  // The first of its answer are not all of it: those known before may stand further on.
  assertRealAreThere(after);
  assertEquals(Object.keys(after.permissions).length, PERMISSIONS_MAX);
  assertEquals(leftOutIn(after), {
    sessions: 100_000 - LIVE_SESSIONS_MAX + 2,
    permissions: MANY + 1 - PERMISSIONS_MAX,
    questions: 0,
  });
  const calm = withAnswers(after, {
    statuses: { kind: "known", value: { real_1: { kind: "busy" } } },
    permissions: { kind: "known", value: [] },
    sessions: { kind: "known", value: [] },
  });
  // A long run of the second has ended, which is still to be told.
  assertEquals([Object.keys(calm.sessions), Object.keys(calm.permissions)], [["real_1", "real_2"], []]);
  assertEquals(calm.leftOut.size, 0);
});

Deno.test("instanceAfter() counts by directories, of which there are not more than so many", () => {
  let after = told(before, flood(PERMISSIONS_MAX, asks));
  for (let index = 0; index < 1_000; index++) after = told(after, [asks(`more_${index}`)], `/h/${index}`);
  assertLess(after.leftOut.size, 40);
  assertEquals(leftOutIn(after).permissions, 1_001);
  assertEquals(told(after, [{ type: "disposed" }], "").leftOut.size, 0);
});

Deno.test("instanceAfter() gives up a full state when more is told meanwhile than is remembered", () => {
  const asking = instanceAfter(before, { type: "full-state-requested", number: 1 }, now);
  const after = told(asking, flood(RECENT_MESSAGES_MAX + 1, (id) => created(id)));
  assertEquals([after.pendingFullStates, after.recentMessages], [{}, null]);
  const nothing = { kind: "known", value: [] } as const;
  const fullState = {
    directory,
    sessions: nothing,
    permissions: nothing,
    questions: nothing,
    todos: {},
    tools: {},
  };
  const late = { ...fullState, statuses: { kind: "known", value: {} } } as const;
  assert(instanceAfter(after, { type: "full-state", number: 1, fullState: late }, now) === after);
});

Deno.test("agentEntries() and opencodeList() show so much of a server, say how much more there is, and hide nothing of others", () => {
  const attacker = told(
    told(instance(2, [], { directory: "/h/evil" }), flood(MANY, working)),
    flood(MANY, asks),
  );
  const others = Array.from(
    { length: 18 },
    (_, index) => ({ ...attacker, key: `${index + 10}:1`, port: index + 10 }),
  );
  const all = [attacker, ...others, before];
  const menu = labels(agentEntries(programs(...all), now, { clock: en.clock, agents: agentsEn }));
  assert(menu.includes("app: wants to run `git push`"), "a real permission is hidden");
  assert(menu.includes("app: asks: Which colour?"), "a real question is hidden");
  assertEquals(
    menu.filter((label) => label.includes("+19,997 more wait for you")).length,
    19,
    menu.join("\n"),
  );
  assertEquals(menu.filter((label) => /^\+19,9\d\d more$/.test(label)).length, 19);
  assertLess(menu.length, 2_000);
  const vi = labels(agentEntries(programs(attacker), now, { clock: en.clock, agents: agentsVi }));
  assert(vi.some((label) => label.includes("+19.980 mục nữa đang chờ bạn")), vi.join("\n"));
  const [listed] = opencodeList(agents(attacker), now);
  assertEquals(listed?.more, {
    sessions: MANY - LIVE_SESSIONS_MAX,
    permissions: MANY - PERMISSIONS_MAX,
    questions: 0,
  });
  assertEquals(waitingFor(programs(attacker, before), agentsEn).length, PERMISSIONS_MAX + 2);
});

Deno.test("nextNotice() tells so much of one server in a minute, and of another all the same", () => {
  const attacker = told(instance(2, []), flood(MANY, asks));
  let state = { ...initialState(defaultSettings, nothingSaved), agents: agents(attacker, before) };
  const subjects: string[] = [];
  const at = now + 10_000;
  while (subjects.length < 100) {
    const next = nextNotice(state, at, en);
    if (next === null) break;
    subjects.push(...next.told.map(({ series }) => series));
    state = { ...state, told: toldAfter(state.told, next.told, at) };
  }
  const of = (key: string) =>
    subjects.filter((series) => series.startsWith(`opencode-waiting:${key}:`)).length;
  assertEquals([of(attacker.key), of(before.key)], [noticesOfProgramMax, 2]);
  assert(nextNotice(state, now + 75_000, en) !== null, "the others are never told");
});

Deno.test("toldAfter() remembers so much of agents, the last", () => {
  let notices = toldAfter([], [{ series: "network", mark: 1 }], now);
  for (let index = 0; index < 1_000; index++) {
    notices = toldAfter(notices, [{ series: `opencode-waiting:1:2:per_${index}`, mark: 0 }], now);
  }
  assertEquals(notices.length, agentAlertsRemembered + 2);
  assertEquals([notices[0]?.series, notices.at(-1)?.series], ["network", "opencode-waiting:1:2:per_999"]);
});
