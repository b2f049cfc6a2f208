/** Sessions and their subagents: a subagent names its parent, and may have subagents of its own. */
import type { AgentSession } from "./session.ts";

interface Sessions {
  get(id: string): Pick<AgentSession, "parent" | "archivedAt"> | undefined;
  has(id: string): boolean;
}

/**
 * Gives the id of the topmost known session above a session; for a session that is not known, its own id. For sessions that are each
 * other's parents, it gives the same one of them. Each session is visited once, however long the chain of parents is.
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

/** Whether the session, or a session above it, is archived: the person does not want to hear of it any more. */
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
