// @ts-types="../../../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import * as fc from "fast-check";
import {
  parseDirectory,
  parseHealth,
  parseLastMessage,
  parsePermissions,
  parseQuestions,
  parseSessions,
  parseStatuses,
  parseTodos,
  type RawResponse,
} from "../../../../../src/core/agents/opencode/wire/parse_responses.ts";
import { parseStreamMessage } from "../../../../../src/core/agents/opencode/wire/parse_stream_message.ts";
import { rawStream, sample, sampleStream } from "../samples.ts";
import { cases } from "../../../../support/cases.ts";
import { anyText } from "../../../../support/any_text.ts";

const answers: readonly [(answer: RawResponse) => { readonly kind: string }, string][] = [
  [parseStatuses, "8_retry__session_status"],
  [parseSessions, "14_child_permission__session"],
  [parsePermissions, "3_edit_permission_pending__permission"],
  [parseQuestions, "7_question_pending__question"],
  [parseTodos, "6_after_todo__todo"],
  [parseLastMessage, "2_permission_pending__message"],
  [parseHealth, "global_health"],
  [parseDirectory, "path"],
];

Deno.test("parseStatuses() and the others tell data from pages, refusals and silence", () => {
  for (const [parse, name] of answers) {
    const good = sample(name);
    const kinds = [good, sample("unknown"), { ...good, status: 404 }, { ...good, status: 401 }, {
      ...good,
      status: 500,
    }].map((answer) => parse(answer).kind);
    assertEquals(kinds, ["known", "absent", "absent", "unknown", "unknown"], name);
  }
  assertEquals(parsePermissions(sample("12_two_sessions__permission")), { kind: "refused" });
  assertEquals(parseHealth(sample("global_health")), { kind: "known", value: { version: "1.18.33" } });
  assertEquals(parseDirectory(sample("path")), { kind: "known", value: "/home/u/work" });
});

Deno.test("parseStatuses() and the others cost little, whatever 8 MiB hold", () => {
  const size = cases(4_000_000);
  const bodies = [
    "[".repeat(size) + "]".repeat(size),
    `[${"0,".repeat(size)}0]`,
    `[${"{},".repeat(cases(2_600_000))}0]`,
  ]
    .flatMap((odd) => [
      odd,
      `[{"info":{"id":"msg_1"},"parts":${odd}}]`,
      `[{"id":"a","sessionID":"b","questions":${odd},"patterns":${odd}}]`,
      `{"id":"a","directory":"/","version":${odd},"time":{"created":1,"updated":1}}`,
    ]);
  for (const [parse, name] of answers) {
    for (const body of bodies) {
      const begin = performance.now();
      parse({ status: 200, contentType: "application/json", body });
      // On a quiet machine a twentieth of it.
      assertLess(performance.now() - begin, 1_500, `${name}: ${body.slice(0, 60)}`);
    }
  }
});

Deno.test("parseLastMessage() reads the last message of the agent alone: what a killed server left runs in older ones for ever", () => {
  const part = (id: string, status: string) => ({
    id,
    type: "tool",
    callID: `call_${id}`,
    sessionID: "ses_1",
    tool: "bash",
    state: { status, input: { command: "  \n sleep 9\nrm x" }, time: { start: 5 } },
  });
  const body = JSON.stringify([
    { info: { id: "msg_1" }, parts: [part("prt_1", "running")] },
    {
      info: { id: "msg_2" },
      parts: [{ type: "text" }, part("prt_2", "running"), part("prt_3", "completed")],
    },
    { info: { role: "user" }, parts: [{ type: "text" }] },
  ]);
  assertEquals(parseLastMessage({ status: 200, contentType: "application/json", body }), {
    kind: "known",
    value: {
      id: "msg_2",
      running: [
        { id: "prt_2", session: "ses_1", name: "bash", arg: "sleep 9", status: "running", startedAt: 5 },
      ],
      over: ["call_prt_3"],
    },
  });
});

