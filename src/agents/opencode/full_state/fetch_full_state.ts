/** Fetches the full state of one directory of a server: its lists in parallel, then the details of the sessions that matter. */
import type { Fetched, FullState } from "../../../core/agents/opencode/full_state.ts";
import type { SessionInfo } from "../../../core/agents/opencode/opencode_session.ts";
import { ENTRIES_MAX } from "../../../core/agents/opencode/wire/read_maximums.ts";
import { type LastMessage, stillAsked } from "../../../core/agents/opencode/wire/last_message.ts";
import {
  type Parsed,
  parseDirectory,
  parseLastMessage,
  parsePermissions,
  parseQuestions,
  parseSessions,
  parseStatuses,
  parseTodos,
  type RawResponse,
} from "../../../core/agents/opencode/wire/parse_responses.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient, RequestResult } from "../opencode_client.ts";
import { requestTimeLimit } from "../request_time_limit.ts";
import { createSemaphore } from "../semaphore.ts";

/** The lists of a full state, and how many entries of each are read. */
const LISTS = [
  ["/session/status", ENTRIES_MAX.statuses],
  ["/session", ENTRIES_MAX.sessions],
  ["/permission", ENTRIES_MAX.requests],
  ["/question", ENTRIES_MAX.requests],
] as const;
/** Messages of a session that are asked for: its running tools are in the last of the agent. */
const MESSAGES = 4;
/** Sessions of one directory whose details are fetched; those of others come with the messages of the stream. */
const MAX_DETAILED = 40;

/** Requests about single sessions at a time; more would only open more connections. */
const AT_A_TIME = 4;

/** A response of more UTF-16 units than this is parsed after a pause, in ms. */
const LARGE = 256 * 1024;
const PAUSE_MS = 20;

export interface FetchOptions {
  readonly host: Pick<Host, "sleep">;
  readonly client: OpencodeClient;
  /** "" = the server's own. Else one that it has named itself. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Says why a response cannot be used, without any of its text. */
  warn(why: string): void;
}

export interface FetchedFullState {
  readonly fullState: FullState;
  /** Whether there was no response to anything within the time limit. */
  readonly isHung: boolean;
  /** Whether nobody listens any more, or a password is wanted now: then the server is to be connected to anew. */
  readonly isLost: boolean;
}

/** The server's own directory; "" = it does not say, null = no response in time. Never rejects. */
export async function fetchDirectory(
  { client, signal, warn }: Omit<FetchOptions, "directory" | "host">,
): Promise<string | null> {
  const result = await client.get("/path", { signal });
  if (result.kind === "late") return null;
  const directory = fetchedOf(result, parseDirectory, warn);
  return directory.kind === "known" ? directory.value : "";
}

/** What does not come in time is unknown in it. Never rejects. */
export async function fetchFullState(
  { host, client, directory, signal, warn }: FetchOptions,
): Promise<FetchedFullState> {
  const limit = requestTimeLimit(host, signal);
  const results = await Promise.all(
    LISTS.map(([path, entries]) => client.get(path, { directory, within: limit.signal, entries })),
  ).finally(() => limit.end());
  const [status, list, permission, question] = results;
  // One after the other: what is large takes a while to parse, and whatever else waits has a turn in between.
  const read = async <T>(result: RequestResult | undefined, parse: (response: RawResponse) => Parsed<T>) => {
    if (result?.kind === "response" && result.body.length > LARGE) await host.sleep(PAUSE_MS, signal);
    return fetchedOf(result, parse, warn);
  };
  const statuses = await read(status, parseStatuses);
  const sessions = await read(list, parseSessions);
  const permissions = await read(permission, parsePermissions);
  const questions = await read(question, parseQuestions);
  const busy = statuses.kind === "known"
    ? Object.entries(statuses.value).flatMap(([id, { kind }]) => kind === "idle" ? [] : [id])
    : [];
  const shown = sessions.kind === "known" ? lastActive(sessions.value) : [];
  const details = await fetchDetails({ host, client, directory, signal, warn }, { busy, shown });
  return {
    fullState: {
      directory,
      sessions,
      statuses,
      permissions: stillAsked(permissions, details.messages),
      questions: stillAsked(questions, details.messages),
      todos: details.todos,
      tools: Object.fromEntries([...details.messages].map(([id, { running }]) => [id, running])),
    },
    isHung: results.every(({ kind }) => kind === "late"),
    isLost: results.some(({ kind }) => kind === "nobody" || kind === "locked"),
  };
}

/** The todos of these sessions, and the last message of those that are busy. `shown`: what is shown even where all are idle. */
async function fetchDetails(
  { host, client, directory, signal, warn }: FetchOptions,
  { busy, shown }: { readonly busy: readonly string[]; readonly shown: readonly string[] },
): Promise<Pick<FullState, "todos"> & { readonly messages: ReadonlyMap<string, LastMessage> }> {
  const todos: Record<string, FullState["todos"][string]> = {};
  const messages = new Map<string, LastMessage>();
  const limit = requestTimeLimit(host, signal);
  const fetchOne = async <T>(
    path: string,
    parse: (response: RawResponse) => Parsed<T>,
    keep: (value: T) => void,
  ) => {
    const result = await client.get(path, { directory, within: limit.signal });
    const fetched = fetchedOf(result, parse, warn);
    if (fetched.kind === "known") keep(fetched.value);
  };
  const details = [...new Set([...busy, ...shown])].slice(0, MAX_DETAILED).flatMap((id) => {
    const path = `/session/${encodeURIComponent(id)}`;
    const fetchTodos = () => fetchOne(`${path}/todo`, parseTodos, (value) => todos[id] = value);
    const fetchMessages = () =>
      fetchOne(`${path}/message?limit=${MESSAGES}`, parseLastMessage, (value) => messages.set(id, value));
    return busy.includes(id) ? [fetchMessages, fetchTodos] : [fetchTodos];
  });
  try {
    const semaphore = createSemaphore(AT_A_TIME);
    await Promise.all(details.map((detail) =>
      semaphore.run(async () => {
        if (!limit.signal.aborted) await detail();
      })
    ));
  } finally {
    limit.end();
  }
  return { todos, messages };
}

/** The one that is shown even where all are idle. */
function lastActive(sessions: readonly SessionInfo[]): readonly string[] {
  const shown = sessions.filter(({ parent, archivedAt }) => parent === null && archivedAt === null);
  return shown.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, 1).map(({ id }) => id);
}

function fetchedOf<T>(
  result: RequestResult | undefined,
  parse: (response: RawResponse) => Parsed<T>,
  warn: (why: string) => void,
): Fetched<T> {
  if (result?.kind !== "response") {
    if (result?.kind === "broken") warn(result.why);
    return { kind: "unknown" };
  }
  const parsed = parse(result);
  if (parsed.kind === "malformed") {
    warn(parsed.why);
    return { kind: "unknown" };
  }
  const { odd, ...usable } = parsed;
  if (odd !== undefined) warn(odd);
  return usable;
}
