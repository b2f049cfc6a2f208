/**
 * Lays the answers to one round of questions over the state of an instance. The last word about each thing holds: what the
 * stream has told of a session, a tool, a permission or a question since the full state was asked for is newer than the
 * full state, which may be of any moment between the asking and the answer. What the stream has not mentioned is as in the
 * full state. A message that the server sent before it answered, and that is still to come, then mends what is left.
 */
import type { Instance } from "./instance.ts";
import type { Fetched, FullState } from "./full_state.ts";
import type { WireTool } from "./wire/wire_values.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { keptSessions } from "./retention.ts";
import { type LeftOut, nothingLeftOut } from "../program.ts";
import { PERMISSIONS_MAX, QUESTIONS_MAX, TOOLS_MAX } from "./bounds.ts";
import { recordOf, without } from "../records.ts";
import {
  coversDirectory,
  newSession,
  runningTool,
  unlistedSession,
  withRunEnded,
  withStatus,
  withTool,
} from "./session_changes.ts";
import { LONG_RUN_MS, NEWS_MS } from "../session.ts";
import { type MessagesSince, messagesSince } from "./messages_since.ts";

/** `number`: of the `full-state-requested`; `now`: epoch ms. */
export function withFullState(
  instance: Instance,
  number: number,
  fullState: FullState,
  now: number,
): Instance {
  // It was given up: more was told since than is remembered.
  if (instance.pendingFullStates[number] === undefined) return instance;
  const { directory } = fullState;
  const told = messagesSince(instance, number, directory);
  const { [number]: _, ...asked } = instance.pendingFullStates;
  const before: Instance = {
    ...instance,
    pendingFullStates: asked,
    recentMessages: Object.keys(asked).length === 0 ? null : instance.recentMessages,
    directory: instance.directory === "" ? directory : instance.directory,
  };
  const isAnswered = fullState.sessions.kind === "known" || fullState.statuses.kind === "known";
  const all = sessionsAfter(before, fullState, told, now);
  const circumstances = { directory, told, now, over: overIn(all, fullState, told) };
  const permissions = requestsAfter(
    before.permissions,
    fullState.permissions,
    PERMISSIONS_MAX,
    circumstances,
  );
  const questions = requestsAfter(before.questions, fullState.questions, QUESTIONS_MAX, circumstances);
  const requests = { permissions: permissions.kept, questions: questions.kept };
  const sessions = keptSessions(all, requests);
  return {
    ...before,
    ...requests,
    fullStateAt: instance.fullStateAt ?? (isAnswered ? now : null),
    answeredFor: answeredForAfter(instance, fullState),
    sessions: sessions.kept,
    guessBefore: guessBeforeAfter(before, fullState, now),
    leftOut: leftOutAfter(before, directory, {
      sessions: moreIn(fullState.statuses, sessions.leftOut),
      permissions: moreIn(fullState.permissions, permissions.leftOut),
      questions: moreIn(fullState.questions, questions.leftOut),
    }),
  };
}

function answeredForAfter({ answeredFor }: Instance, { directory, statuses }: FullState): readonly string[] {
  return statuses.kind !== "known" || answeredFor.includes(directory)
    ? answeredFor
    : [...answeredFor, directory];
}

/** How many a full state tells of that are not kept; null = it does not tell. */
function moreIn(part: Fetched<unknown>, leftOut: number): number | null {
  return part.kind === "known" ? leftOut + (part.more ?? 0) : null;
}

function leftOutAfter(
  { leftOut }: Instance,
  directory: string,
  counted: Readonly<Record<keyof LeftOut, number | null>>,
): Instance["leftOut"] {
  const before = leftOut.get(directory) ?? nothingLeftOut;
  const after = {
    sessions: counted.sessions ?? before.sessions,
    permissions: counted.permissions ?? before.permissions,
    questions: counted.questions ?? before.questions,
  };
  const others = [...leftOut].filter(([where]) => !coversDirectory(directory, where));
  const isNone = after.sessions + after.permissions + after.questions === 0;
  return new Map(isNone ? others : [...others, [directory, after]]);
}

