/** Whatever happens, in whatever order the program hears of it: in the end it knows what the server would answer. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { opencodeProgram } from "../../../../src/core/agents/opencode/opencode_program.ts";
import * as fc from "fast-check";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type { Fetched, FullState } from "../../../../src/core/agents/opencode/full_state.ts";
import { instanceAfter, newInstance } from "../../../../src/core/agents/opencode/instance_after_event.ts";
import { shownSessions } from "../../../../src/core/agents/shown_sessions.ts";
import { stillAsked } from "../../../../src/core/agents/opencode/wire/last_message.ts";
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
import { known } from "./known.ts";
import { directories, happenings, ModelServer, type Step } from "./model.ts";
import { cases } from "../../../support/cases.ts";

/** Asks one question after the other; between any two of them anything may happen. */
class Round {
  readonly #fullState: { -readonly [K in keyof FullState]: FullState[K] };
  readonly #left: (() => void)[];

  constructor(server: ModelServer, readonly number: number, directory: string) {
    const unknown = { kind: "unknown" } as const;
    const fullState = {
      directory,
      sessions: unknown as FullState["sessions"],
      statuses: unknown as FullState["statuses"],
      permissions: unknown as FullState["permissions"],
      questions: unknown as FullState["questions"],
      todos: {} as FullState["todos"],
      tools: {} as FullState["tools"],
    };
    this.#fullState = fullState;
    const each = <T>(
      ids: readonly string[],
      path: string,
      parse: (answer: ReturnType<ModelServer["get"]>) => Parsed<T>,
    ) =>
      Object.fromEntries(ids.flatMap((id) => {
        const part = usable(parse(server.get(`/session/${id}/${path}`, directory)));
        return part.kind === "known" ? [[id, part.value]] : [];
      }));
    this.#left = [
      () => fullState.statuses = usable(parseStatuses(server.get("/session/status", directory))),
      () => fullState.permissions = usable(parsePermissions(server.get("/permission", directory))),
      () => fullState.sessions = usable(parseSessions(server.get("/session", directory))),
      () => fullState.questions = usable(parseQuestions(server.get("/question", directory))),
      () => {
        const busy = fullState.statuses.kind === "known" ? Object.keys(fullState.statuses.value) : [];
        const messages = each(busy, "message", parseLastMessage);
        fullState.tools = Object.fromEntries(
          Object.entries(messages).map(([id, { running }]) => [id, running]),
        );
        const last = new Map(Object.entries(messages));
        fullState.permissions = stillAsked(fullState.permissions, last);
        fullState.questions = stillAsked(fullState.questions, last);
      },
      () => {
        const listed = fullState.sessions.kind === "known"
          ? fullState.sessions.value.map(({ id }) => id)
          : [];
        fullState.todos = each(listed, "todo", parseTodos);
      },
      // The last answer is on its way for a while.
      () => {},
      () => {},
    ];
  }

  /** Asks the next question; the full state once all are answered. */
  ask(): FullState | null {
    this.#left.shift()?.();
    return this.#left.length === 0 ? this.#fullState : null;
  }
}

function usable<T>(answered: Parsed<T>): Fetched<T> {
  if (answered.kind === "malformed") throw new Error(answered.why);
  return answered;
}

/** Follows a model server: messages and answers arrive when the test lets them. */
class Follower {
  instance: Instance;
  #stream: string[] = [];
  #rounds: Round[] = [];
  #count = 0;

  constructor(private readonly server: ModelServer) {
    this.instance = newInstance({ key: "1:1", port: 1, pid: 1 }, 0);
    this.instance = instanceAfter(
      this.instance,
      { type: "reach", reach: { kind: "connected", since: 0 } },
      0,
    );
  }

  hear(data: string): void {
    this.#stream.push(data);
  }

