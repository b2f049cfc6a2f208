/**
 * Finds OpenCode's listening processes in Linux' /proc, with no child process and next to no work while nothing happens: one
 * small file every few seconds, and a closer look only at what is new.
 */
import type { Host } from "../../../host/host.ts";
import type { Listener } from "../../../platform/platform.ts";
import { listeningSockets } from "./linux_socket_table.ts";

export type ProcHost = Pick<Host, "now" | "pid" | "kernel">;

export interface Scanned {
  /** All listeners of OpenCode's processes as they stand. */
  readonly listeners: readonly Listener[];
  /** When to look again at the latest (epoch ms; may be Infinity). */
  readonly nextAt: number;
}

export interface ProcScan {
  /** What there is. Between two changes of the machine it costs one read. */
  scan(): Scanned;
  /** What is known of this process's sockets is in doubt: the next scan looks again. */
  doubt(pid: number): void;
}

/**
 * How the binary is called: `opencode`, by npm's full path `opencode.exe` on every system, `opencode-cli` in the desktop program,
 * `.opencode` by earlier packages and by wrappers of Nix, whose longer names Linux cuts to 15 characters.
 */
const NAME = /^\.?opencode(?:\.exe|-wrapp\w*|-cli(?:\.ex|-w)?)?$/;

/**
 * A process is seen before it has become the program that it is to be (a shell forks, then executes), or when it is a wrapper
 * that becomes it later. So a name is read again after as long as the process has been known, up to this.
 */
const longestNameMs = 300_000;
/**
 * A process that does not listen yet is looked at again after an eighth of the time that it has been known: what starts within
 * 8 s is found within a second of its listening, or as soon as the next scan finds the process itself. The terminal interface listens on nothing, ever.
 */
const shortestLookMs = 250, longestLookMs = 30_000;

interface Seen {
  readonly since: number;
  /** Epoch ms of the next look at its name. */
  nameAt: number;
  /** Null = some other program. */
  sockets: { since: number; lookAt: number; listeners: readonly Listener[] } | null;
}

export function createProcScan(host: ProcHost): ProcScan {
  const seen = new Map<number, Seen>();
  let lastActivity: string | null = null;
  /** What was found last; while nothing has come or gone it holds from `from` until `until`, epoch ms, when something is due. */
  let last: { readonly found: Scanned; readonly from: number; readonly until: number } | null = null;

  function lookAtName(pid: number, known: Seen, now: number): void {
    known.nameAt = now + Math.min(Math.max(now - known.since, 1), longestNameMs);
    const isOpencode = pid !== host.pid && NAME.test((host.kernel.read(`/proc/${pid}/comm`) ?? "").trim());
    if (!isOpencode) known.sockets = null;
    else known.sockets ??= { since: now, lookAt: now, listeners: [] };
  }

  /** Which processes there are. */
  function look(now: number): void {
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
      if (!isCalm) look(now);
      lastActivity = activity;
      for (const [pid, known] of seen) {
        // A clock that was set back must not put it off.
        if (known.nameAt <= now || known.nameAt > now + longestNameMs) lookAtName(pid, known, now);
      }
      const due = [...seen].flatMap(([pid, { sockets }]) =>
        sockets !== null && (sockets.lookAt <= now || sockets.lookAt > now + longestLookMs)
          ? [{ pid, sockets }]
          : []
      );
      const listening = listenersOf(host, due.map(({ pid }) => pid));
      for (const { pid, sockets } of due) {
        sockets.listeners = listening.get(pid) ?? [];
        const waitMs = clamp((now - sockets.since) / 8, shortestLookMs, longestLookMs);
        // One that listens may still open another socket, or close this one: that is looked at now and then.
        sockets.lookAt = now + (sockets.listeners.length > 0 ? longestLookMs : waitMs);
      }
      const known = [...seen.values()].flatMap(({ sockets }) => sockets ?? []);
      const nextAt = Math.min(...known.map(({ lookAt }) => lookAt));
      const nameAt = Math.min(...[...seen.values()].map((each) => each.nameAt));
      const found = { listeners: known.flatMap(({ listeners }) => listeners), nextAt };
      last = { found, from: now, until: Math.min(nextAt, nameAt) };
      return found;
    },

    doubt(pid) {
      last = null;
      const sockets = seen.get(pid)?.sockets;
      if (sockets === undefined || sockets === null) return;
      sockets.listeners = [];
      sockets.since = host.now();
      sockets.lookAt = 0;
    },
  };
}

/**
 * How many threads there are and which was made last: while neither changes, no process has come or gone, and the list of them,
 * half a millisecond a look, need not be read. Source: proc_loadavg(5).
 */
function activityIn(loadavg: string | null): string | null {
  return /\/(\d+ \d+)\s*$/.exec(loadavg ?? "")?.[1] ?? null;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** The tables cost 5 ms, so they are read only when one of the processes has a socket at all. */
function listenersOf(host: ProcHost, pids: readonly number[]): ReadonlyMap<number, readonly Listener[]> {
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
function socketsOf(host: ProcHost, pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return host.kernel.list(folder).flatMap((name) =>
    /^socket:\[(\d+)\]$/.exec(host.kernel.readLink(`${folder}/${name}`) ?? "")?.[1] ?? []
  );
}

/** The controlling terminal of a process from its `/proc/PID/stat`: "pts/3", "tty1"; "" = none, or not known. */
export function terminalIn(stat: string): string {
  // The name before may hold anything, brackets too; then state, parent, group, session, terminal: proc_pid_stat(5).
  const device = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[4]);
  if (!Number.isInteger(device) || device <= 0) return "";
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  // Documentation/admin-guide/devices.txt of the kernel.
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return "";
}
