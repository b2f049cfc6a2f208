/**
 * Control groups of Linux, version 2: nobody leaves them by a new session, an orphaning or another environment. This process may make
 * some where the system has given it a part of the tree, as a desktop's systemd does. Elsewhere there are none. Source: cgroups(7).
 */

export interface ControlGroups {
  /** What the path of each group of this run begins with. */
  readonly prefix: string;
  /** Puts a process into a new group; what it starts from then on is in it, too. Null = the system gives none. */
  groupOf(pid: number, name: string): ControlGroup | null;
  /** The group of a program of an earlier run; null = there is none. */
  leftOf(mark: string): ControlGroup | null;
}

export interface ControlGroup {
  /** The pids of those in it, without zombies. */
  pids(): readonly number[];
  add(pid: number): void;
  /** Ends all in it by force. */
  kill(): void;
  /** Forgets it, when there is nobody in it any more; false = there still is somebody, for a moment at least. */
  remove(): boolean;
}

const MEMBERS = "cgroup.procs", KILL = "cgroup.kill";
/** Then comes the mark. */
const NAME = "claudeminder-";

/** Those of a run. `folder`: the group in which this process is; null = it is not known. */
export function controlGroups(run: string, folder: string | null = ownGroup()): ControlGroups | null {
  if (folder === null) return null;
  const prefix = `${folder}/${NAME}${run}`;
  /** Those that could not be removed, since the last processes in them were not quite gone. */
  const left = new Set<string>();
  let isRefused = false;

  function remove(path: string): boolean {
    for (const each of left.add(path)) if (isRemoved(each)) left.delete(each);
    return !left.has(path);
  }

  /** A guard that ends removes what is empty, as a new one is at first: then it is made again. */
  function isMade(path: string, pid: number): boolean {
    const isIn = () => quietly(() => Deno.mkdirSync(path)) && quietly(() => write(`${path}/${MEMBERS}`, pid));
    return isIn() || isIn();
  }

  return {
    prefix,
    groupOf(pid, name) {
      const path = `${prefix}${name}`;
      if (!isRefused && isMade(path, pid)) return groupIn(path, () => remove(path));
      // It would be refused again, as to everybody whose processes systemd does not keep.
      isRefused = true;
      remove(path);
      return null;
    },
    leftOf(mark) {
      const path = `${folder}/${NAME}${mark}`;
      // The mark comes from a file.
      const isGroup = /^[\w-]+$/.test(mark) && quietly(() => Deno.statSync(`${path}/${MEMBERS}`));
      return isGroup ? groupIn(path, () => remove(path)) : null;
    },
  };
}

function groupIn(path: string, remove: () => boolean): ControlGroup {
  return {
    pids: () => pidsIn(path),
    // It may have ended.
    add: (pid) => void quietly(() => write(`${path}/${MEMBERS}`, pid)),
    // Older kernels cannot do it at once.
    kill: () => void quietly(() => write(`${path}/${KILL}`, 1)),
    remove,
  };
}

/** Also those in groups that they have made in it. */
function pidsIn(path: string): readonly number[] {
  try {
    const own = Deno.readTextFileSync(`${path}/${MEMBERS}`).split("\n").filter((line) => line !== "");
    const below = [...Deno.readDirSync(path)].filter(({ isDirectory }) => isDirectory);
    return [...own.map(Number), ...below.flatMap(({ name }) => pidsIn(`${path}/${name}`))];
  } catch {
    return [];
  }
}

/** Where the group is in which this process is. */
function ownGroup(): string | null {
  try {
    const path = /^0::(\/.*)$/m.exec(Deno.readTextFileSync("/proc/self/cgroup"))?.[1];
    const mounts = Deno.readTextFileSync("/proc/self/mountinfo").split("\n").map((line) => line.split(" "));
    // The part of the tree that is seen there, and the folder in which it is seen.
    const [, , , root, folder] = mounts.find((mount) => mount.includes("-") && mount.includes("cgroup2")) ??
      [];
    if (path === undefined || root === undefined || folder === undefined) return null;
    const above = root === "/" ? "" : root;
    return path === above || path.startsWith(`${above}/`)
      ? `${folder}${path.slice(above.length)}`.replace(/\/$/, "")
      : null;
  } catch {
    return null;
  }
}

function isRemoved(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch (error) {
    return error instanceof Deno.errors.NotFound;
  }
}

function write(path: string, number: number): void {
  Deno.writeTextFileSync(path, String(number), { create: false });
}

/** Whether that could be done. */
function quietly(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
