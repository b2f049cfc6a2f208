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
  /** The mark of a start in its environment; null = it has none, or that cannot be known. */
  readonly mark: string | null;
  /** It has ended, and only its parent has not yet asked how. */
  readonly isZombie: boolean;
}

export interface ProcessTable {
  /** All processes, as they were at most `maxAgeMs` ago. */
  list(maxAgeMs: number): ProcessList;
  /** When a process has started; null = there is none of that number. */
  startTimeOf(pid: number): string | null;
}

/** All processes of a moment, and where they are found in it: with many programs, each looks at its own ones only. */
export interface ProcessList {
  readonly byPid: ReadonlyMap<number, SeenProcess>;
  readonly byParent: Several<number>;
  readonly byGroup: Several<number>;
  readonly bySession: Several<number | null>;
  readonly byMark: Several<string | null>;
}

type Several<Key> = ReadonlyMap<Key, readonly SeenProcess[]>;

export function listOf(all: readonly SeenProcess[]): ProcessList {
  return {
    byPid: new Map(all.map((each) => [each.pid, each])),
    byParent: Map.groupBy(all, ({ parent }) => parent),
    byGroup: Map.groupBy(all, ({ group }) => group),
    bySession: Map.groupBy(all, ({ session }) => session),
    byMark: Map.groupBy(all, ({ mark }) => mark),
  };
}

/** What is known of a program's processes. */
export interface KnownProcesses {
  readonly mark: string;
  /** Pids, with the times of their start. */
  readonly seen: ReadonlyMap<number, string>;
  /** Pids of those in its control group. */
  readonly grouped: readonly number[];
  /** The number of a group and session that surely are its own; null = no longer sure. */
  readonly group: number | null;
}

/**
 * All processes of a program among those of a list. They are found by what is known of them, by their mark, by their parents, and by
 * their group and their session: the number of these is not given anew while a process is in them. `ownPid`: this process, which never
 * is one of them, and neither are others of its session just because of that.
 */
export function processesOf(
  { mark, seen, grouped, group }: KnownProcesses,
  { byPid, byParent, byGroup, bySession, byMark }: ProcessList,
  ownPid: number,
): readonly SeenProcess[] {
  const own = byPid.get(ownPid);
  const found = new Set<SeenProcess>();
  const add = (some: readonly (SeenProcess | undefined)[] | undefined) => {
    for (const each of some ?? []) if (each !== undefined && each !== own) found.add(each);
  };
  for (const [pid, startTime] of seen) if (byPid.get(pid)?.startTime === startTime) add([byPid.get(pid)]);
  add(grouped.map((pid) => byPid.get(pid)));
  add(byMark.get(mark));
  if (group !== null) {
    add(byGroup.get(group));
    add(bySession.get(group));
  }
  // Who is added meanwhile has its turn, too.
  for (const { pid, group, session } of found) {
    add(byParent.get(pid));
    if (group !== own?.group && (session === null || session !== own?.session)) add(byGroup.get(group));
    if (session !== null && session !== own?.session) add(bySession.get(session));
  }
  return [...found];
}
