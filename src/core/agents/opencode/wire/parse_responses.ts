/** What an OpenCode server answers, made into what it means. Nothing here throws, whatever comes. */
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

/** An answer of the server as it came. */
export interface RawResponse {
  /** Of HTTP. */
  readonly status: number;
  /** The header's value; "" = none. */
  readonly contentType: string;
  readonly body: string;
  /** Entries of a list or a record that were left out of the body. Default: none. */
  readonly more?: number;
}

/**
 * `malformed`: it says that it is data and is not. `odd`: some of it is not understood and was left out, or was taken for what
 * it most likely is. Both name the question, never what was answered.
 */
export type Parsed<T> =
  | Fetched<T> & { readonly odd?: string }
  | { readonly kind: "malformed"; readonly why: string };

/** `GET /session/status`. What is of an unknown kind is busy, for only what is not idle is listed. */
export function parseStatuses(answer: RawResponse): Parsed<Readonly<Record<string, WireStatus>>> {
  const what = "session status";
  const max = ENTRIES_MAX.statuses;
  const listed = entries(
    answer,
    { what, max, isWanted: ({ kind }) => kind === "record" },
    ({ key, value }) => {
      const named = id.safeParse(key).data;
      const told = status.safeParse(value).data;
      return named === undefined || told === undefined
        ? null
        : { value: [named, told.word] as const, isOdd: told.isOdd };
    },
  );
  return listed.kind === "known" ? { ...listed, value: Object.fromEntries(listed.value) } : listed;
}

/** `GET /session`. */
export function parseSessions(answer: RawResponse): Parsed<readonly SessionInfo[]> {
  return list(answer, session, { what: "session list", max: ENTRIES_MAX.sessions });
}

/** `GET /session/ID`. `gone`: there is no such session any more. */
export function parseSession(answer: RawResponse): Parsed<SessionInfo> | { readonly kind: "gone" } {
  // A server that does not know the path answers no data.
  const isGone = answer.status === 404 && /^application\/json\b/i.test(answer.contentType);
  return isGone ? { kind: "gone" } : parsed(answer, session, "session");
}

/** `GET /permission`. */
export function parsePermissions(answer: RawResponse): Parsed<readonly WirePermission[]> {
  return answer.status === 400
    ? { kind: "refused" }
    : list(answer, permission, { what: "permission list", max: ENTRIES_MAX.requests });
}

/** `GET /question`. */
export function parseQuestions(answer: RawResponse): Parsed<readonly WireQuestion[]> {
  return list(answer, question, { what: "question list", max: ENTRIES_MAX.requests });
}

/** `GET /session/ID/todo`. */
export function parseTodos(answer: RawResponse): Parsed<Todos> {
  const part = parsed(answer, todos, "todo list");
  if (part.kind !== "known") return part;
  const { todos: value, isOdd } = part.value;
  return { kind: "known", value, ...(isOdd ? { odd: oddIn("todo list") } : {}) };
}

/**
 * `GET /session/ID/message?limit=N`: the last message of the agent (its user may have written more since), of whose tools some
 * may run. Older ones do not count: what was cut off by the end of its server is "running" in them for ever.
 */
export function parseLastMessage(answer: RawResponse): Parsed<LastMessage> {
  const what = "message list";
  const messages = list(answer, message, { what, max: ENTRIES_MAX.messages });
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
export function parseHealth(answer: RawResponse): Parsed<{ readonly version: string }> {
  const health = z.object({ healthy: z.literal(true), version: z.string().catch("").default("") });
  return parsed(answer, health.transform(({ version }) => ({ version: oneLine(version, 40) })), "health");
}

/** `GET /path`: the server's own directory. */
export function parseDirectory(answer: RawResponse): Parsed<string> {
  return parsed(
    answer,
    z.object({ directory: path }).transform((it) => it.directory),
    "path",
  );
}

function parsed<T>(answer: RawResponse, schema: z.ZodType<T>, what: string): Parsed<T> {
  return data(answer, what, (body) => {
    const result = schema.safeParse(parseSmallJson(body));
    return result.success ? { kind: "known", value: result.data } : null;
  });
}

/** A list, or a record of what would be in one; null where nothing of a record is understood: it is something else. */
function list<T>(
  answer: RawResponse,
  shape: z.ZodType<T>,
  options: { readonly what: string; readonly max: number },
): Parsed<readonly T[]> {
  const isWanted = ({ kind }: JsonEntries, good: number) => kind === "list" || good > 0;
  return entries(answer, { ...options, isWanted }, ({ value }) => {
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

/** One entry that is not understood spoils no other. */
function entries<T>(
  answer: RawResponse,
  { what, max, isWanted }: EntriesOptions,
  read: (entry: JsonEntry) => { readonly value: T; readonly isOdd: boolean } | null,
): Parsed<readonly T[]> {
  return data(answer, what, (body) => {
    const all = firstEntries(body, max);
    if (all === null) return null;
    const understood = all.entries.map(read);
    const good = understood.filter((one) => one !== null);
    if (all.entries.length > 0 && !isWanted(all, good.length)) return null;
    const isOdd = understood.some((one) => one?.isOdd !== false);
    const more = all.more + (answer.more ?? 0);
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

/** What comes of an answer; `understood` gives null for a body that is none. */
function data<T>(
  { status, contentType, body }: RawResponse,
  what: string,
  understood: (body: string) => Parsed<T> | null,
): Parsed<T> {
  if (status === 404 || status === 405) return { kind: "absent" };
  if (status !== 200) return { kind: "unknown" };
  // Paths that the server does not know are answered with its page.
  if (/^text\/html/i.test(contentType)) return { kind: "absent" };
  return understood(body) ?? { kind: "malformed", why: `the ${what} is not understood` };
}
