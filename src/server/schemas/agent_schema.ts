/** OpenCode's servers, their sessions and what waits in them, as other programs get them. */
import * as z from "zod";
import type { ListedInstance, ListedSession } from "../../core/agents/agents_json.ts";
import { type Shape, time } from "./shape.ts";

type Permission = ListedInstance["permissions"][number];
type Question = ListedInstance["questions"][number];
type QuestionItem = Question["items"][number];

const wish: z.ZodType<Permission["wish"]> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), command: z.string() }),
  z.strictObject({ kind: z.literal("edit"), file: z.string() }),
  z.strictObject({ kind: z.literal("read"), file: z.string() }),
  z.strictObject({ kind: z.literal("fetch"), url: z.string() }),
  z.strictObject({ kind: z.literal("outside"), path: z.string() }),
  z.strictObject({ kind: z.literal("search"), query: z.string() }),
  z.strictObject({ kind: z.literal("other"), permission: z.string(), detail: z.string() }),
]).meta({ id: "Wish", description: "What an agent wants to do." });

const session = z.strictObject(
  {
    session: z.string().describe("its id"),
    parent: z.string().nullable().describe("null = it is no subagent"),
    title: z.string(),
    directory: z.string(),
    status: z.enum(["idle", "busy", "retry", "unknown"]).describe("unknown: the server has not said"),
    busy_since: time.nullable(),
    retry: z.strictObject({ attempt: z.int(), message: z.string(), next_at: time.nullable() }).nullable(),
    waits: z.boolean().describe("whether it waits for an answer"),
    tools: z.array(z.strictObject({ name: z.string(), arg: z.string(), started_at: time })).readonly(),
    todos: z.strictObject(
      {
        pending: z.int(),
        inProgress: z.int(),
        completed: z.int(),
        current: z.string().nullable(),
        next: z.string().nullable(),
      } satisfies Shape<ListedSession["todos"]>,
    ),
    error: z.string().nullable(),
    cost: z.number().describe("US dollars, as the server counts it"),
    tokens: z.strictObject(
      {
        input: z.number(),
        output: z.number(),
        reasoning: z.number(),
        cacheRead: z.number(),
        cacheWrite: z.number(),
      } satisfies Shape<ListedSession["tokens"]>,
    ),
  } satisfies Shape<ListedSession>,
).meta({ id: "AgentSession" });

const permission = z.strictObject(
  {
    permission: z.string().describe("its id"),
    session: z.string(),
    wish,
    whole: z.boolean().describe("whether the wish says all of what is asked for"),
    always: z.array(z.string()).readonly().describe("what the reply `always` would allow"),
    asked_at: time,
  } satisfies Shape<Permission>,
).meta({ id: "AgentPermission" });

const question = z.strictObject(
  {
    question: z.string().describe("its id"),
    session: z.string(),
    items: z.array(z.strictObject(
      {
        header: z.string(),
        text: z.string(),
        isWhole: z.boolean().describe("whether nothing of the text was left out"),
        options: z.array(
          z.strictObject(
            { label: z.string(), description: z.string() } satisfies Shape<QuestionItem["options"][number]>,
          ),
        ).readonly(),
        multiple: z.boolean().describe("whether several options may be chosen"),
      } satisfies Shape<QuestionItem>,
    )).readonly(),
    asked_at: time,
  } satisfies Shape<Question>,
).meta({ id: "AgentQuestion" });

const server = z.strictObject(
  {
    instance: z.string().describe("its id"),
    port: z.int(),
    host: z.string().exactOptional().describe("there where it is not 127.0.0.1 or [::1]"),
    pid: z.int().nullable(),
    tty: z.string().describe('"" = not known'),
    version: z.string().describe('"" = not known'),
    directory: z.string().describe('"" = not known'),
    state: z.enum(["starting", "connected", "polled", "locked", "not-answering"]),
    since: time.describe("since when it is in that state"),
    sessions: z.array(session).readonly().describe("those that are worth showing"),
    permissions: z.array(permission).readonly(),
    questions: z.array(question).readonly(),
    more: z.strictObject(
      { sessions: z.int(), permissions: z.int(), questions: z.int() } satisfies Shape<ListedInstance["more"]>,
    ).describe("how many there are besides those that are listed"),
  } satisfies Shape<ListedInstance>,
).meta({ id: "AgentServer", description: "A server of OpenCode." });

/** Every server with the sessions that are worth showing. */
export const agentServers = z.array(server).readonly();
