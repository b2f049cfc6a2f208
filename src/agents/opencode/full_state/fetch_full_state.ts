/** Asks a server about everything that is shown of it: what it has in parallel, then about the sessions that matter. */
import type { Part, Picture } from "../../../core/agents/opencode/full_state.ts";
import type { SessionInfo } from "../../../core/agents/opencode/session.ts";
import { ENTRIES_MAX } from "../../../core/agents/opencode/bounds.ts";
import { type LastMessage, stillAsked } from "../../../core/agents/opencode/wire/last_message.ts";
import {
  type Answered,
  parseDirectory,
  parseLastMessage,
  parsePermissions,
  parseQuestions,
  parseSessions,
  parseStatuses,
  parseTodos,
  type RawAnswer,
} from "../../../core/agents/opencode/wire/parse_responses.ts";
import type { Host } from "../../../host/host.ts";
import { type Answer, type OpencodeClient, timeLimit } from "../opencode_client.ts";

/** What makes up a picture, and how many entries of each are read. */
const LISTS = [
  ["/session/status", ENTRIES_MAX.statuses],
  ["/session", ENTRIES_MAX.sessions],
  ["/permission", ENTRIES_MAX.requests],
  ["/question", ENTRIES_MAX.requests],
] as const;
/** A session that works on more than this many messages at a time has its running tools in the last of them. */
const MESSAGES = 4;
/** Sessions of one directory that are asked about; one that is told of later is told of by events. */
const MAX_DETAILED = 40;

/** Questions about single sessions; more would only open more connections. */
const AT_A_TIME = 4;

/** UTF-16 units of an answer that is read by itself, and the pause before it, in ms. */
const LARGE = 256 * 1024;
const BETWEEN_MS = 20;

export interface Ask {
  readonly host: Pick<Host, "sleep">;
  readonly client: OpencodeClient;
  /** "" = the server's own. Else one that it has named itself. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** What came and could not be used, without any of it. */
  warn(why: string): void;
}

export interface Asked {
  readonly picture: Picture;
  /** Whether there was no answer to anything within the time limit. */
  readonly isHung: boolean;
  /** Whether nobody listens any more, or a password is wanted now: what another way of asking has to find out. */
  readonly isLost: boolean;
}

/** The server's own directory; "" = it does not say, null = not in time. Rejects never. */
export async function askDirectory(
  { client, signal, warn }: Omit<Ask, "directory" | "host">,
): Promise<string | null> {
  const answer = await client.get("/path", { signal });
  if (answer.kind === "late") return null;
  const part = partOf(answer, parseDirectory, warn);
  return part.kind === "known" ? part.value : "";
}

/** Where something did not come in time, its part is unknown. Rejects never. */
export async function askPicture({ host, client, directory, signal, warn }: Ask): Promise<Asked> {
  const limit = timeLimit(host, signal);
  const answers = await Promise.all(
    LISTS.map(([path, entries]) => client.get(path, { directory, within: limit.signal, entries })),
  ).finally(() => limit.end());
  const [status, list, permission, question] = answers;
  // Each by itself: what is large takes a while to read, and whoever waits for this program has a turn in between.
  const read = async <T>(answer: Answer | undefined, parse: (answer: RawAnswer) => Answered<T>) => {
    if (answer?.kind === "answer" && answer.body.length > LARGE) await host.sleep(BETWEEN_MS, signal);
    return partOf(answer, parse, warn);
  };
  const statuses = await read(status, parseStatuses);
  const sessions = await read(list, parseSessions);
  const permissions = await read(permission, parsePermissions);
  const questions = await read(question, parseQuestions);
  const busy = statuses.kind === "known"
    ? Object.entries(statuses.value).flatMap(([id, word]) => word.kind === "idle" ? [] : [id])
    : [];
  const last = sessions.kind === "known" ? lastActive(sessions.value) : [];
  const details = await askDetails({ host, client, directory, signal, warn }, { busy, last });
  return {
    picture: {
      directory,
      sessions,
      statuses,
      permissions: stillAsked(permissions, details.messages),
      questions: stillAsked(questions, details.messages),
      todos: details.todos,
      tools: Object.fromEntries([...details.messages].map(([id, { running }]) => [id, running])),
    },
    isHung: answers.every(({ kind }) => kind === "late"),
    isLost: answers.some(({ kind }) => kind === "nobody" || kind === "locked"),
  };
}

/** Todos of these sessions, and the last message of those that are busy. */
async function askDetails(
  { host, client, directory, signal, warn }: Ask,
  { busy, last }: { readonly busy: readonly string[]; readonly last: readonly string[] },
): Promise<Pick<Picture, "todos"> & { readonly messages: ReadonlyMap<string, LastMessage> }> {
  const todos: Record<string, Picture["todos"][string]> = {};
  const messages = new Map<string, LastMessage>();
  const limit = timeLimit(host, signal);
  const ask = async <T>(
    path: string,
    parse: (answer: RawAnswer) => Answered<T>,
    keep: (value: T) => void,
  ) => {
    const answer = await client.get(path, { directory, within: limit.signal });
    const part = partOf(answer, parse, warn);
    if (part.kind === "known") keep(part.value);
  };
  const details = [...new Set([...busy, ...last])].slice(0, MAX_DETAILED).flatMap((id) => {
    const path = `/session/${encodeURIComponent(id)}`;
    const askTodos = () => ask(`${path}/todo`, parseTodos, (value) => todos[id] = value);
    const askMessages = () =>
      ask(`${path}/message?limit=${MESSAGES}`, parseLastMessage, (value) => messages.set(id, value));
    return busy.includes(id) ? [askMessages, askTodos] : [askTodos];
  });
  try {
    await inTurns(details, limit.signal);
  } finally {
    limit.end();
  }
  return { todos, messages };
}

/** Does the work, some of it at a time, until the signal aborts. */
async function inTurns(work: readonly (() => Promise<void>)[], signal: AbortSignal): Promise<void> {
  const waiting = [...work];
  const turns = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      await next();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, turns));
}

/** The one that is shown even where all are idle. */
function lastActive(sessions: readonly SessionInfo[]): readonly string[] {
  const shown = sessions.filter(({ parent, archivedAt }) => parent === null && archivedAt === null);
  return shown.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, 1).map(({ id }) => id);
}

function partOf<T>(
  answer: Answer | undefined,
  parse: (answer: RawAnswer) => Answered<T>,
  warn: (why: string) => void,
): Part<T> {
  if (answer?.kind !== "answer") {
    if (answer?.kind === "broken") warn(answer.why);
    return { kind: "unknown" };
  }
  const part = parse(answer);
  if (part.kind === "malformed") {
    warn(part.why);
    return { kind: "unknown" };
  }
  const { odd, ...usable } = part;
  if (odd !== undefined) warn(odd);
  return usable;
}
