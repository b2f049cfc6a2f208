/** The permissions and questions of an instance after a full state: which are asked now, and which are over. */
import { recordOf, without } from "../records_by_id.ts";
import { type Fetched, type FullState, isWhole } from "./full_state.ts";
import type { MessagesSince } from "./messages_since.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { coversDirectory } from "./session_changes.ts";

interface Request {
  readonly id: string;
  readonly session: string;
}

interface OverRequests {
  /** Of a known request, with all that the stream has said since. */
  isOver(request: Request & { readonly directory: string }): boolean;
  /** Of a request that only the full state has: it was asked before, or the stream would have named it. */
  wasOver(request: Request): boolean;
}

/**
 * Whether nobody waits for the answer to a request any more. After a run was aborted, or its session deleted, 1.18.33 goes on
 * listing what it had asked. But such a session is not at work: the sessions at work, and only those, have a status.
 */
export function overRequests(
  sessions: ReadonlyMap<string, OpencodeSession>,
  fullState: FullState,
  since: MessagesSince,
): OverRequests {
  const { statuses } = fullState;
  // Nobody knows who is missing in a list that was cut.
  if (statuses.kind !== "known" || !isWhole(statuses) || since.disposed) {
    return { isOver: () => false, wasOver: () => false };
  }
  const isIdle = (id: string) => (statuses.value[id]?.kind ?? "idle") === "idle";
  return {
    isOver: ({ id, session, directory }) =>
      coversDirectory(fullState.directory, directory) && !since.requests.has(id) &&
      (sessions.get(session)?.status.kind === "idle" || !sessions.has(session) && isIdle(session)),
    wasOver: ({ session }) => isIdle(session),
  };
}

export interface Circumstances {
  readonly directory: string;
  /** The messages since the full state was requested. */
  readonly since: MessagesSince;
  readonly now: number;
  readonly over: OverRequests;
}

/** What is asked after a full state: at most `max` of it, what was asked first; and how many are asked beyond those. */
export function requestsAfter<
  W extends Request,
  R extends W & { readonly directory: string; readonly askedAt: number },
>(
  before: Readonly<Record<string, R>>,
  fetched: Fetched<readonly W[]>,
  max: number,
  { directory, since, now, over }: Circumstances,
): {
  readonly kept: Readonly<Record<string, R | (W & { readonly directory: string; readonly askedAt: number })>>;
  readonly leftOut: number;
} {
  const still = without(before, over.isOver);
  if (fetched.kind !== "known" || since.disposed) return { kept: still, leftOut: 0 };
  const listed = new Set(fetched.value.map(({ id }) => id));
  const stay = !isWhole(fetched) ? still : without(
    still,
    (request) =>
      coversDirectory(directory, request.directory) && !listed.has(request.id) &&
      !since.requests.has(request.id),
  );
  const added = fetched.value.filter((request) =>
    !since.requests.has(request.id) && !since.ended.has(request.session) &&
    before[request.id] === undefined && !over.wasOver(request)
  );
  const room = Math.max(0, max - Object.keys(stay).length);
  const taken = added.slice(0, room)
    .map((request) => [request.id, { ...request, directory, askedAt: now }] as const);
  const kept = taken.length === 0 ? stay : recordOf([...Object.entries(stay), ...taken]);
  return { kept, leftOut: Math.max(0, added.length - room) };
}
