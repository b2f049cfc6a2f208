/** Parses the messages of the event stream of an OpenCode server. Nothing here throws, whatever comes. */
import { ERROR_MESSAGE_MAX } from "./read_maximums.ts";
import * as z from "zod";
import { parseSmallJson } from "./json_entries.ts";
import type { StreamMessage, StreamMessageBody } from "../stream_message.ts";
import { olderPermission } from "./older_permissions.ts";
import { directory, id, path, permission, question, session, status, todos, tool } from "./schemas.ts";
import { firstLine } from "../../../text/excerpt.ts";

/** What a message of `GET /global/event` (or `/event`) is. */
export type ParsedMessage =
  /** `odd`: says that some of it was taken for what it most likely is; absent where all is understood. */
  | { readonly kind: "message"; readonly message: StreamMessage; readonly odd?: string }
  /** It does not matter here, but is a sign of life. */
  | { readonly kind: "other" }
  | { readonly kind: "malformed"; readonly why: string };

const other: ParsedMessage = { kind: "other" };

/** Messages of more UTF-16 units are not parsed: no message that matters is nearly as long. */
const LONGEST = 2 << 20;

/** `data`: of the event's `data:` lines. Messages that do not matter are recognised by their beginning, and not parsed. */
export function parseStreamMessage(data: string): ParsedMessage {
  const type = TYPE.exec(data.slice(0, 1000))?.[1];
  if (type !== undefined && !matters(type)) return other;
  // Most parts are text, which is long and comes often.
  if (type === "message.part.updated" && !/"type":\s*"tool"/.test(data)) return other;
  if (data.length > LONGEST) return { kind: "malformed", why: "a message of the stream is too long" };
  const envelope = envelopeShape.safeParse(parseSmallJson(data)).data;
  if (envelope === undefined) return { kind: "malformed", why: "a message of the stream is not understood" };
  const { directory: from, payload } = envelope;
  if (!matters(payload.type)) return other;
  const body = bodies[payload.type].safeParse(payload.properties);
  if (!body.success) return { kind: "malformed", why: `a message ${payload.type} is not understood` };
  if (body.data === null) return other;
  const { isOdd = false, ...message } = body.data;
  return {
    kind: "message",
    message: { ...message, directory: directoryOf(message, from) },
    ...(isOdd ? { odd: `something in a message ${payload.type} is not understood` } : {}),
  };
}

/** The type of a message as the server writes it. This cannot stand within a string, for quotes are escaped there. */
const TYPE = /"payload":\{(?:"id":"[^"]*",)?"type":"([^"]*)"/;

/** `/event` sends the payload alone. */
const payloadShape = z.object({ type: z.string(), properties: z.unknown().optional() });
const envelopeShape = z.union([
  z.object({ directory, payload: payloadShape }),
  payloadShape.transform((payload) => ({ directory: "", payload })),
]);

type Body = StreamMessageBody & { readonly isOdd?: boolean } | null;

const inSession = z.object({ sessionID: id });
const requestClosed = z.object({ requestID: id });
const questionClosed = requestClosed.transform(({ requestID }): Body => ({
  type: "question-closed",
  question: requestID,
}));
const sessionMessage = z.object({ info: session }).transform(({ info }): Body => ({ type: "session", info }));
const errorShape = z.object({
  name: z.string().catch("").default(""),
  data: z.object({ message: z.string().catch("").default("") }).catch({ message: "" }).default({
    message: "",
  }),
});

/** The messages that matter, by type. */
const bodies = {
  "session.status": inSession.extend({ status }).transform((it): Body => ({
    type: "status",
    session: it.sessionID,
    status: it.status.status,
    isOdd: it.status.isOdd,
  })),
  "session.idle": inSession.transform((it): Body => ({
    type: "status",
    session: it.sessionID,
    status: { kind: "idle" },
  })),
  "session.created": sessionMessage,
  "session.updated": sessionMessage,
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
    message: firstLine(it.error?.data.message || it.error?.name || "", ERROR_MESSAGE_MAX),
  })),
  "permission.asked": permission.transform((it): Body => ({ type: "permission-asked", permission: it })),
  // Before 1.1.
  "permission.updated": olderPermission.transform((it): Body => ({
    type: "permission-asked",
    permission: it,
  })),
  "permission.replied": z.union([
    requestClosed.transform(({ requestID }) => requestID),
    z.object({ permissionID: id }).transform(({ permissionID }) => permissionID),
  ]).transform((replied): Body => ({ type: "permission-replied", permission: replied })),
  "question.asked": question.transform((it): Body => ({ type: "question-asked", question: it })),
  "question.replied": questionClosed,
  "question.rejected": questionClosed,
  "todo.updated": inSession.extend({ todos }).transform((it): Body => ({
    type: "todos",
    session: it.sessionID,
    ...it.todos,
  })),
  "message.part.updated": z.union([
    z.object({ part: z.object({ type: z.literal("tool") }).and(tool) })
      .transform(({ part }): Body => ({ type: "tool", tool: part })),
    // A part of text, reasoning, ...
    z.object({ part: z.object({ type: z.string().refine((type) => type !== "tool") }) }).transform((): Body =>
      null
    ),
  ]),
  "server.instance.disposed": z.object({ directory: path }).transform((
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

function matters(type: string): type is keyof typeof bodies {
  return Object.hasOwn(bodies, type);
}

/** Where an inner instance has ended, the message itself names its directory. */
function directoryOf(body: StreamMessageBody, directory: string): string {
  return "directory" in body && typeof body.directory === "string" ? body.directory : directory;
}
