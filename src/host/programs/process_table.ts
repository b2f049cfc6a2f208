/** Which processes there are, and which of them belong to a program that this one has started. */

/** A process, as the system tells of it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** The number of its process group. */
  readonly group: number;
  /** The number of its session; null where the system does not tell. */
  readonly session: number | null;
  /** When it started, in the system's own words: with it, a process is not taken for another one that had its number. */
  readonly startTime: string;
  /** It has ended, and only its parent has not yet asked how. */
  readonly isZombie: boolean;
}

export interface ProcessTable {
  /** All processes, as they were at most `maxAgeMs` ago. */
  list(maxAgeMs: number): readonly SeenProcess[];
  /** Whether the process has the mark of a start in its environment; false where that cannot be known. */
  hasMark(seen: SeenProcess, mark: string): boolean;
}

/** What is known of a program's processes. */
export interface KnownProcesses {
  readonly mark: string;
  /** Pids, with the times of their start. */
  readonly seen: ReadonlyMap<number, string>;
  /** Pids of those in its control group. */
  readonly grouped: ReadonlySet<number>;
  /** The number of a group and session that surely are its own; null = no longer sure. */
  readonly group: number | null;
}

/**
 * All processes of a program among those of a list. They are found by what is known of them, by their mark, by their parents, and by
 * their group and their session: the number of these is not given anew while a process is in them. `ownSession`: that of this process,
 * which is never theirs.
 */
export function processesOf(
  { mark, seen, grouped, group }: KnownProcesses,
  all: readonly SeenProcess[],
  { hasMark, ownSession }: Pick<ProcessTable, "hasMark"> & { readonly ownSession: number | null },
): readonly SeenProcess[] {
  const found = new Set<SeenProcess>();
  const own = { pids: new Set<number>(), groups: new Set<number>(), sessions: new Set<number>() };
  if (group !== null) {
    own.groups.add(group);
    own.sessions.add(group);
  }
  const isOwn = (each: SeenProcess) =>
    own.pids.has(each.parent) || own.groups.has(each.group) ||
    (each.session !== null && own.sessions.has(each.session));
  const join = (each: SeenProcess) => {
    found.add(each);
    own.pids.add(each.pid);
    if (each.session !== null && each.session === ownSession) return;
    own.groups.add(each.group);
    if (each.session !== null) own.sessions.add(each.session);
  };
  for (const each of all) {
    const isKnown = grouped.has(each.pid) || seen.get(each.pid) === each.startTime;
    if (isKnown || hasMark(each, mark)) join(each);
  }
  // Each round finds those who are one step further away.
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const each of all) {
      if (!found.has(each) && isOwn(each)) join(each);
    }
  }
  return [...found];
}
