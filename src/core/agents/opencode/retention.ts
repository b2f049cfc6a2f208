/**
 * What is kept of what a server tells, and what is only counted. What works goes before what is idle, what waits for an answer
 * is not idle, and of the idle the newest stay; of all that works or waits the first told of stays, so that nothing
 * pushes out what was there before.
 */
import type { Instance } from "./instance.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import {
  DIRECTORIES_MAX,
  IDLE_SESSIONS_MAX,
  LIVE_SESSIONS_MAX,
  PERMISSIONS_MAX,
  QUESTIONS_MAX,
} from "./bounds.ts";
import { type LeftOut, nothingLeftOut } from "../program.ts";
import { recordOf, withKey, withoutKey } from "../records.ts";

const maxOf = { permissions: PERMISSIONS_MAX, questions: QUESTIONS_MAX } as const;

/** All that a server has told of beyond what is kept. */
export function leftOutIn(instance: Instance): LeftOut {
  let all = nothingLeftOut;
  for (const one of instance.leftOut.values()) {
    all = {
      sessions: all.sessions + one.sessions,
      permissions: all.permissions + one.permissions,
      questions: all.questions + one.questions,
    };
  }
  return all;
}

/** One more, or one less, of what is not kept; never less than none. `directory`: "" = the server's own. */
export function withLeftOut(
  instance: Instance,
  directory: string,
  kind: keyof LeftOut,
  by: 1 | -1,
): Instance {
  const { leftOut } = instance;
  const own = instance.directory;
  const where = directory === "" || !leftOut.has(directory) && leftOut.size > DIRECTORIES_MAX
    ? own
    : directory;
  const before = leftOut.get(where) ?? nothingLeftOut;
  const count = Math.max(0, before[kind] + by);
  return count === before[kind]
    ? instance
    : { ...instance, leftOut: new Map(leftOut).set(where, { ...before, [kind]: count }) };
}

/** With a session as it is now; it may be new, or have begun to work or ceased to. */
export function withSession(instance: Instance, session: OpencodeSession): Instance {
  const { sessions } = instance;
  const { id } = session.info;
  const before = sessions[id];
  if (before === session) return instance;
  const isSame = before !== undefined && isLive(before) === isLive(session);
  const isFull = !isSame &&
    countAlike(sessions, session) >= (isLive(session) ? LIVE_SESSIONS_MAX : IDLE_SESSIONS_MAX);
  if (!isFull) return { ...instance, sessions: withKey(sessions, id, session) };
  const gone = isLive(session) ? id : oldestIdle(session, instance);
  if (gone !== id) return { ...instance, sessions: withKey(sessions, id, session, gone) };
  const others = before === undefined ? instance : { ...instance, sessions: withoutKey(sessions, id) };
  return isLive(session) ? withLeftOut(others, session.ranIn, "sessions", 1) : others;
}

/** How many others there are that are idle, or are not, as this one. */
function countAlike(sessions: Instance["sessions"], session: OpencodeSession): number {
  let count = 0;
  for (const id in sessions) {
    const other = sessions[id];
    if (other !== undefined && isLive(other) === isLive(session) && id !== session.info.id) count++;
  }
  return count;
}

/** The id of the idle one that is given up first, this one included; its own where something waits in each of the others. */
function oldestIdle({ info }: OpencodeSession, instance: Instance): string {
  const waits = waitingSessions(instance);
  let oldest = waits.has(info.id) ? null : info;
  for (const id in instance.sessions) {
    const other = instance.sessions[id];
    if (other === undefined || isLive(other) || waits.has(id)) continue;
    if (oldest === null || other.info.updatedAt < oldest.updatedAt) oldest = other.info;
  }
  return (oldest ?? info).id;
}

/** Ids of the sessions in which something waits for an answer. */
function waitingSessions(
  { permissions, questions }: Pick<Instance, "permissions" | "questions">,
): ReadonlySet<string> {
  return new Set([...Object.values(permissions), ...Object.values(questions)].map(({ session }) => session));
}

/** Those that are kept of all that a full state and the stream tell of, in their order, and how many of the working are not. */
export function keptSessions(
  sessions: ReadonlyMap<string, OpencodeSession>,
  instance: Pick<Instance, "permissions" | "questions">,
): { readonly kept: Readonly<Record<string, OpencodeSession>>; readonly leftOut: number } {
  const all = [...sessions];
  const live = all.filter(([, session]) => isLive(session));
  const waits = waitingSessions(instance);
  const idle = all.filter(([, session]) => !isLive(session))
    .sort(([a, one], [b, other]) =>
      Number(waits.has(b)) - Number(waits.has(a)) || other.info.updatedAt - one.info.updatedAt
    );
  const gone = new Set(
    [...live.slice(LIVE_SESSIONS_MAX), ...idle.slice(IDLE_SESSIONS_MAX)].map(([id]) => id),
  );
  return {
    kept: recordOf(gone.size === 0 ? all : all.filter(([id]) => !gone.has(id))),
    leftOut: Math.max(0, live.length - LIVE_SESSIONS_MAX),
  };
}

/** With one more request, unless there are as many as are kept. */
export function withRequest<K extends "permissions" | "questions">(
  instance: Instance,
  kind: K,
  request: Instance[K][string],
): Instance {
  const requests: Instance[K] = instance[kind];
  const hasRoom = Object.hasOwn(requests, request.id) || Object.keys(requests).length < maxOf[kind];
  return hasRoom
    ? { ...instance, [kind]: withKey<unknown>(requests, request.id, request) }
    : withLeftOut(instance, request.directory, kind, 1);
}

/** Without a request that was answered; one that was not kept is one less of those. */
export function withoutRequest(
  instance: Instance,
  kind: "permissions" | "questions",
  id: string,
  directory: string,
): Instance {
  const requests: Readonly<Record<string, unknown>> = instance[kind];
  return requests[id] === undefined
    ? withLeftOut(instance, directory, kind, -1)
    : { ...instance, [kind]: withoutKey(requests, id) };
}

function isLive({ status }: OpencodeSession): boolean {
  return status.kind !== "idle";
}
