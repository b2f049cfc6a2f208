/** Which session a person has begun, of all that work for it: subagents name their parent, and have subagents of their own. */
import type { AgentSession } from "./session.ts";

type Sessions = ReadonlyMap<string, Pick<AgentSession, "parent" | "archivedAt">>;

/**
 * The id of the last session above one that is known; of one that is not known, its own. Each is walked once, however long the
 * chain; of those that name each other as parent it is one of them, the same for all.
 */
export function rootsIn(sessions: Sessions): (id: string) => string {
  const roots = new Map<string, string>();
  return (id) => {
    const passed = new Set<string>();
    let here = id;
    while (!roots.has(here)) {
      passed.add(here);
      const parent = sessions.get(here)?.parent ?? null;
      if (parent === null || passed.has(parent) || !sessions.has(parent)) break;
      here = parent;
    }
    const root = roots.get(here) ?? here;
    for (const each of passed) roots.set(each, root);
    return root;
  };
}

/** Archived, or the subagent of one that is: who does that wants to hear of it no more. */
export function isPutAway(sessions: Sessions, id: string): boolean {
  const passed = new Set<string>();
  for (let here: string | null = id; here !== null && !passed.has(here);) {
    const session: Pick<AgentSession, "parent" | "archivedAt"> | undefined = sessions.get(here);
    if (session === undefined) return false;
    if (session.archivedAt !== null) return true;
    passed.add(here);
    here = session.parent;
  }
  return false;
}
