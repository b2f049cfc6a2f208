/** Which session a person has begun, of all that work for it: subagents name their parent, and have subagents of their own. */
import type { Instance } from "./opencode/instance.ts";

/**
 * The id of the last session above one that is known; of one that is not known, its own. Each is walked once, however long the
 * chain; of those that name each other as parent it is one of them, the same for all.
 */
export function rootsIn({ sessions }: Pick<Instance, "sessions">): (id: string) => string {
  const roots = new Map<string, string>();
  return (id) => {
    const passed = new Set<string>();
    let here = id;
    while (!roots.has(here)) {
      passed.add(here);
      const parent = sessions[here]?.info.parent ?? null;
      if (parent === null || passed.has(parent) || sessions[parent] === undefined) break;
      here = parent;
    }
    const root = roots.get(here) ?? here;
    for (const each of passed) roots.set(each, root);
    return root;
  };
}
