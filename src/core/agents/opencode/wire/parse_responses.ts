/** Parses the responses of an OpenCode server, one function for each endpoint. Nothing here throws, whatever comes. */
import * as z from "zod";
import type { Fetched } from "../full_state.ts";
import type { WirePermission, WireQuestion, WireStatus } from "./wire_values.ts";
import type { SessionInfo } from "../opencode_session.ts";
import type { Todos } from "../../session.ts";
import type { LastMessage } from "./last_message.ts";
import { firstEntries, type JsonEntries, type JsonEntry, parseSmallJson } from "./json_entries.ts";
import { ENTRIES_MAX } from "./read_maximums.ts";
import { id, path, permission, question, session, status, todos, tool } from "./schemas.ts";
import { oneLine } from "../../../text/excerpt.ts";

/** A response of the server as it came. */
export interface RawResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The header's value; "" = none. */
  readonly contentType: string;
  readonly body: string;
  /** Entries of a list or a record that were left out of the body. Default: none. */
  readonly more?: number;
}

/**
 * `malformed`: it is not the data that it claims to be. `odd`: some of it is not understood and was left out, or was taken for what
 * it most likely is. Both name what was asked for, and hold nothing of the response.
 */
export type Parsed<T> =
  | Fetched<T> & { readonly odd?: string }
  | { readonly kind: "malformed"; readonly why: string };

/** `GET /session/status`. A status of an unknown kind is taken for busy, for only sessions that are not idle are listed. */
export function parseStatuses(response: RawResponse): Parsed<Readonly<Record<string, WireStatus>>> {
  const what = "session status";
  const max = ENTRIES_MAX.statuses;
  const listed = entries(
    response,
    { what, max, isWanted: ({ kind }) => kind === "record" },
    ({ key, value }) => {
      const named = id.safeParse(key).data;
      const parsedStatus = status.safeParse(value).data;
      return named === undefined || parsedStatus === undefined
        ? null
        : { value: [named, parsedStatus.status] as const, isOdd: parsedStatus.isOdd };
    },
  );
  return listed.kind === "known" ? { ...listed, value: Object.fromEntries(listed.value) } : listed;
}

/** `GET /session`. */
export function parseSessions(response: RawResponse): Parsed<readonly SessionInfo[]> {
  return list(response, session, { what: "session list", max: ENTRIES_MAX.sessions });
}

/** `GET /session/ID`. `gone`: there is no such session any more. */
export function parseSession(response: RawResponse): Parsed<SessionInfo> | { readonly kind: "gone" } {
  // A server that does not know the path sends no JSON.
  const isGone = response.status === 404 && /^application\/json\b/i.test(response.contentType);
  return isGone ? { kind: "gone" } : parsed(response, session, "session");
}

/** `GET /permission`. */
export function parsePermissions(response: RawResponse): Parsed<readonly WirePermission[]> {
  return response.status === 400
    ? { kind: "refused" }
    : list(response, permission, { what: "permission list", max: ENTRIES_MAX.requests });
}

/** `GET /question`. */
export function parseQuestions(response: RawResponse): Parsed<readonly WireQuestion[]> {
  return list(response, question, { what: "question list", max: ENTRIES_MAX.requests });
}

/** `GET /session/ID/todo`. */
export function parseTodos(response: RawResponse): Parsed<Todos> {
  const part = parsed(response, todos, "todo list");
  if (part.kind !== "known") return part;
  const { todos: value, isOdd } = part.value;
  return { kind: "known", value, ...(isOdd ? { odd: oddIn("todo list") } : {}) };
}

/**
 * `GET /session/ID/message?limit=N`: the last message of the agent (its user may have written more since), some of whose tools may
 * run. Older messages do not count: tools that ended with their server are "running" in them for ever.
 */
