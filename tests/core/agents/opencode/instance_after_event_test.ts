// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type { StreamMessageBody } from "../../../../src/core/agents/opencode/stream_message.ts";
import type { FullState } from "../../../../src/core/agents/opencode/full_state.ts";
import type { WireStatus } from "../../../../src/core/agents/opencode/wire/wire_values.ts";
import type { SessionInfo } from "../../../../src/core/agents/opencode/opencode_session.ts";
import { instanceAfter, newInstance } from "../../../../src/core/agents/opencode/instance_after_event.ts";

const directory = "/h/app";
const nothing: FullState = {
  directory,
  sessions: { kind: "unknown" },
  statuses: { kind: "unknown" },
  permissions: { kind: "unknown" },
  questions: { kind: "unknown" },
  todos: {},
  tools: {},
};
const fresh = newInstance({ key: "1:2", port: 1, pid: 2 }, 0);
const busy: WireStatus = { kind: "busy" };
const idle: WireStatus = { kind: "idle" };

function info(id: string, rest: Partial<SessionInfo> = {}): SessionInfo {
  const tokens = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 };
  return {
    ...{
      id,
      parent: null,
      title: id,
      directory,
      createdAt: 0,
      updatedAt: 0,
      archivedAt: null,
      cost: 0,
      tokens,
    },
    ...rest,
  };
}

/** Each message at its time. */
function told(instance: Instance, ...messages: readonly (readonly [number, StreamMessageBody])[]): Instance {
  return messages.reduce(
    (state, [at, body]) => instanceAfter(state, { type: "message", message: { ...body, directory } }, at),
    instance,
  );
}

function withAnswers(instance: Instance, fullState: Partial<FullState>, at: number): Instance {
  const asking = instanceAfter(instance, { type: "full-state-requested", number: 7 }, at);
  return instanceAfter(
    asking,
    { type: "full-state", number: 7, fullState: { ...nothing, ...fullState } },
    at,
  );
}

const status = (session: string, word: WireStatus): StreamMessageBody => ({
  type: "status",
  session,
  status: word,
});
const running = (session: string, id = "prt_1", startedAt: number | null = 5): StreamMessageBody => ({
  type: "tool",
  tool: { id, session, name: "bash", arg: "ls", status: "running", startedAt },
});
const error = (aborted: boolean): StreamMessageBody => ({
  type: "error",
  session: "a",
  aborted,
  message: "no",
});

Deno.test("instanceAfter() counts a run from its beginning, over repeated words and retries", () => {
  const retry: WireStatus = { kind: "retry", attempt: 1, message: "slow", nextAt: 99 };
  const during = told(fresh, [10, status("a", busy)], [20, status("a", busy)], [30, status("a", retry)]);
  assertEquals(during.sessions["a"]?.status, { ...retry, since: 10 });
  const after = told(during, [40, status("a", busy)], [50, status("a", idle)], [60, status("a", idle)]);
  assertEquals(after.sessions["a"]?.lastRun, { startedAt: 10, endedAt: 50, how: "done" });
  assertEquals(after.sessions["a"]?.status, { kind: "idle" });
});

Deno.test("instanceAfter() keeps when it became busy over a full state that says the same", () => {
  const before = told(fresh, [10, status("a", busy)]);
  const after = withAnswers(before, { statuses: { kind: "known", value: { a: busy } } }, 90);
  assertEquals(after.sessions["a"]?.status, { kind: "busy", since: 10 });
});

Deno.test("instanceAfter() makes no end of a run of a full state older than what was heard", () => {
  const asking = instanceAfter(told(fresh, [10, status("a", busy)]), {
    type: "full-state-requested",
    number: 1,
  }, 20);
  const heard = told(asking, [30, status("a", busy)]);
  const fullState: FullState = { ...nothing, statuses: { kind: "known", value: {} } };
  const after = instanceAfter(heard, { type: "full-state", number: 1, fullState }, 40);
  assertEquals([after.sessions["a"]?.status, after.sessions["a"]?.lastRun], [
    { kind: "busy", since: 10 },
    null,
  ]);
});

