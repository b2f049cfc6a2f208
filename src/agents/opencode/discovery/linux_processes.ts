/**
 * Finds OpenCode's listening processes in Linux' /proc, with no child process and next to no work while nothing happens: one
 * small file is read every few seconds, and more only of what is new.
 */
import type { Host } from "../../../host/host.ts";
import type { Listener } from "../../../platform/platform.ts";
import { listeningSockets } from "./linux_socket_table.ts";
import { isOpencodeOnLinux } from "./process_name.ts";

export type LinuxProcessHost = Pick<Host, "now" | "pid" | "kernel">;

export interface FoundListeners {
  /** All listeners of OpenCode's processes as they stand. */
  readonly listeners: readonly Listener[];
  /** When to scan again at the latest (epoch ms; may be Infinity). */
  readonly nextAt: number;
}

export interface LinuxProcessScan {
  /** All that there is. Where no process has come or gone since the last scan, it costs one read. */
  scan(): FoundListeners;
  /** What is known of this process's sockets may be wrong: the next scan reads them again. */
  recheck(pid: number): void;
}

/**
 * A process may be seen before it has become OpenCode (a shell forks, then executes), or be a wrapper that becomes it later. So a
 * name is read again after as long as the process has been known, up to this.
 */
const LONGEST_NAME_WAIT_MS = 300_000;
/**
 * The sockets of a process that does not listen yet are read again after an eighth of the time that it has been known: a server
 * that starts within 8 s is found within a second of its listening, or as soon as the next scan finds the process itself. The
 * terminal interface never listens.
 */
const SHORTEST_WAIT_MS = 250, LONGEST_WAIT_MS = 30_000;

interface Seen {
  readonly since: number;
  /** Epoch ms at which its name is to be read again. */
  nameAt: number;
  /** Null = some other program. */
  sockets: { since: number; readAt: number; listeners: readonly Listener[] } | null;
}

export function createLinuxProcessScan(host: LinuxProcessHost): LinuxProcessScan {
  const seen = new Map<number, Seen>();
  let lastActivity: string | null = null;
  /** What was found last; while nothing has come or gone it holds from `from` until `until`, epoch ms, when something is due. */
  let last: { readonly found: FoundListeners; readonly from: number; readonly until: number } | null = null;

  function readName(pid: number, known: Seen, now: number): void {
    known.nameAt = now + Math.min(Math.max(now - known.since, 1), LONGEST_NAME_WAIT_MS);
    const isOpencode = pid !== host.pid && isOpencodeOnLinux(host.kernel.read(`/proc/${pid}/comm`) ?? "");
    if (!isOpencode) known.sockets = null;
    else known.sockets ??= { since: now, readAt: now, listeners: [] };
  }

  /** Reads which processes there are. */
  function listProcesses(now: number): void {
    const pids = host.kernel.list("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
    const alive = new Set(pids);
    for (const pid of seen.keys()) if (!alive.has(pid)) seen.delete(pid);
    for (const pid of pids) {
      if (!seen.has(pid)) seen.set(pid, { since: now, nameAt: now, sockets: null });
    }
  }

  return {
    scan() {
      const now = host.now();
      const activity = activityIn(host.kernel.read("/proc/loadavg"));
      const isCalm = activity !== null && activity === lastActivity;
      if (isCalm && last !== null && last.from <= now && now < last.until) return last.found;
      if (!isCalm) listProcesses(now);
      lastActivity = activity;
      for (const [pid, known] of seen) {
        // A clock that was set back must not put it off.
        if (known.nameAt <= now || known.nameAt > now + LONGEST_NAME_WAIT_MS) readName(pid, known, now);
      }
      const due = [...seen].flatMap(([pid, { sockets }]) =>
        sockets !== null && (sockets.readAt <= now || sockets.readAt > now + LONGEST_WAIT_MS)
          ? [{ pid, sockets }]
          : []
      );
      const listening = listenersOf(host, due.map(({ pid }) => pid));
      for (const { pid, sockets } of due) {
        sockets.listeners = listening.get(pid) ?? [];
        const waitMs = clamp((now - sockets.since) / 8, SHORTEST_WAIT_MS, LONGEST_WAIT_MS);
        // One that listens may still open another socket, or close this one: now and then it is checked.
        sockets.readAt = now + (sockets.listeners.length > 0 ? LONGEST_WAIT_MS : waitMs);
      }
      const known = [...seen.values()].flatMap(({ sockets }) => sockets ?? []);
      const nextAt = Math.min(...known.map(({ readAt }) => readAt));
      const nameAt = Math.min(...[...seen.values()].map((each) => each.nameAt));
      const found = { listeners: known.flatMap(({ listeners }) => listeners), nextAt };
      last = { found, from: now, until: Math.min(nextAt, nameAt) };
      return found;
    },

    recheck(pid) {
      last = null;
      const sockets = seen.get(pid)?.sockets;
      if (sockets === undefined || sockets === null) return;
      sockets.listeners = [];
      sockets.since = host.now();
      sockets.readAt = 0;
    },
  };
}

/**
 * How many threads there are and which was made last: while neither changes, no process has come or gone. Then the list of
 * processes need not be read, which takes half a millisecond. Source: proc_loadavg(5).
 */
function activityIn(loadavg: string | null): string | null {
  return /\/(\d+ \d+)\s*$/.exec(loadavg ?? "")?.[1] ?? null;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** Reading the tables takes 5 ms, so they are read only when one of the processes has a socket at all. */
function listenersOf(
  host: LinuxProcessHost,
  pids: readonly number[],
): ReadonlyMap<number, readonly Listener[]> {
  // A process that was just forked still has the sockets of the other.
  const inodes = new Map<string, number[]>();
  for (const pid of pids) {
    for (const inode of socketsOf(host, pid)) inodes.set(inode, [...inodes.get(inode) ?? [], pid]);
  }
  const found = new Map<number, Listener[]>();
  if (inodes.size === 0) return found;
  const tables = ["tcp", "tcp6"].map((name) => host.kernel.read(`/proc/net/${name}`) ?? "");
  for (const { address, port, inode } of tables.flatMap(listeningSockets)) {
    for (const pid of inodes.get(inode) ?? []) {
      found.set(pid, [...found.get(pid) ?? [], { pid, address, port }]);
    }
  }
  return found;
}

/** The inodes of a process's sockets; none where it is another person's process. */
function socketsOf(host: LinuxProcessHost, pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return host.kernel.list(folder).flatMap((name) =>
    /^socket:\[(\d+)\]$/.exec(host.kernel.readLink(`${folder}/${name}`) ?? "")?.[1] ?? []
  );
}