export function parseLastMessage(response: RawResponse): Parsed<LastMessage> {
  const what = "message list";
  const messages = list(response, message, { what, max: ENTRIES_MAX.messages });
  if (messages.kind !== "known") return messages;
  const last = messages.value.findLast(({ info }) => info.role !== "user");
  const parts = (last?.parts ?? []).filter(isToolPart).slice(0, ENTRIES_MAX.parts);
  const tools = parts.map((part) => tool.safeParse(part).data);
  const over = parts.flatMap((part) => overCall.safeParse(part).data?.callID ?? []);
  const value = {
    id: last?.info.id ?? null,
    running: tools.flatMap((one) => one?.status === "running" ? [one] : []),
    over,
  };
  return { ...messages, value, ...(tools.includes(undefined) ? { odd: oddIn(what) } : {}) };
}

const info = z.object({
  id: id.nullish().catch(null),
  role: z.string().catch("").default(""),
});
const noInfo = { id: null, role: "" };
const message = z.object({ info: info.catch(noInfo).default(noInfo), parts: z.array(z.unknown()) });

function isToolPart(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && part.type === "tool";
}

const overCall = z.object({
  callID: z.string(),
  state: z.object({ status: z.enum(["completed", "error"]) }),
});

/** `GET /global/health`: its version. */
export function parseHealth(response: RawResponse): Parsed<{ readonly version: string }> {
  const health = z.object({ healthy: z.literal(true), version: z.string().catch("").default("") });
  return parsed(response, health.transform(({ version }) => ({ version: oneLine(version, 40) })), "health");
}

/** `GET /path`: the server's own directory. */
export function parseDirectory(response: RawResponse): Parsed<string> {
  return parsed(
    response,
    z.object({ directory: path }).transform((it) => it.directory),
    "path",
  );
}

function parsed<T>(response: RawResponse, schema: z.ZodType<T>, what: string): Parsed<T> {
  return data(response, what, (body) => {
    const result = schema.safeParse(parseSmallJson(body));
    return result.success ? { kind: "known", value: result.data } : null;
  });
}

/** A list, or a record of such entries. A record of which nothing is understood is something else, and so malformed. */
function list<T>(
  response: RawResponse,
  shape: z.ZodType<T>,
  options: { readonly what: string; readonly max: number },
): Parsed<readonly T[]> {
  const isWanted = ({ kind }: JsonEntries, good: number) => kind === "list" || good > 0;
  return entries(response, { ...options, isWanted }, ({ value }) => {
    const { success, data } = shape.safeParse(value);
    return success ? { value: data, isOdd: false } : null;
  });
}

interface EntriesOptions {
  readonly what: string;
  readonly max: number;
  /** `good`: how many were understood. */
  isWanted(entries: JsonEntries, good: number): boolean;
}

/** An entry that is not understood spoils no other. */
function entries<T>(
  response: RawResponse,
  { what, max, isWanted }: EntriesOptions,
  read: (entry: JsonEntry) => { readonly value: T; readonly isOdd: boolean } | null,
): Parsed<readonly T[]> {
  return data(response, what, (body) => {
    const all = firstEntries(body, max);
    if (all === null) return null;
    const understood = all.entries.map(read);
    const good = understood.filter((one) => one !== null);
    if (all.entries.length > 0 && !isWanted(all, good.length)) return null;
    const isOdd = understood.some((one) => one?.isOdd !== false);
    const more = all.more + (response.more ?? 0);
    return {
      kind: "known",
      value: good.map(({ value }) => value),
      ...(more > 0 ? { more } : {}),
      ...(isOdd ? { odd: oddIn(what) } : {}),
    };
  });
}

function oddIn(what: string): string {
  return `something in the ${what} is not understood`;
}

/** The result of a response; `understood` gives null for a body that is not the data. */
function data<T>(
  { status, contentType, body }: RawResponse,
  what: string,
  understood: (body: string) => Parsed<T> | null,
): Parsed<T> {
  if (status === 404 || status === 405) return { kind: "absent" };
  if (status !== 200) return { kind: "unknown" };
  // For a path that the server does not know it sends its page.
  if (/^text\/html/i.test(contentType)) return { kind: "absent" };
  return understood(body) ?? { kind: "malformed", why: `the ${what} is not understood` };
}