Deno.test("parseStreamMessage() takes what matters of a real stream, and nothing of it as malformed", () => {
  const counts: Record<string, number> = {};
  for (const { data } of sampleStream()) {
    const streamed = parseStreamMessage(data);
    const kind = streamed.kind === "message" ? streamed.message.type : streamed.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  assertEquals(counts, {
    ...{ other: 449, session: 72, status: 119, tool: 44, todos: 1, error: 3, deleted: 1, disposed: 3 },
    ...{ "permission-asked": 6, "permission-replied": 6, "question-asked": 2, "question-closed": 2 },
  });
  assert(rawStream().length > 3);
  for (const data of rawStream()) assertEquals(parseStreamMessage(data).kind === "malformed", false, data);
});

Deno.test("parseStreamMessage() reads a message of any spacing and order, with or without its envelope", () => {
  const payload = {
    properties: { sessionID: "ses_1", status: { type: "busy" } },
    type: "session.status",
    id: "e",
  };
  const message = { type: "status", session: "ses_1", status: { kind: "busy" } } as const;
  assertEquals(parseStreamMessage(JSON.stringify({ payload, directory: "/a" }, null, 1)), {
    kind: "message",
    message: { ...message, directory: "/a" },
  });
  assertEquals(parseStreamMessage(JSON.stringify(payload)), {
    kind: "message",
    message: { ...message, directory: "" },
  });
});

Deno.test("parseStreamMessage() refuses ids that every object has", () => {
  for (const id of ["__proto__", "constructor", "", "a b", "x".repeat(300)]) {
    const data = `{"payload":{"type":"session.idle","properties":{"sessionID":${JSON.stringify(id)}}}}`;
    assertEquals(parseStreamMessage(data).kind, "malformed", id);
  }
});

Deno.test("parseStreamMessage() drops a long message of no interest unread, and does not read one that is too long", () => {
  const long = "x".repeat(10 << 20);
  const delta =
    `{"directory":"/a","payload":{"id":"e","type":"message.part.delta","properties":{"delta":"${long}`;
  assertEquals(parseStreamMessage(delta).kind, "other");
  const tool =
    `{"payload":{"type":"message.part.updated","properties":{"part":{"type":"tool","x":"${long}"}}}}`;
  assertEquals(parseStreamMessage(tool), { kind: "malformed", why: "a message of the stream is too long" });
  const text =
    `{"payload":{"type":"message.part.updated","properties":{"part":{"type":"text","text":"${long}"}}}}`;
  assertEquals(parseStreamMessage(text).kind, "other");
});

/** Good text made bad in one of many ways. */
const spoilt = (good: string) =>
  fc.oneof(
    fc.nat(good.length - 1).map((end) => good.slice(0, end)),
    fc.tuple(fc.nat(good.length - 1), fc.constantFrom("\u0000", "\u001b", "\ufffd", "\ud800", "<", "}", '"'))
      .map(
        ([at, odd]) => good.slice(0, at) + odd + good.slice(at),
      ),
    fc.constantFrom(
      "<!doctype html><html></html>",
      "",
      "null",
      "0",
      "true",
      '"text"',
      "[[]]",
      '{"a":{}}',
      "[null]",
    ),
    fc.json(),
    fc.tuple(fc.constantFrom(/"[^"]*"/g, /\d+/g, /\{[^{}]*\}/g, /\[[^[\]]*\]/g), fc.nat(50), fc.json()).map(
      ([what, which, other]) => {
        let count = 0;
        return good.replace(what, (found) => count++ === which ? other : found);
      },
    ),
    anyText({ maxLength: 200 }),
  );

Deno.test("parseStatuses() and the others never throw, and say what is malformed without its text", () => {
  for (const [parse, name] of answers) {
    const good = sample(name);
    const seen = new Set<string>();
    fc.assert(
      fc.property(spoilt(good.body), (body) => {
        const result = parse({ ...good, body });
        seen.add(result.kind);
        assert(["known", "malformed"].includes(result.kind));
        if (result.kind === "malformed") assertEquals(Object.keys(result), ["kind", "why"]);
      }),
      { numRuns: cases(200), seed: 10 },
    );
    assert(seen.has("malformed"), name);
  }
});

Deno.test("parseStreamMessage() never throws, whatever comes", () => {
  const messages = sampleStream().map(({ data }) => data).filter((data) =>
    parseStreamMessage(data).kind === "message"
  );
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...messages).chain((good) => spoilt(good)),
      (data) => {
        const { kind } = parseStreamMessage(data);
        seen.add(kind);
      },
    ),
    { numRuns: cases(1000), seed: 10 },
  );
  assert(seen.has("malformed"));
});
