/** What a full state says of requests: who asked may be at work no more, though the server goes on listing what was asked. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type { StreamMessageBody } from "../../../../src/core/agents/opencode/stream_message.ts";
import type { FullState } from "../../../../src/core/agents/opencode/full_state.ts";
import { instanceAfter, newInstance } from "../../../../src/core/agents/opencode/instance_after_event.ts";
import { withFullState } from "../../../../src/core/agents/opencode/merge_full_state.ts";
import {
  parsePermissions,
  parseQuestions,
  parseStatuses,
} from "../../../../src/core/agents/opencode/wire/parse_responses.ts";
import { sample } from "./samples.ts";

const directory = "/h/app";
const unknown = { kind: "unknown" } as const;
const nothing: FullState = {
  ...{ directory, sessions: unknown, statuses: unknown, permissions: unknown, questions: unknown },
  ...{ todos: {}, tools: {} },
};
const fresh = newInstance({ key: "1:2", port: 1, pid: 2 }, 0);
const known = <T>(value: T) => ({ kind: "known", value }) as const;
const permission = (session: string) => ({
  id: `per_${session}`,
  session,
  wish: { kind: "run", command: "ls" } as const,
  isWhole: true,
  always: [],
  alwaysIsWhole: true,
});
const question = (session: string) => ({ id: `que_${session}`, session, items: [] });
const busy = { kind: "busy" } as const;

function withAnswers(
  instance: Instance,
  fullState: Partial<FullState>,
  during: readonly StreamMessageBody[] = [],
): Instance {
  const asking = instanceAfter(instance, { type: "full-state-requested", number: 7 }, 1);
  const heard = during.reduce(
    (state, body) => instanceAfter(state, { type: "message", message: { ...body, directory } }, 2),
    asking,
  );
  return withFullState(heard, 7, { ...nothing, ...fullState }, 3);
}

function waiting({ permissions, questions }: Instance): readonly string[] {
  return [...Object.keys(permissions), ...Object.keys(questions)].sort();
}

Deno.test("withFullState() takes what a real server lists after a run was aborted for what waits for nobody", () => {
  const parts = {
    statuses: parseStatuses(sample("15_after_abort__session_status")),
    permissions: parsePermissions(sample("15_after_abort__permission")),
    questions: parseQuestions(sample("15_after_abort__question")),
  };
  const { statuses, permissions, questions } = parts;
  if (statuses.kind !== "known" || permissions.kind !== "known" || questions.kind !== "known") {
    throw new Error("The samples are not understood");
  }
  assertEquals([permissions.value.length, questions.value.length], [1, 1]);
  assertEquals(waiting(withAnswers(fresh, { statuses, permissions, questions })), []);
  // Of the same answers without the statuses nobody can say so.
  assertEquals(waiting(withAnswers(fresh, { permissions, questions })).length, 2);
});

Deno.test("withFullState() has wait what sessions ask that are at work, subagents too, and nothing else", () => {
  const asked = {
    permissions: known([permission("parent"), permission("child"), permission("idle")]),
    questions: known([question("child"), question("idle"), question("deleted")]),
  };
  const statuses = known({
    parent: busy,
    child: { kind: "retry", attempt: 1, message: "", nextAt: null } as const,
  });
  const after = withAnswers(fresh, { ...asked, statuses });
  assertEquals(waiting(after), ["per_child", "per_parent", "que_child"]);
  // The next full state says that the child has ended, whatever is still listed.
  assertEquals(waiting(withAnswers(after, { ...asked, statuses: known({ parent: busy }) })), ["per_parent"]);
  // A list that is refused takes nothing back, a session that has ended does.
  const refused = { permissions: { kind: "refused" }, statuses: known({ child: busy }) } as const;
  assertEquals(waiting(withAnswers(after, refused)), ["per_child", "que_child"]);
});

Deno.test("withFullState() goes by what the stream has told meanwhile of who asks", () => {
  const begins: StreamMessageBody = { type: "status", session: "a", status: busy };
  const asks: StreamMessageBody = { type: "permission-asked", permission: permission("a") };
  const statuses = known({});
  // The statuses were answered before it began, the permissions after it had asked.
  assertEquals(
    waiting(withAnswers(fresh, { statuses, permissions: known([permission("a")]) }, [begins, asks])),
    [
      "per_a",
    ],
  );
  assertEquals(waiting(withAnswers(fresh, { statuses, permissions: known([]) }, [asks])), ["per_a"]);
  const ends: StreamMessageBody = { type: "status", session: "a", status: { kind: "idle" } };
  const before = { statuses: known({ a: busy }), permissions: known([permission("a")]) };
  assertEquals(waiting(withAnswers(fresh, before, [ends])), []);
});

Deno.test("withFullState() says nothing of what is asked in another directory", () => {
  const asks: StreamMessageBody = { type: "question-asked", question: question("far") };
  const message = { ...asks, directory: "/h/other" };
  const before = instanceAfter(fresh, { type: "message", message }, 0);
  assertEquals(waiting(withAnswers(before, { statuses: known({}) })), ["que_far"]);
  assertEquals(waiting(withAnswers(before, { statuses: known({}), directory: "/h/other" })), []);
});
