/** What an OpenCode server answers and streams, made into what it means. Nothing here throws, whatever comes. */
import * as z from "zod";
import { parseJson } from "../json.ts";
import type {
  Message,
  MessageBody,
  Part,
  PermissionWord,
  QuestionWord,
  SessionInfo,
  StatusWord,
  Todos,
  ToolWord,
} from "./instance.ts";
import { id, permission, question, session, statusWord, todos, tool } from "./shapes.ts";
import { firstLine, oneLine } from "./text.ts";

/** An answer of the server as it came. */
export interface RawAnswer {
  /** Of HTTP. */
  readonly status: number;
  /** The header's value; "" = none. */
  readonly contentType: string;
  readonly body: string;
}

/** `malformed`: it says that it is data and is not; `why` names the question, never what was answered. */
export type Answered<T> = Part<T> | { readonly kind: "malformed"; readonly why: string };

/** `GET /session/status`. */
export function parseStatuses(answer: RawAnswer): Answered<Readonly<Record<string, StatusWord>>> {
  return parsed(answer, z.record(id, statusWord), "session status");
}

/** `GET /session`. */
export function parseSessions(answer: RawAnswer): Answered<readonly SessionInfo[]> {
  return parsed(answer, z.array(session), "session list");
}

/** `GET /permission`. */
export function parsePermissions(answer: RawAnswer): Answered<readonly PermissionWord[]> {
  return answer.status === 400 ? { kind: "refused" } : parsed(answer, z.array(permission), "permission list");
}

/** `GET /question`. */
export function parseQuestions(answer: RawAnswer): Answered<readonly QuestionWord[]> {
  return parsed(answer, z.array(question), "question list");
}

/** `GET /session/ID/todo`. */
export function parseTodos(answer: RawAnswer): Answered<Todos> {
  return parsed(answer, todos, "todo list");
}

/**
 * `GET /session/ID/message?limit=N`: the tools that the last message of the agent says are running (its user may have written
 * more since). Older ones do not count: what was cut off by the end of its server is "running" in them for ever.
 */
export function parseRunningTools(answer: RawAnswer): Answered<readonly ToolWord[]> {
  const running = z.array(message).transform((all) =>
    (all.findLast(({ info }) => info.role !== "user")?.parts ?? [])
      .flatMap((part) => tool.safeParse(part).data ?? [])
      .filter(({ status }) => status === "running")
  );
  return parsed(answer, running, "message list");
}

const role = z.string().catch("").default("");
const message = z.object({
  info: z.object({ role }).catch({ role: "" }).default({ role: "" }),
  parts: z.array(z.unknown()),
});

/** `GET /global/health`: its version. */
export function parseHealth(answer: RawAnswer): Answered<{ readonly version: string }> {
  const health = z.object({ healthy: z.literal(true), version: z.string().catch("").default("") });
  return parsed(answer, health.transform(({ version }) => ({ version: oneLine(version, 40) })), "health");
}

/** `GET /path`: the server's own directory. */
export function parseDirectory(answer: RawAnswer): Answered<string> {
  return parsed(answer, z.object({ directory: z.string() }).transform((path) => path.directory), "path");
}

function parsed<T>(answer: RawAnswer, schema: z.ZodType<T>, what: string): Answered<T> {
  const { status, contentType, body } = answer;
  if (status === 404 || status === 405) return { kind: "absent" };
  if (status !== 200) return { kind: "unknown" };
  // Paths that the server does not know are answered with its page.
  if (/^text\/html/i.test(contentType)) return { kind: "absent" };
  const result = schema.safeParse(parseJson(body));
  return result.success
    ? { kind: "known", value: result.data }
    : { kind: "malformed", why: `the ${what} is not understood` };
}

/** What one message of `GET /global/event` (or `/event`) is. */
export type Streamed =
  | { readonly kind: "message"; readonly message: Message }
  /** Of no interest, but a sign of life. */
  | { readonly kind: "other" }
  | { readonly kind: "malformed"; readonly why: string };

const other: Streamed = { kind: "other" };

/** Longer messages are not read, in UTF-16 units: no message that matters comes near. */
const LONGEST = 8 << 20;

