/** Plays the captured stream of a real server, and compares with what the same server answered at the time. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { opencodeProgram } from "../../../../src/core/agents/opencode/opencode_program.ts";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type { Fetched, FullState } from "../../../../src/core/agents/opencode/full_state.ts";
import { instanceAfter, newInstance } from "../../../../src/core/agents/opencode/instance_after_event.ts";
import {
  type Parsed,
  parseLastMessage,
  parsePermissions,
  parseQuestions,
  parseSessions,
  parseStatuses,
  parseTodos,
} from "../../../../src/core/agents/opencode/wire/parse_responses.ts";
import { parseStreamMessage } from "../../../../src/core/agents/opencode/wire/parse_stream_message.ts";
import { finishedSessions } from "../../../../src/core/agents/finished_work.ts";
import { known } from "./known.ts";
import { sample, sampleStream } from "./samples.ts";

const directory = "/home/u/work";
const start = 1795249592700;
const main = "ses_e02c91af6ffek8I5rHf1opF4tI";
const nothing: FullState = {
  directory,
  sessions: { kind: "unknown" },
  statuses: { kind: "unknown" },
  permissions: { kind: "unknown" },
  questions: { kind: "unknown" },
  todos: {},
  tools: {},
};
const empty: FullState = {
  ...nothing,
  sessions: { kind: "known", value: [] },
  statuses: { kind: "known", value: {} },
  permissions: { kind: "known", value: [] },
  questions: { kind: "known", value: [] },
};

function withAnswers(instance: Instance, fullState: FullState, now: number): Instance {
  return instanceAfter(
    instanceAfter(instance, { type: "full-state-requested", number: 1 }, now),
    { type: "full-state", number: 1, fullState },
    now,
  );
}

/** A followed instance after all messages up to `t` ms. */
function replayed(t: number): Instance {
  let instance = newInstance({ key: "4096:1", port: 4096, pid: 1 }, start);
  instance = instanceAfter(instance, { type: "reach", reach: { kind: "connected", since: start } }, start);
  instance = withAnswers(instance, empty, start);
  for (const message of sampleStream()) {
    if (message.t > t) break;
    const streamed = parseStreamMessage(message.data);
    if (streamed.kind === "malformed") throw new Error(streamed.why);
    if (streamed.kind === "message") {
      instance = instanceAfter(instance, { type: "message", message: streamed.message }, start + message.t);
    }
  }
  return instance;
}

function part<T>(answered: Parsed<T>): Fetched<T> {
  if (answered.kind === "malformed") throw new Error(answered.why);
  return answered;
}

function value<T>(answered: Parsed<T>): T {
  if (answered.kind !== "known") throw new Error(answered.kind);
  return answered.value;
}

/** Until which message of the stream each answer was true. */
const answers: readonly [string, number, () => Partial<FullState>][] = [
  ["a session that streams", 3600, () => ({
    sessions: part(parseSessions(sample("1_busy_streaming__session"))),
    statuses: part(parseStatuses(sample("1_busy_streaming__session_status"))),
  })],
  ["an idle one", 9200, () => ({ statuses: part(parseStatuses(sample("1_idle_after__session_status"))) })],
  ["a pending permission", 9800, () => ({
    statuses: part(parseStatuses(sample("2_permission_pending__session_status"))),
    permissions: part(parsePermissions(sample("2_permission_pending__permission"))),
    tools: { [main]: value(parseLastMessage(sample("2_permission_pending__message"))).running },
  })],
  ["a running tool", 10000, () => ({
    permissions: { kind: "known", value: [] },
    tools: { [main]: value(parseLastMessage(sample("2_tool_running__message"))).running },
  })],
  ["no tool after it", 12200, () => ({
    tools: { [main]: value(parseLastMessage(sample("2_idle_after__message"))).running },
  })],
  ["an edit", 12660, () => ({
    permissions: part(parsePermissions(sample("3_edit_permission_pending__permission"))),
  })],
  ["a file outside", 16280, () => ({
    permissions: part(parsePermissions(sample("5_external_dir_pending__permission"))),
  })],
  ["todos", 17100, () => ({ todos: { [main]: value(parseTodos(sample("6_after_todo__todo"))) } })],
  ["a question", 17540, () => ({
    statuses: part(parseStatuses(sample("7_question_pending__session_status"))),
    questions: part(parseQuestions(sample("7_question_pending__question"))),
  })],
  ["a retry", 18400, () => ({ statuses: part(parseStatuses(sample("8_retry__session_status"))) })],
  ["a subagent", 25700, () => ({
    sessions: part(parseSessions(sample("10_subagent_running__session"))),
    statuses: part(parseStatuses(sample("10_subagent_running__session_status"))),
  })],
  ["webfetch's 400", 33720, () => ({
    statuses: part(parseStatuses(sample("12_two_sessions__session_status"))),
    permissions: part(parsePermissions(sample("12_two_sessions__permission"))),
  })],
  ["a subagent's permission", 34840, () => ({
    sessions: part(parseSessions(sample("14_child_permission__session"))),
    permissions: part(parsePermissions(sample("14_child_permission__permission"))),
  })],
  ["an archived session", 36500, () => ({
    sessions: part(parseSessions(sample("13_sessions_after_archive"))),
  })],
];
for (const [what, t, fullState] of answers) {
  Deno.test(`instanceAfter() knows from the stream what the server answers: ${what}`, () => {
    const instance = replayed(t);
    assertEquals(known(instance), known(withAnswers(instance, { ...nothing, ...fullState() }, start + t)));
  });
}

Deno.test("instanceAfter() keeps what the stream told of webfetch while the list answers 400", () => {
  const instance = withAnswers(replayed(33720), {
    ...nothing,
    permissions: part(parsePermissions(sample("12_two_sessions__permission"))),
  }, start + 33720);
  assertEquals(Object.values(instance.permissions).map(({ wish }) => wish), [
    { kind: "fetch", url: "http://127.0.0.1:4500/v1/models" },
  ]);
});

Deno.test("instanceAfter() knows an error from a user's stop", () => {
  const [failed, stopped] = [replayed(24900), replayed(32800)].map((instance) => instance.sessions[main]);
  assertEquals([failed?.error, failed?.lastRun?.how], ["fake bad key", "failed"]);
  assertEquals([stopped?.error, stopped?.lastRun?.how], [null, "aborted"]);
  assertEquals(finishedSessions([opencodeProgram(replayed(24900), start + 24900)], start + 24900), []);
});

Deno.test("instanceAfter() leaves nothing running or waiting once the server has ended its instances", () => {
  const instance = replayed(Infinity);
  const sessions = Object.values(instance.sessions);
  assertEquals(sessions.length, 3);
  assertEquals(
    sessions.filter(({ status, tools }) => status.kind !== "idle" || Object.keys(tools).length > 0),
    [],
  );
  assertEquals([
    instance.permissions,
    instance.questions,
    instance.recentMessages,
    instance.pendingFullStates,
  ], [
    {},
    {},
    null,
    {},
  ]);
});
