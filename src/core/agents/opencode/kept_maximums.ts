/**
 * How many sessions, permissions and questions of one OpenCode server are kept, and which; the others are only counted. Sessions at
 * work go before idle ones, an idle session that waits for an answer before other idle ones, and of those the newest stay. Of all
 * that work or wait those known first stay, so that nothing pushes out what was there before.
 *
 * A person has a few sessions at a time; a server that names more is broken or means harm, and must cost no more for that. Each
 * server has its own share: whatever it sends hides nothing of the others.
 */
import type { Instance } from "./instance.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { type LeftOut, nothingLeftOut } from "../program.ts";
import { recordOf, withKey, withoutKey } from "../records_by_id.ts";

/** Sessions that are not idle. Those known first stay; the others are counted. */
export const LIVE_SESSIONS_MAX = 100;
/** Idle sessions, the newest: lists of past ones can be long (OpenCode cuts them at 100), and nothing shows them. */
export const IDLE_SESSIONS_MAX = 100;
/** What waits for an answer. What was asked first stays; the others are counted. */
export const PERMISSIONS_MAX = 50;
export const QUESTIONS_MAX = 20;
/** Running tools of one session, the first of them. */
export const TOOLS_MAX = 16;
/** Directories of one server, beyond its own, of which full states are fetched. */
export const DIRECTORIES_MAX = 32;

const maxOf = { permissions: PERMISSIONS_MAX, questions: QUESTIONS_MAX } as const;

/** How many there are in all that are not kept. */
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

/** Counts one more, or one less, of what is not kept; never less than none. `directory`: "" = the server's own. */
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

/** With a session as it is now; it may be new, or have begun or ceased to work. */
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

/** How many other sessions there are of the same kind as this one: idle, or not idle. */
function countAlike(sessions: Instance["sessions"], session: OpencodeSession): number {
  let count = 0;
  for (const id in sessions) {
    const other = sessions[id];
    if (other !== undefined && isLive(other) === isLive(session) && id !== session.info.id) count++;
  }
  return count;
}

/** The id of the idle session to give up, which may be this one; its own where something waits in each of the others. */
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

/** The sessions to keep, in their order, of all that a full state and the stream have named; and how many at work are left out. */
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

/** With one more permission or question; where there are too many, it is counted only. */
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

/** Without a permission or a question that was answered; where it was not kept, there is one less of those. */
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
