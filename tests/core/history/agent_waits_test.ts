import { assertEquals } from "@std/assert";
import type { AgentAnswer } from "../../../src/core/agents/agent_action.ts";
import type { AgentProgram } from "../../../src/core/agents/program.ts";
import { answerIn, type OpenWaits, waitsAfter } from "../../../src/core/history/agent_waits.ts";
import { colour, instance, now, permission, programs, question, run } from "../agents/opencode/situations.ts";

const none: readonly AgentProgram[] = [];
const waits = (...asked: readonly Parameters<typeof instance>[2][]) =>
  programs(instance(4096, [{ id: "a", directory: "/h/work" }], Object.assign({}, ...asked)));
const asks = { permissions: permission("a", run, 3000) };

/** What began and what ended at each step: "+what", "-answer". */
function told(
  steps: readonly (readonly AgentProgram[])[],
  given: readonly AgentAnswer[] = [],
): readonly (readonly string[])[] {
  let open: OpenWaits = new Map();
  const answers = new Map(given.map((action) => {
    const { key, answer } = answerIn(action);
    return [key, answer] as const;
  }));
  return steps.map((step, index) => {
    const after = waitsAfter(open, step, { answers, now: now + index });
    open = after.open;
    return [
      ...after.begun.map(({ at, agent, directory, what }) => `+${what} ${agent} ${directory} ${now - at}`),
      ...after.ended.map(({ endedAt, answer }) => `-${answer} ${endedAt - now}`),
    ];
  });
}

const of = { instance: "4096:4097" };
const begun = "+run opencode /h/work 3000";
const cases: readonly {
  readonly name: string;
  readonly steps: readonly (readonly AgentProgram[])[];
  readonly given?: readonly AgentAnswer[];
  readonly tells: readonly (readonly string[])[];
}[] = [
  {
    name: "a wait begins once and ends without this program",
    steps: [waits(asks), waits(asks), waits({})],
    tells: [[begun], [], ["-elsewhere 2"]],
  },
  ...([["once", "allowed-once"], ["always", "allowed-always"], ["reject", "rejected"]] as const).map((
    [reply, answer],
  ) => ({
    name: `a permission that is answered with ${reply}`,
    steps: [waits(asks), waits({})],
    given: [{ kind: "answer-permission", ...of, permission: "per_a", reply } as const],
    tells: [[begun], [`-${answer} 1`]],
  })),
  {
    name: "questions that are answered and rejected, and an answer to something else",
    steps: [waits({ questions: question("a", [colour]) }), waits({})],
    given: [{ kind: "answer-question", ...of, question: "que_a", answers: [["Red"]] }],
    tells: [["+question opencode /h/work 0"], ["-answered 1"]],
  },
  {
    name: "a question that is rejected",
    steps: [waits({ questions: question("a", [colour]) }), waits({})],
    given: [
      { kind: "reject-question", ...of, question: "que_a" },
      { kind: "answer-permission", ...of, permission: "que_a", reply: "once" },
    ],
    tells: [["+question opencode /h/work 0"], ["-rejected 1"]],
  },
  {
    name: "a program that is gone takes its waits with it",
    steps: [waits(asks), none],
    tells: [[begun], ["-gone 1"]],
  },
  {
    name: "while a program does not answer, its waits go on",
    steps: [waits(asks), waits({ reach: { kind: "not-answering", since: 0 } }), waits(asks)],
    tells: [[begun], [], []],
  },
  {
    name: "what seems to wait, and what is put away, are no waits",
    steps: [
      waits({ guessBefore: { "/h/work": Infinity } }, {
        sessions: instance(1, [{ id: "a", tools: [{ name: "bash", arg: "x", ago: 60_000 }] }]).sessions,
      }),
      programs(instance(4096, [{ id: "a", archivedAt: 5 }], asks)),
    ],
    tells: [[], []],
  },
];

for (const { name, steps, given, tells } of cases) {
  Deno.test(`waitsAfter(): ${name}`, () => assertEquals(told(steps, given), tells));
}

Deno.test("no text of an agent is among what is kept of a wait", () => {
  const secret = "git push --force origin SECRET";
  const { begun } = waitsAfter(
    new Map(),
    waits({
      permissions: {
        ...permission("a", { kind: "run", command: secret }),
        ...permission("b", { kind: "other", permission: "SECRET", detail: secret }),
      },
      questions: question("a", [{ ...colour, text: secret, header: secret }]),
    }),
    { answers: new Map(), now },
  );
  assertEquals(begun.map(({ what }) => what), ["run", "other", "question"]);
  assertEquals(JSON.stringify(begun).includes("SECRET"), false);
});