  begin(directory: string): void {
    const round = new Round(this.server, ++this.#count, directory);
    this.#rounds.push(round);
    this.instance = instanceAfter(
      this.instance,
      { type: "full-state-requested", number: round.number },
      this.server.now,
    );
  }

  /** The next answer of the round. */
  ask(pick: number): void {
    const round = this.#rounds[pick % Math.max(1, this.#rounds.length)];
    const fullState = round?.ask() ?? null;
    if (round === undefined || fullState === null) return;
    this.#rounds = this.#rounds.filter((other) => other !== round);
    this.instance = instanceAfter(
      this.instance,
      { type: "full-state", number: round.number, fullState },
      this.server.now,
    );
  }

  deliver(count: number): void {
    for (const data of this.#stream.splice(0, count)) {
      const streamed = parseStreamMessage(data);
      if (streamed.kind === "malformed") throw new Error(`${streamed.why}: ${data}`);
      if (streamed.kind === "message") {
        this.instance = instanceAfter(
          this.instance,
          { type: "message", message: streamed.message },
          this.server.now,
        );
      }
    }
  }

  /** What was refused is asked for again, as it has to be: nobody tells of it. */
  finish(): void {
    while (this.#rounds.length > 0) this.ask(0);
    for (const directory of Object.keys(this.instance.guessBefore)) this.begin(directory);
    while (this.#rounds.length > 0) this.ask(0);
    this.deliver(Infinity);
  }
}

const step: fc.Arbitrary<Step> = fc.record({ what: fc.constantFrom(...happenings), pick: fc.nat(40) });
const doing = fc.oneof(
  { weight: 5, arbitrary: step.map((value) => ({ kind: "step" as const, value })) },
  { weight: 3, arbitrary: fc.nat(6).map((value) => ({ kind: "deliver" as const, value })) },
  { weight: 4, arbitrary: fc.nat(6).map((value) => ({ kind: "ask" as const, value })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...directories).map((value) => ({ kind: "begin" as const, value })),
  },
);
type Doing = typeof doing extends fc.Arbitrary<infer T> ? T : never;
/** Two sessions at work in each directory, so that there is something to happen to. */
const atWork: readonly Step[] = [0, 1, 2, 3].flatMap((
  pick,
) => [{ what: "create", pick }, { what: "run", pick }]);

const happens = (what: Step["what"], pick = 0) => ({ kind: "step" as const, value: { what, pick } });
const asks = (count: number) => Array.from({ length: count }, () => ({ kind: "ask" as const, value: 0 }));
const delivers = (value: number) => ({ kind: "deliver" as const, value });
/** Orders that were once got wrong. */
const onceWrong: readonly (readonly Doing[])[] = [
  // A tool of a directory that has ended since, heard before its session was known.
  [happens("tool"), happens("dispose"), happens("run"), delivers(3)],
  // A tool in the full state, whose session was idle and at work again before the full state came.
  [happens("tool"), ...asks(5), happens("idle"), delivers(2), happens("run"), delivers(1)],
  // Todos of a session that was not known yet.
  [happens("create"), happens("todo", 4), delivers(9)],
];

Deno.test("instanceAfter() ends with what a fresh look shows, whatever came in whatever order", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.array(doing, { maxLength: 150, size: "max" }),
      (before, then) => {
        let follower: Follower | null = null;
        const server = new ModelServer((data) => follower?.hear(data));
        for (const one of [...atWork, ...before]) server.step(one);
        const watching = follower = new Follower(server);
        for (const directory of directories) watching.begin(directory);
        for (const { kind, value } of then) {
          if (kind === "step") server.step(value);
          else if (kind === "deliver") watching.deliver(value);
          else if (kind === "ask") watching.ask(value);
          else watching.begin(value);
        }
        watching.finish();

        const fresh = new Follower(server);
        for (const directory of directories) fresh.begin(directory);
        fresh.finish();
        const [was, is] = [known(watching.instance), known(fresh.instance)];
        // While webfetch hides the list, only the stream can tell of it.
        const hidden = directories.filter((directory) => server.get("/permission", directory).status === 400);
        const seen = ({ permissions }: typeof is) =>
          Object.fromEntries(
            Object.entries(permissions).filter(([, { directory }]) => !hidden.some((d) => d === directory)),
          );
        assertEquals({ ...was, permissions: seen(was) }, { ...is, permissions: seen(is) });
        assertEquals([watching.instance.pendingFullStates, watching.instance.recentMessages], [{}, null]);
        const idle = shownSessions(opencodeProgram(watching.instance, server.now)).filter(({ session }) =>
          session.status.kind === "idle"
        );
        assert(idle.length <= 1 + Object.keys(was.permissions).length + Object.keys(was.questions).length);
      },
    ),
    { numRuns: cases(2500), seed: 10, examples: onceWrong.map((then): [Step[], Doing[]] => [[], [...then]]) },
  );
});

Deno.test("instanceAfter() changes nothing of what it was given", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const server = new ModelServer((data) => follower.hear(data));
      const follower = new Follower(server);
      for (const one of [...atWork, ...steps]) {
        server.step(one);
        const before = follower.instance;
        const copy = structuredClone(before);
        follower.deliver(Infinity);
        assertEquals(before, copy);
      }
    }),
    { numRuns: cases(50), seed: 10 },
  );
});