/** One message of the stream, `data` as its `data:` lines give it. Those of no interest are told by their beginning. */
export function parseStreamed(data: string): Streamed {
  const type = TYPE.exec(data.slice(0, 1000))?.[1];
  if (type !== undefined && !isOfInterest(type)) return other;
  // Most parts are of text, which is long and comes often.
  if (type === "message.part.updated" && !/"type":\s*"tool"/.test(data)) return other;
  if (data.length > LONGEST) return { kind: "malformed", why: "a message of the stream is too long" };
  const envelope = envelopeShape.safeParse(parseJson(data)).data;
  if (envelope === undefined) return { kind: "malformed", why: "a message of the stream is not understood" };
  const { directory, payload } = envelope;
  if (!isOfInterest(payload.type)) return other;
  const body = bodies[payload.type].safeParse(payload.properties);
  if (!body.success) return { kind: "malformed", why: `a message ${payload.type} is not understood` };
  return body.data === null
    ? other
    : { kind: "message", message: { ...body.data, directory: directoryOf(body.data, directory) } };
}

/** The type of a message as the server writes it: quotes within strings are escaped, so this is not in one of them. */
const TYPE = /"payload":\{(?:"id":"[^"]*",)?"type":"([^"]*)"/;

/** `/event` sends the payload alone. */
const payloadShape = z.object({ type: z.string(), properties: z.unknown().optional() });
const envelopeShape = z.union([
  z.object({ directory: z.string().catch("").default(""), payload: payloadShape }),
  payloadShape.transform((payload) => ({ directory: "", payload })),
]);

type Body = MessageBody | null;

const inSession = z.object({ sessionID: id });
const requestClosed = z.object({ requestID: id });
const questionClosed = requestClosed.transform(({ requestID }): Body => ({
  type: "question-closed",
  question: requestID,
}));
const sessionTold = z.object({ info: session }).transform(({ info }): Body => ({ type: "session", info }));
const errorShape = z.object({
  name: z.string().catch("").default(""),
  data: z.object({ message: z.string().catch("").default("") }).catch({ message: "" }).default({
    message: "",
  }),
});

/** The messages that matter, by type. */
const bodies = {
  "session.status": inSession.extend({ status: statusWord }).transform((it): Body => ({
    type: "status",
    session: it.sessionID,
    status: it.status,
  })),
  "session.idle": inSession.transform((it): Body => ({
    type: "status",
    session: it.sessionID,
    status: { kind: "idle" },
  })),
  "session.created": sessionTold,
  "session.updated": sessionTold,
  "session.deleted": z.union([
    inSession.transform((it) => it.sessionID),
    z.object({ info: z.object({ id }) }).transform((it) => it.info.id),
  ]).transform((deleted): Body => ({ type: "deleted", session: deleted })),
  "session.error": z.object({ sessionID: id.nullish(), error: errorShape.nullish() }).transform((
    it,
  ): Body => ({
    type: "error",
    session: it.sessionID ?? null,
    aborted: it.error?.name === "MessageAbortedError",
    message: firstLine(it.error?.data.message || it.error?.name || "", 120),
  })),
  "permission.asked": permission.transform((it): Body => ({ type: "permission-asked", permission: it })),
  "permission.replied": requestClosed.transform((it): Body => ({
    type: "permission-replied",
    permission: it.requestID,
  })),
  "question.asked": question.transform((it): Body => ({ type: "question-asked", question: it })),
  "question.replied": questionClosed,
  "question.rejected": questionClosed,
  "todo.updated": inSession.extend({ todos }).transform((it): Body => ({
    type: "todos",
    session: it.sessionID,
    todos: it.todos,
  })),
  "message.part.updated": z.union([
    z.object({ part: z.object({ type: z.literal("tool") }).and(tool) })
      .transform(({ part }): Body => ({ type: "tool", tool: part })),
    // A part of text, reasoning, ...
    z.object({ part: z.object({ type: z.string().refine((type) => type !== "tool") }) }).transform((): Body =>
      null
    ),
  ]),
  "server.instance.disposed": z.object({ directory: z.string() }).transform((
    it,
  ): Body & { directory: string } => ({
    type: "disposed",
    directory: it.directory,
  })),
  "global.disposed": z.unknown().transform((): Body & { directory: string } => ({
    type: "disposed",
    directory: "",
  })),
};

function isOfInterest(type: string): type is keyof typeof bodies {
  return Object.hasOwn(bodies, type);
}

/** What has ended is named in the message itself. */
function directoryOf(body: MessageBody, directory: string): string {
  return "directory" in body && typeof body.directory === "string" ? body.directory : directory;
}