Deno.test("instanceAfter() tells how a run ended; an error after which it goes on is none", () => {
  const how = (...then: readonly (readonly [number, StreamMessageBody])[]) => {
    const session = told(fresh, [10, status("a", busy)], ...then).sessions["a"];
    return [session?.lastRun?.how ?? null, session?.error];
  };
  assertEquals(how([20, error(false)], [21, status("a", idle)]), ["failed", "no"]);
  assertEquals(how([20, error(true)], [21, status("a", idle)]), ["aborted", null]);
  assertEquals(how([20, error(false)], [21, status("a", busy)], [30, status("a", idle)]), ["done", null]);
  assertEquals(how([20, status("a", idle)], [21, error(false)]), ["failed", "no"]);
  assertEquals(how([20, error(false)], [21, status("a", idle)], [30, status("a", busy)]), ["failed", null]);
});

Deno.test("instanceAfter() runs tools in sessions that are not idle, and none after", () => {
  const tools = (instance: Instance) => Object.keys(instance.sessions["a"]?.tools ?? {});
  const working = told(fresh, [10, status("a", busy)], [11, running("a")], [12, running("a", "prt_2")]);
  assertEquals(tools(working), ["prt_1", "prt_2"]);
  assertEquals(tools(told(working, [20, status("a", idle)])), []);
  assertEquals(tools(told(working, [20, status("a", idle)], [21, running("a")])), []);
  assertEquals(told(fresh, [1, running("a")]).sessions, {});
});

Deno.test("instanceAfter() begins a tool at its own start, never later than it was heard of", () => {
  const start = (startedAt: number | null, again: number) =>
    told(
      fresh,
      [10, status("a", busy)],
      [20, running("a", "prt_1", startedAt)],
      [again, running("a", "prt_1", startedAt)],
    ).sessions["a"]?.tools["prt_1"]?.startedAt;
  assertEquals([start(15, 30), start(null, 30), start(9999, 30)], [15, 20, 20]);
});

Deno.test("instanceAfter() forgets what an idle, a deleted or an ended session waited for", () => {
  const asked: StreamMessageBody = {
    type: "permission-asked",
    permission: {
      id: "per_1",
      session: "a",
      wish: { kind: "run", command: "ls" },
      isWhole: true,
      always: [],
      alwaysIsWhole: true,
    },
  };
  const question: StreamMessageBody = {
    type: "question-asked",
    question: { id: "que_1", session: "a", items: [] },
  };
  const waiting = told(fresh, [10, status("a", busy)], [11, asked], [12, question]);
  assertEquals(waiting.permissions["per_1"]?.directory, directory);
  const ends: readonly StreamMessageBody[] = [
    status("a", idle),
    { type: "deleted", session: "a" },
    { type: "disposed" },
  ];
  for (const end of ends) {
    const after = told(waiting, [20, end]);
    assertEquals([after.permissions, after.questions], [{}, {}], end.type);
  }
  assertEquals(Object.keys(told(waiting, [20, status("b", idle)]).permissions), ["per_1"]);
  const elsewhere = { type: "disposed", directory: "/h/other" } as const;
  const stays = instanceAfter(waiting, { type: "message", message: elsewhere }, 20);
  assertEquals([stays.sessions["a"]?.status.kind, Object.keys(stays.questions)], ["busy", ["que_1"]]);
});

Deno.test("instanceAfter() keeps what works though a list leaves it out, and drops what is idle and gone", () => {
  const before = told(
    fresh,
    [1, { type: "session", info: info("a") }],
    [1, { type: "session", info: info("gone") }],
    [1, { type: "session", info: info("far", { directory: "/h/other" }) }],
    [2, status("a", busy)],
  );
  const list = { kind: "known", value: [info("b")] } as const;
  const after = withAnswers(
    before,
    { sessions: list, statuses: { kind: "known", value: { a: busy, c: busy } } },
    9,
  );
  assertEquals(Object.keys(after.sessions).sort(), ["a", "b", "c", "far"]);
  assertEquals([after.sessions["c"]?.info.directory, after.sessions["c"]?.info.title], [directory, ""]);
});

