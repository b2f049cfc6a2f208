/** Which sessions of a program are worth showing, and in which order. */
import type { AgentProgram } from "./program.ts";
import type { AgentSession } from "./session.ts";
import { isPutAway } from "./session_tree.ts";

export interface ShownSession {
  readonly session: AgentSession;
  /** How deep the subagent is below the sessions that are shown; 0 = it is shown below none. */
  readonly depth: number;
}

/**
 * All sessions that work or that wait, and one that does not: the last active one without a parent that is not archived, if possible
 * one that is known to be idle. The newest come first, and subagents below their parents.
 */
export function shownSessions(
  { sessions, waiting }: Pick<AgentProgram, "sessions" | "waiting">,
): readonly ShownSession[] {
  const shown = new Map<string, AgentSession>();
  let last: AgentSession | null = null, lastTold: AgentSession | null = null;
  for (const session of sessions.values()) {
    const { id, status } = session;
    if (isAtWork(session)) shown.set(id, session);
    if (session.parent !== null || session.archivedAt !== null) continue;
    if (last === null || session.updatedAt > last.updatedAt) last = session;
    if (status.kind === "unknown") continue;
    if (lastTold === null || session.updatedAt > lastTold.updatedAt) lastTold = session;
  }
  const quiet = lastTold ?? last;
  if (quiet !== null) shown.set(quiet.id, quiet);
  for (const { session: id } of waiting) {
    const session = sessions.get(id);
    if (session !== undefined && !isPutAway(sessions, id)) shown.set(id, session);
  }
  return inOrder(shown);
}

/** Whether it is known to work. */
export function isAtWork({ status }: AgentSession): boolean {
  switch (status.kind) {
    case "busy":
    case "retry":
      return true;
    case "idle":
    case "unknown":
      return false;
  }
}

function inOrder(shown: ReadonlyMap<string, AgentSession>): readonly ShownSession[] {
  const parentOf = ({ parent }: AgentSession) => parent !== null && shown.has(parent) ? parent : null;
  const under = Map.groupBy([...shown.values()].sort(newestFirst), parentOf);
  const seen = new Set<string>();
  const ordered: ShownSession[] = [];
  // A stack: the subagents of a session come before the sessions after it. No recursion, since a chain of parents may be very long.
  const next: ShownSession[] = [];
  const line = (parent: string | null, depth: number) => {
    for (const session of (under.get(parent) ?? []).toReversed()) next.push({ session, depth });
  };
  line(null, 0);
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    const { id } = one.session;
    if (seen.has(id)) continue;
    seen.add(id);
    ordered.push(one);
    line(id, one.depth + 1);
  }
  // Sessions that are each other's parents are shown below none.
  const lost = [...shown.values()].filter(({ id }) => !seen.has(id));
  return [...ordered, ...lost.map((session) => ({ session, depth: 0 }))];
}

function newestFirst(a: AgentSession, b: AgentSession): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
}
