/** Which sessions of a program are worth showing, and in which order. */
import type { AgentProgram } from "./program.ts";
import type { AgentSession } from "./session.ts";
import { isPutAway } from "./session_tree.ts";

export interface ShownSession {
  readonly session: AgentSession;
  /** Of subagents that are shown under their parent; 0 = none. */
  readonly depth: number;
}

/**
 * All that are at work or for which something waits, and the last active one that has no parent and is not archived, of those
 * that are known to be idle if there is any: the newest first, subagents under their parents.
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

/** Whether anybody has said that it works. */
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
  // The next one is the last: a session's subagents go before those that come after it. No recursion: a chain has any length.
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
  // Those that name each other as parent stand under none.
  const lost = [...shown.values()].filter(({ id }) => !seen.has(id));
  return [...ordered, ...lost.map((session) => ({ session, depth: 0 }))];
}

function newestFirst(a: AgentSession, b: AgentSession): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1);
}