Deno.test("instanceAfter() says nothing of one directory from a full state of another", () => {
  const before = told(fresh, [10, status("a", busy)]);
  const other = { ...nothing, directory: "/h/other", statuses: { kind: "known", value: {} } } as const;
  assertEquals(withAnswers(before, other, 20).sessions["a"]?.status.kind, "busy");
  assertEquals(withAnswers(before, { ...other, directory: "" }, 20).sessions["a"]?.status.kind, "idle");
});

Deno.test("instanceAfter() keeps at most a hundred idle sessions, the newest", () => {
  const value = Array.from({ length: 300 }, (_, index) => info(`s${index}`, { updatedAt: index }));
  const statuses = { kind: "known", value: { s0: busy } } as const;
  const { sessions } = withAnswers(fresh, { sessions: { kind: "known", value }, statuses }, 1);
  assertEquals(Object.keys(sessions).length, 101);
  assert(sessions["s0"] !== undefined && sessions["s299"] !== undefined && sessions["s199"] === undefined);
});

Deno.test("instanceAfter() guesses permissions where the server does not tell of them", () => {
  const guess = (kind: "absent" | "refused" | "unknown", instance = fresh) =>
    withAnswers(instance, { permissions: { kind } }, 50).guessBefore;
  const connected = instanceAfter(fresh, { type: "reach", reach: { kind: "connected", since: 30 } }, 30);
  assertEquals(guess("absent"), { [directory]: Infinity });
  assertEquals(guess("unknown"), {});
  assertEquals(guess("refused"), { [directory]: 50 });
  assertEquals(guess("refused", connected), { [directory]: 30 });
  const told = withAnswers(withAnswers(fresh, { permissions: { kind: "absent" } }, 50), {
    permissions: { kind: "known", value: [] },
  }, 60);
  assertEquals(told.guessBefore, {});
});

Deno.test("instanceAfter() knows no full state until one has come with sessions or statuses", () => {
  assertEquals(withAnswers(fresh, {}, 5).fullStateAt, null);
  const first = withAnswers(fresh, { statuses: { kind: "known", value: {} } }, 6);
  assertEquals([first.fullStateAt, withAnswers(first, {}, 9).fullStateAt, first.directory], [
    6,
    6,
    directory,
  ]);
});

Deno.test("instanceAfter() gives the same object where nothing has changed", () => {
  const instance = told(fresh, [1, { type: "session", info: info("a") }], [2, status("a", busy)], [
    3,
    running("a"),
  ]);
  const same: readonly StreamMessageBody[] = [
    status("a", busy),
    status("unheard", idle),
    running("a"),
    { type: "permission-replied", permission: "per_9" },
    { type: "question-closed", question: "que_9" },
    { type: "deleted", session: "unheard" },
    {
      type: "todos",
      session: "unheard",
      todos: { pending: 1, inProgress: 0, completed: 0, current: null, next: "x" },
    },
  ];
  for (const body of same) assert(told(instance, [9, body]) === instance, body.type);
  assert(instanceAfter(instance, { type: "reach", reach: instance.reach }, 9) === instance);
});

Deno.test("instanceAfter() remembers messages only while a full state is on its way, and shares what it does not change", () => {
  const before = told(fresh, [1, { type: "session", info: info("a") }], [1, {
    type: "session",
    info: info("b"),
  }]);
  assertEquals(before.recentMessages, null);
  const asking = instanceAfter(before, { type: "full-state-requested", number: 1 }, 2);
  const heard = told(asking, [3, status("a", busy)], [4, status("a", idle)]);
  assertEquals(heard.recentMessages?.count, 2);
  assert(heard.sessions["b"] === before.sessions["b"]);
  const after = instanceAfter(heard, { type: "full-state", number: 1, fullState: nothing }, 5);
  assertEquals([after.recentMessages, after.pendingFullStates], [null, {}]);
});
