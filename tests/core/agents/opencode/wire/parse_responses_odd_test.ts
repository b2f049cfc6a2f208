/** One odd entry in a list or a message does not spoil the others, whatever it is. */
// @ts-types="../../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { parseStreamMessage } from "../../../../../src/core/agents/opencode/wire/parse_stream_message.ts";
import {
  type Parsed,
  parseLastMessage,
  parsePermissions,
  parseQuestions,
  parseSessions,
  parseStatuses,
  parseTodos,
  type RawResponse,
} from "../../../../../src/core/agents/opencode/wire/parse_responses.ts";

function answer(body: unknown): RawResponse {
  return { status: 200, contentType: "application/json", body: JSON.stringify(body) };
}

const time = { created: 1, updated: 2 };
const session = (id: string) => ({ id, title: id, directory: "/h", time });
const permission = (id: string) => ({
  id,
  sessionID: "ses_1",
  permission: "bash",
  patterns: ["ls"],
  always: [],
});
const question = (id: string) => ({
  id,
  sessionID: "ses_1",
  questions: [{ question: "Which?", header: "", options: [{ label: "A", description: "" }] }],
});
const todo = (content: string) => ({ content, status: "pending" });
const part = (id: string) => ({
  ...{ id, sessionID: "ses_1", type: "tool", tool: "bash" },
  state: { status: "running", input: {}, time: { start: 1 } },
});

/** What is no entry of any list, or is one without what it needs. */
function oddEntry(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(null, 7, "x", [], {}, [[]], { id: "ses_9" }, { id: "per_9" }, {
      id: "__proto__",
      time,
    }),
    fc.constantFrom<unknown>({ ...session("constructor") }, { ...session("ses_9"), time: undefined }),
    fc.constantFrom<unknown>({ ...permission("per_9"), sessionID: undefined }, {
      ...permission("per_9"),
      id: 7,
    }),
    fc.constantFrom<unknown>({ ...session("ses_9"), directory: "/x".repeat(9_000) }),
    fc.jsonValue(),
  );
}

interface Listed {
  readonly name: string;
  readonly good: (id: string) => unknown;
  readonly parse: (answer: RawResponse) => Parsed<readonly { readonly id: string }[]>;
}

const lists: readonly Listed[] = [
  { name: "sessions", good: session, parse: parseSessions },
  { name: "permissions", good: permission, parse: parsePermissions },
  { name: "questions", good: question, parse: parseQuestions },
  {
    name: "running tools",
    good: part,
    parse: (given) => {
      const parts: unknown = JSON.parse(given.body);
      const last = parseLastMessage(answer([{ info: { role: "assistant" }, parts }]));
      return last.kind === "known" ? { ...last, value: last.value.running } : last;
    },
  },
];

for (const { name, good, parse } of lists) {
  Deno.test(`what is odd among ${name} is left out, and spoils none of the others`, () => {
    fc.assert(
      fc.property(
        fc.array(oddEntry(), { maxLength: 8 }),
        fc.array(fc.nat({ max: 8 }), { maxLength: 5 }),
        (odd, places) => {
          const all = [...odd];
          places.forEach((place, index) => all.splice(Math.min(place, all.length), 0, good(`good_${index}`)));
          const part = parse(answer(all));
          assertEquals(part.kind, "known");
          if (part.kind !== "known") return;
          const ids = part.value.map(({ id }) => id).filter((id) => id.startsWith("good_"));
          assertEquals(ids.toSorted(), places.map((_, index) => `good_${index}`));
        },
      ),
      { seed: 10 },
    );
    const one = parse(answer([good("good_1"), null, { type: "tool" }, good("good_2")]));
    assert(one.kind === "known" && one.odd !== undefined, "it is not told that one is odd");
    const none = parse(answer([good("good_1")]));
    assert(none.kind === "known" && none.odd === undefined, "what is good is told to be odd");
  });
}

Deno.test("parseStatuses() takes an unknown kind for busy, and leaves out what is no status", () => {
  const body =
    '{"a":{"type":"busy"},"b":{"type":"image_processing"},"__proto__":{"type":"busy"},"constructor":{"type":"busy"},' +
    '"c":null,"d":[],"e":{"type":7},"f":{"type":"retry","attempt":"x"},"g":{"type":"idle"}}';
  const part = parseStatuses({ ...answer(null), body });
  assert(part.kind === "known");
  assertEquals(part.value, {
    a: { kind: "busy" },
    b: { kind: "busy" },
    f: { kind: "retry", attempt: 0, message: "", nextAt: null },
    g: { kind: "idle" },
  });
  assertEquals(part.odd, "something in the session status is not understood");
});

Deno.test("parseSessions() takes the entries of a record for a list, but not those of something else", () => {
  const part = parseSessions(answer({ ses_1: session("ses_1"), x: null }));
  assertEquals(part.kind === "known" && part.value.map(({ id }) => id), ["ses_1"]);
  assertEquals(parseSessions(answer({ error: "no" })).kind, "malformed");
  assertEquals(parseStatuses(answer([session("ses_1")])).kind, "malformed");
});

Deno.test("parseTodos() counts what is a todo", () => {
  const part = parseTodos(answer([null, todo("one"), 7, { status: "pending" }, [], todo("two")]));
  const value = { pending: 3, inProgress: 0, completed: 0, current: null, next: "one" };
  assertEquals(part, { kind: "known", value, odd: "something in the todo list is not understood" });
});

Deno.test("parseStreamMessage() takes what is good of a message", () => {
  const told = (type: string, properties: unknown) =>
    parseStreamMessage(JSON.stringify({ payload: { type, properties } }));
  const busy = told("session.status", { sessionID: "a", status: { type: "image_processing" } });
  assertEquals(busy, {
    kind: "message",
    message: { type: "status", session: "a", status: { kind: "busy" }, directory: "" },
    odd: "something in a message session.status is not understood",
  });
  const todos = told("todo.updated", { sessionID: "a", todos: [null, todo("one")] });
  assert(todos.kind === "message" && todos.message.type === "todos" && todos.odd !== undefined);
  assertEquals(todos.message.todos.pending, 1);
  const odd = [{ label: 7 }, null, { label: "x".repeat(600) }];
  const items = [{ ...question("").questions[0], options: [...odd, { label: "A" }] }, null];
  const asked = told("question.asked", { ...question("que_1"), questions: items });
  assert(asked.kind === "message" && asked.message.type === "question-asked");
  const [first, second] = asked.message.question.items;
  assertEquals(first?.options, [{ label: "A", description: "" }]);
  // Those after it keep their numbers.
  assertEquals(second, { text: "", isWhole: false, header: "", options: [], multiple: false });
});
