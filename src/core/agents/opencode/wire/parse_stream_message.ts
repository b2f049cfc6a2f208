/** What an OpenCode server streams, made into what it means. Nothing here throws, whatever comes. */
import * as z from "zod";
import { parseSmallJson } from "./json_entries.ts";
import type { StreamMessage, StreamMessageBody } from "../stream_message.ts";
import { olderPermission } from "./older_permissions.ts";
import { directory, id, path, permission, question, session, status, todos, tool } from "./schemas.ts";
import { firstLine } from "../../../text/excerpt.ts";

/** What one message of `GET /global/event` (or `/event`) is. */
export type ParsedMessage =
  /** `odd`: why some of it was taken for what it most likely is; absent where all is understood. */
  | { readonly kind: "message"; readonly message: StreamMessage; readonly odd?: string }
  /** Of no interest, but a sign of life. */
  | { readonly kind: "other" }
  | { readonly kind: "malformed"; readonly why: string };

const other: ParsedMessage = { kind: "other" };

/** Longer messages are not read, in UTF-16 units: no message that matters comes near. */
const LONGEST = 2 << 20;

/** One message of the stream, `data` as its `data:` lines give it. Those of no interest are told by their beginning. */
export function parseStreamMessage(data: string): ParsedMessage {
  const type = TYPE.exec(data.slice(0, 1000))?.[1];
  if (type !== undefined && !isOfInterest(type)) return other;
  // Most parts are of text, which is long and comes often.
  if (type === "message.part.updated" && !/"type":\s*"tool"/.test(data)) return other;
  if (data.length > LONGEST) return { kind: "malformed", why: "a message of the stream is too long" };
  const envelope = envelopeShape.safeParse(parseSmallJson(data)).data;
  if (envelope === undefined) return { kind: "malformed", why: "a message of the stream is not understood" };
  const { directory: from, payload } = envelope;
  if (!isOfInterest(payload.type)) return other;
  const body = bodies[payload.type].safeParse(payload.properties);
  if (!body.success) return { kind: "malformed", why: `a message ${payload.type} is not understood` };
  if (body.data === null) return other;
  const { isOdd = false, ...told } = body.data;
  return {
    kind: "message",
    message: { ...told, directory: directoryOf(told, from) },
    ...(isOdd ? { odd: `something in a message ${payload.type} is not understood` } : {}),
  };
}

/** The type of a message as the server writes it: quotes within strings are escaped, so this is not in one of them. */
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
const sessionTold = z.object({ info: session }).transform(({ info }): Body => ({ type: "session", info }));
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
    status: it.status.word,
    isOdd: it.status.isOdd,
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

function isOfInterest(type: string): type is keyof typeof bodies {
  return Object.hasOwn(bodies, type);
}

/** What has ended is named in the message itself. */
function directoryOf(body: StreamMessageBody, directory: string): string {
  return "directory" in body && typeof body.directory === "string" ? body.directory : directory;
}
