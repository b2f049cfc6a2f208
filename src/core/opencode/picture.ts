/**
 * Lays the answers to one round of questions over the state of an instance. The last word about each thing holds: what the
 * stream has told of a session, a tool, a permission or a question since the picture was asked for is newer than the
 * picture, which may be of any moment between the asking and the answer. What the stream has not mentioned is as in the
 * picture. A message that the server sent before it answered, and that is still to come, then mends what is left.
 */
import type { Instance, Message, Part, Picture, Session, Todos, ToolWord } from "./instance.ts";
import {
  covers,
  ended,
  NEWS_MS,
  newSession,
  runningTool,
  unlistedSession,
  without,
  withStatus,
  withTool,
} from "./session.ts";

/** Idle sessions beyond these are not kept: lists of past ones can be long, and nothing shows them. */
const IDLE_MAX = 100;

/** `number`: of the `asking`; `now`: epoch ms. */
export function withPicture(instance: Instance, number: number, picture: Picture, now: number): Instance {
  const told = toldSince(instance, number, picture.directory);
  const { [number]: _, ...asked } = instance.asked;
  const before: Instance = {
    ...instance,
    asked,
    since: Object.keys(asked).length === 0 ? null : instance.since,
    directory: instance.directory === "" ? picture.directory : instance.directory,
  };
  const isAnswered = picture.sessions.kind === "known" || picture.statuses.kind === "known";
  const sessions = sessionsAfter(before, picture, told, now);
  const over = overIn(sessions, picture, told);
  return {
    ...before,
    picturedAt: instance.picturedAt ?? (isAnswered ? now : null),
    answeredFor: answeredForAfter(instance, picture),
    sessions,
    permissions: requestsAfter(before.permissions, picture.permissions, { ...picture, told, now, over }),
    questions: requestsAfter(before.questions, picture.questions, { ...picture, told, now, over }),
    guessBefore: guessBeforeAfter(before, picture, now),
  };
}

function answeredForAfter({ answeredFor }: Instance, { directory, statuses }: Picture): readonly string[] {
  return statuses.kind !== "known" || answeredFor.includes(directory)
    ? answeredFor
    : [...answeredFor, directory];
}

/** What the stream has spoken of since a picture was asked for, by id. */
interface Told {
  readonly sessions: Set<string>;
  readonly statuses: Set<string>;
  /** Sessions that were idle, or were deleted, at some time since: what ran or waited in them before may be in the picture. */
  readonly ended: Set<string>;
  /** Of sessions that may not have been known yet. */
  readonly todos: Map<string, Todos>;
  readonly tools: Map<string, Extract<Message, { readonly type: "tool" }>>;
  /** Permissions and questions. */
  readonly requests: Set<string>;
  /** All that lived in the directory has ended since. */
  disposed: boolean;
}

function toldSince(instance: Instance, number: number, directory: string): Told {
  const messages: Message[] = [];
  const from = instance.asked[number] ?? Infinity;
  for (let heard = instance.since; heard !== null && heard.count > from; heard = heard.before) {
    messages.push(heard.message);
  }
  const told: Told = {
    sessions: new Set(),
    statuses: new Set(),
    ended: new Set(),
    todos: new Map(),
    tools: new Map(),
    requests: new Set(),
    disposed: false,
  };
  for (const message of messages.reverse()) tell(told, message, directory);
  return told;
}

function tell(told: Told, message: Message, directory: string): void {
  switch (message.type) {
    case "session":
      told.sessions.add(message.info.id);
      return;
    case "deleted":
      told.sessions.add(message.session);
      told.statuses.add(message.session);
      told.ended.add(message.session);
      return;
    case "status": {
      told.statuses.add(message.session);
      if (message.status.kind !== "idle") return;
      told.ended.add(message.session);
      forgetTools(told, ({ tool }) => tool.session === message.session);
      return;
    }
    case "todos":
      told.todos.set(message.session, message.todos);
      return;
    case "tool":
      told.tools.set(message.tool.id, message);
      return;
    case "permission-asked":
      told.requests.add(message.permission.id);
      return;
    case "permission-replied":
      told.requests.add(message.permission);
      return;
    case "question-asked":
      told.requests.add(message.question.id);
      return;
    case "question-closed":
      told.requests.add(message.question);
      return;
    case "error":
      return;
    case "disposed":
      forgetTools(told, (tool) => covers(message.directory, tool.directory));
      if (covers(directory, message.directory) || message.directory === "") told.disposed = true;
      return;
  }
}

function forgetTools(
  told: Told,
  gone: (message: Extract<Message, { readonly type: "tool" }>) => boolean,
): void {
  for (const [id, message] of told.tools) if (gone(message)) told.tools.delete(id);
}