function sessionsAfter(
  instance: Instance,
  fullState: FullState,
  told: MessagesSince,
  now: number,
): ReadonlyMap<string, OpencodeSession> {
  const sessions = new Map(Object.entries(instance.sessions));
  const { directory } = fullState;
  const statuses = fullState.statuses.kind === "known" && !told.disposed ? fullState.statuses.value : null;

  for (const info of fullState.sessions.kind === "known" ? fullState.sessions.value : []) {
    if (told.sessions.has(info.id)) continue;
    const before = sessions.get(info.id);
    sessions.set(info.id, before === undefined ? newSession(info) : { ...before, info, isListed: true });
  }

  if (statuses !== null) {
    for (const [id, word] of Object.entries(statuses)) {
      if (told.statuses.has(id)) continue;
      const session = sessions.get(id) ?? unlistedSession(id, directory, now);
      sessions.set(id, withStatus(session, word, directory, now));
    }
    for (const [id, session] of isWhole(fullState.statuses) ? sessions : []) {
      const isIdle = coversDirectory(directory, session.ranIn) && statuses[id] === undefined &&
        !told.statuses.has(id);
      if (isIdle) sessions.set(id, withRunEnded(session, "done", now));
    }
  }

  if (fullState.sessions.kind === "known" && isWhole(fullState.sessions)) {
    const listed = new Set(fullState.sessions.value.map((info) => info.id));
    for (const [id, session] of sessions) {
      // A list may leave out old ones, but not one that works is gone for that.
      const isLive = session.status.kind !== "idle" || told.statuses.has(id) || isNews(session, now);
      const isGone = coversDirectory(directory, session.info.directory) && !listed.has(id) &&
        !told.sessions.has(id);
      if (isGone && !isLive) sessions.delete(id);
    }
  }

  const change = (id: string, next: (session: OpencodeSession) => OpencodeSession) => {
    const session = sessions.get(id);
    if (session !== undefined) sessions.set(id, next(session));
  };
  for (const [id, todos] of [...Object.entries(fullState.todos), ...told.todos]) {
    change(id, (session) => ({ ...session, todos }));
  }
  for (const [id, tools] of told.disposed ? [] : Object.entries(fullState.tools)) {
    if (!told.ended.has(id)) change(id, (session) => withTools(session, tools, told, now));
  }
  for (const { tool } of told.tools.values()) change(tool.session, (session) => withTool(session, tool, now));
  return sessions;
}

/** Whether it is still to be told that a long run of it has ended. */
function isNews({ lastRun }: OpencodeSession, now: number): boolean {
  return lastRun !== null && now - lastRun.endedAt < NEWS_MS &&
    lastRun.endedAt - lastRun.startedAt > LONG_RUN_MS;
}

/** Of what was not read of an answer nothing is known. */
function isWhole(part: Fetched<unknown>): boolean {
  return part.kind === "known" && part.more === undefined;
}

/** Those of the full state, and those of which the stream has told; what it has told last is laid over both. */
function withTools(
  session: OpencodeSession,
  tools: readonly WireTool[],
  told: MessagesSince,
  now: number,
): OpencodeSession {
  if (session.status.kind === "idle") return session;
  const running = tools.filter((tool) => tool.status === "running").slice(0, TOOLS_MAX)
    .map((tool) => [tool.id, runningTool(tool, session.tools[tool.id], now)] as const);
  const toldOf = Object.entries(session.tools).filter(([id]) => told.tools.has(id));
  return { ...session, tools: recordOf([...running, ...toldOf].slice(0, TOOLS_MAX)) };
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
  sessions: ReadonlyMap<string, OpencodeSession>,
  fullState: FullState,
  told: MessagesSince,
): Over {
  const { statuses } = fullState;
  // Of a list that was cut nobody knows who is not in it.
  if (statuses.kind !== "known" || !isWhole(statuses) || told.disposed) {
    return { isOver: () => false, wasOver: () => false };
  }
  const isIdle = (id: string) => (statuses.value[id]?.kind ?? "idle") === "idle";
  return {
    isOver: ({ id, session, directory }) =>
      coversDirectory(fullState.directory, directory) && !told.requests.has(id) &&
      (sessions.get(session)?.status.kind === "idle" || !sessions.has(session) && isIdle(session)),
    wasOver: ({ session }) => isIdle(session),
  };
}

interface Over {
  /** Of one that is known: with all that was told since. */
  isOver(request: Request & { readonly directory: string }): boolean;
  /** Of one that only the full state knows: of what was asked since, the stream would have told. */
  wasOver(request: Request): boolean;
}

interface Circumstances {
  readonly directory: string;
  readonly told: MessagesSince;
  readonly now: number;
  readonly over: Over;
}

/** What is asked after a full state: at most `max` of it, what was asked first; and how many are asked beyond those. */
function requestsAfter<
  W extends Request,
  R extends W & { readonly directory: string; readonly askedAt: number },
>(
  before: Readonly<Record<string, R>>,
  part: Fetched<readonly W[]>,
  max: number,
  { directory, told, now, over }: Circumstances,
): {
  readonly kept: Readonly<Record<string, R | (W & { readonly directory: string; readonly askedAt: number })>>;
  readonly leftOut: number;
} {
  const still = without(before, over.isOver);
  if (part.kind !== "known" || told.disposed) return { kept: still, leftOut: 0 };
  const listed = new Set(part.value.map(({ id }) => id));
  const stay = !isWhole(part) ? still : without(
    still,
    (request) =>
      coversDirectory(directory, request.directory) && !listed.has(request.id) &&
      !told.requests.has(request.id),
  );
  const news = part.value.filter((word) =>
    !told.requests.has(word.id) && !told.ended.has(word.session) && before[word.id] === undefined &&
    !over.wasOver(word)
  );
  const room = Math.max(0, max - Object.keys(stay).length);
  const taken = news.slice(0, room).map((word) => [word.id, { ...word, directory, askedAt: now }] as const);
  const kept = taken.length === 0 ? stay : recordOf([...Object.entries(stay), ...taken]);
  return { kept, leftOut: Math.max(0, news.length - room) };
}

function guessBeforeAfter(instance: Instance, fullState: FullState, now: number): Instance["guessBefore"] {
  const { guessBefore, reach } = instance;
  const { directory } = fullState;
  switch (fullState.permissions.kind) {
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
