/**
 * Brings the terminal of a session to the front: on macOS by its name, under X11 by the windows of the processes that it was
 * started from. If neither is possible, nothing happens, and no error is shown.
 */
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import type { Platform } from "../platform/platform.ts";
import { activateWindow, programWindows } from "../x11/program_windows.ts";
import { openDisplay } from "../x11/x_display.ts";

/** A window that comes to the front later than this would surprise the person. */
const X_LIMIT_MS = 1_000;
/** Long, because the first time macOS asks the person whether this program may control the terminal. */
const COMMAND_LIMIT_MS = 30_000;
/** More than there are in any chain of shells, terminals and sessions. */
const MOST_ANCESTORS = 64;

export interface FocusParts {
  readonly host: Pick<Host, "env" | "sleep" | "files" | "run">;
  readonly platform: Pick<Platform, "os" | "focusTerminal">;
}

/** What is known of where a session runs. */
export interface InTerminal {
  /** Of a process in the terminal; null = not known. */
  readonly pid: number | null;
  /** "pts/3", "ttys001"; "" = not known. */
  readonly tty: string;
  /** These tell apart the windows of a terminal that has one process for all windows. */
  readonly directory?: string;
  readonly title?: string;
}

/** Resolves when it is done, or when it is known to be impossible. Never rejects. */
export async function focusTerminal({ host, platform }: FocusParts, session: InTerminal): Promise<void> {
  try {
    const command = platform.focusTerminal(session.tty);
    if (command !== null) await host.run(command, { timeoutMs: COMMAND_LIMIT_MS });
    else if (platform.os === "linux" && session.pid !== null) await focusInTime(host, session.pid, session);
  } catch {
    // The display, the process or the program is not there, or has gone meanwhile.
  }
}

async function focusInTime(host: FocusParts["host"], pid: number, session: InTerminal): Promise<void> {
  const over = new AbortController();
  const late = () => new Error("late");
  try {
    await withinTime(focusWindow(host, pid, session, over.signal), { host, limitMs: X_LIMIT_MS, late });
  } finally {
    over.abort();
  }
}

async function focusWindow(
  host: FocusParts["host"],
  pid: number,
  session: InTerminal,
  over: AbortSignal,
): Promise<void> {
  if ((host.env("DISPLAY") ?? "") === "") return;
  const pids = await withAncestors(host, pid);
  const machine = (await host.files.read("/proc/sys/kernel/hostname") ?? "").trim();
  using display = await openDisplay(host);
  if (display === null || over.aborted) return;
  over.addEventListener("abort", () => display[Symbol.dispose](), { once: true });
  const windows = await programWindows(display, { pids, machine });
  const window = windowOf(pids, windows, namesOf(session, host.env("HOME") ?? ""));
  if (window !== null) await activateWindow(display, window.id);
}

/** The process, its parent, the parent of that, and so on, without process 1. */
async function withAncestors(host: Pick<Host, "files">, pid: number): Promise<readonly number[]> {
  const pids: number[] = [];
  for (let at: number | null = pid; at !== null && at > 1 && pids.length < MOST_ANCESTORS;) {
    pids.push(at);
    at = parentIn(await host.files.read(`/proc/${at}/stat`) ?? "");
  }
  return pids;
}

/** The parent of a process, from its `/proc/PID/stat`; 0 = it has none, null = not known. */
export function parentIn(stat: string): number | null {
  // The name of the process comes first and may contain anything, even brackets; then come its state and its parent: proc_pid_stat(5).
  const parent = /^\) \S (\d+) /.exec(stat.slice(Math.max(0, stat.lastIndexOf(")"))))?.[1];
  return parent === undefined ? null : Number(parent);
}

/**
 * The window of the first process in `pids` that has one; null = none has. `windows` are ordered from the bottom to the top of the
 * screen. `names` are texts that the right title may contain, the most reliable first.
 */
export function windowOf<W extends { readonly pid: number; readonly title: string }>(
  pids: readonly number[],
  windows: readonly W[],
  names: readonly string[],
): W | null {
  const nearest = pids.find((pid) => windows.some((window) => window.pid === pid));
  // The topmost first, since it was used last.
  const fitting = windows.filter(({ pid }) => pid === nearest).reverse();
  for (const name of names) {
    const named = fitting.find(({ title }) => holdsName(title, name));
    if (named !== undefined) return named;
  }
  return fitting[0] ?? null;
}

/** OpenCode shows 37 characters of a title that is longer than 40. Source: its terminal interface, `setTerminalTitle`. */
const WHOLE_TITLE = 40, CUT_TITLE = 37;

/** Texts that the title of a session's window may contain, the most reliable first. `home`: the person's home folder; "" = not known. */
export function namesOf({ tty, title = "", directory = "" }: InTerminal, home: string): readonly string[] {
  const folder = directory.replace(/\/+$/, "");
  const isAtHome = home !== "" && (folder === home || folder.startsWith(`${home}/`));
  const names = [
    tty,
    title,
    title.length > WHOLE_TITLE ? `${title.slice(0, CUT_TITLE)}...` : "",
    folder,
    isAtHome ? `~${folder.slice(home.length)}` : "",
    folder.slice(folder.lastIndexOf("/") + 1),
  ];
  return names.map((name) => name.trim()).filter((name) => name !== "");
}

/** Whole words only: "pts/1" is not found in "pts/12", nor the folder "app" in "app/tests" or "my-app". */
function holdsName(title: string, name: string): boolean {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_/-]|\\.[\\p{L}\\p{N}])`, "u").test(
    title,
  );
}