function sessionsAfter(
  instance: Instance,
  picture: Picture,
  told: Told,
  now: number,
): Readonly<Record<string, Session>> {
  const sessions = new Map(Object.entries(instance.sessions));
  const { directory } = picture;
  const statuses = picture.statuses.kind === "known" && !told.disposed ? picture.statuses.value : null;

  if (picture.sessions.kind === "known") {
    const listed = new Set(picture.sessions.value.map((info) => info.id));
    for (const info of picture.sessions.value) {
      if (told.sessions.has(info.id)) continue;
      const before = sessions.get(info.id);
      sessions.set(info.id, before === undefined ? newSession(info) : { ...before, info, isListed: true });
    }
    for (const [id, session] of sessions) {
      // A list may leave out old ones, but not one that works is gone for that.
      const isLive = session.status.kind !== "idle" || statuses?.[id] !== undefined ||
        told.statuses.has(id) ||
        session.lastRun !== null && now - session.lastRun.endedAt < NEWS_MS;
      const isGone = covers(directory, session.info.directory) && !listed.has(id) && !told.sessions.has(id);
      if (isGone && !isLive) sessions.delete(id);
    }
  }

  if (statuses !== null) {
    for (const [id, word] of Object.entries(statuses)) {
      if (told.statuses.has(id)) continue;
      const session = sessions.get(id) ?? unlistedSession(id, directory, now);
      sessions.set(id, withStatus(session, word, directory, now));
    }
    for (const [id, session] of sessions) {
      const isIdle = covers(directory, session.ranIn) && statuses[id] === undefined && !told.statuses.has(id);
      if (isIdle) sessions.set(id, ended(session, "done", now));
    }
  }

  const change = (id: string, next: (session: Session) => Session) => {
    const session = sessions.get(id);
    if (session !== undefined) sessions.set(id, next(session));
  };
  for (const [id, todos] of [...Object.entries(picture.todos), ...told.todos]) {
    change(id, (session) => ({ ...session, todos }));
  }
  for (const [id, tools] of told.disposed ? [] : Object.entries(picture.tools)) {
    if (!told.ended.has(id)) change(id, (session) => withTools(session, tools, told, now));
  }
  for (const { tool } of told.tools.values()) change(tool.session, (session) => withTool(session, tool, now));
  return Object.fromEntries(kept(sessions));
}

/** Those of the picture, and those of which the stream has told; what it has told last is laid over both. */
function withTools(session: Session, tools: readonly ToolWord[], told: Told, now: number): Session {
  if (session.status.kind === "idle") return session;
  const running = tools.filter((tool) => tool.status === "running")
    .map((tool) => [tool.id, runningTool(tool, session.tools[tool.id], now)] as const);
  const toldOf = Object.entries(session.tools).filter(([id]) => told.tools.has(id));
  return { ...session, tools: Object.fromEntries([...running, ...toldOf]) };
}

/** All that are not idle, and the newest of the others. */
function kept(sessions: ReadonlyMap<string, Session>): Iterable<readonly [string, Session]> {
  if (sessions.size <= IDLE_MAX) return sessions;
  const entries = [...sessions];
  const idle = entries.filter(([, { status }]) => status.kind === "idle")
    .sort(([, a], [, b]) => b.info.updatedAt - a.info.updatedAt);
  const dropped = new Set(idle.slice(IDLE_MAX).map(([id]) => id));
  return entries.filter(([id]) => !dropped.has(id));
}

interface Request {
  readonly id: string;
  readonly session: string;
}

/**
 * Whether nobody waits for the answer to a request any more. 1.18.33 goes on listing what a run had asked that was aborted
 * or whose session was deleted, but its session is not at work: those that are, and only those, have a status.
 */
function overIn(
  sessions: Readonly<Record<string, Session>>,
  picture: Picture,
  told: Told,
): Over {
  const { statuses } = picture;
  // Of a list that was cut nobody knows who is not in it.
  if (statuses.kind !== "known" || statuses.more !== undefined || told.disposed) {
    return { isOver: () => false, wasOver: () => false };
  }
  const isIdle = (id: string) => (statuses.value[id]?.kind ?? "idle") === "idle";
  return {
    isOver: ({ id, session, directory }) =>
      covers(picture.directory, directory) && !told.requests.has(id) &&
      (sessions[session] === undefined ? isIdle(session) : sessions[session].status.kind === "idle"),
    wasOver: ({ session }) => isIdle(session),
  };
}

interface Over {
  /** Of one that is known: with all that was told since. */
  isOver(request: Request & { readonly directory: string }): boolean;
  /** Of one that only the picture knows: of what was asked since, the stream would have told. */
  wasOver(request: Request): boolean;
}

interface Circumstances {
  readonly directory: string;
  readonly told: Told;
  readonly now: number;
  readonly over: Over;
}

function requestsAfter<
  W extends Request,
  R extends W & { readonly directory: string; readonly askedAt: number },
>(
  before: Readonly<Record<string, R>>,
  part: Part<readonly W[]>,
  { directory, told, now, over }: Circumstances,
): Readonly<Record<string, R | (W & { readonly directory: string; readonly askedAt: number })>> {
  const still = without(before, over.isOver);
  if (part.kind !== "known" || told.disposed) return still;
  const listed = new Set(part.value.map(({ id }) => id));
  const stay = without(
    still,
    (request) =>
      covers(directory, request.directory) && !listed.has(request.id) && !told.requests.has(request.id),
  );
  const news = part.value.filter((word) =>
    !told.requests.has(word.id) && !told.ended.has(word.session) && before[word.id] === undefined &&
    !over.wasOver(word)
  );
  return news.length === 0 ? stay : {
    ...stay,
    ...Object.fromEntries(news.map((word) => [word.id, { ...word, directory, askedAt: now }])),
  };
}

function guessBeforeAfter(instance: Instance, picture: Picture, now: number): Instance["guessBefore"] {
  const { guessBefore, reach } = instance;
  const { directory } = picture;
  switch (picture.permissions.kind) {
    case "unknown":
      return guessBefore;
    case "known": {
      const { [directory]: _, ...others } = guessBefore;
      return others;
    }
    case "absent":
      return { ...guessBefore, [directory]: reach.kind === "connected" ? reach.since : Infinity };
    case "refused":
      // Of what began after the stream was opened, the stream has told.
      return { ...guessBefore, [directory]: reach.kind === "connected" ? reach.since : now };
  }
}
