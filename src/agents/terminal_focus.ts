/**
 * Brings the terminal of a session to the front: on macOS by its name, under X11 by the windows of the processes that it was
 * started from. Where neither can be done nothing happens, and nobody is told of an error: a click that does nothing says it.
 */
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import type { Platform } from "../platform/platform.ts";
import { activateWindow, programWindows } from "../x11/program_windows.ts";
import { openDisplay } from "../x11/x_display.ts";

/** Past this a window that comes to the front is no answer to a click any more. */
const X_LIMIT_MS = 1_000;
/** The first time macOS asks the person whether this program may control the terminal's. */
const COMMAND_LIMIT_MS = 30_000;
/** More than any chain of shells, terminals and sessions. */
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
  /** These tell the windows apart of a terminal that has one process for all of them. */
  readonly directory?: string;
  readonly title?: string;
}

/** Resolves when it is done, or cannot be; never rejects. */
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

/** The process, what has started it, what has started that, and so on; without the first, which has started everything. */
async function withAncestors(host: Pick<Host, "files">, pid: number): Promise<readonly number[]> {
  const pids: number[] = [];
  for (let at: number | null = pid; at !== null && at > 1 && pids.length < MOST_ANCESTORS;) {
    pids.push(at);
    at = parentIn(await host.files.read(`/proc/${at}/stat`) ?? "");
  }
  return pids;
}

/** The parent of a process from its `/proc/PID/stat`, 0 = it has none; null = not known. */
export function parentIn(stat: string): number | null {
  // The name before may hold anything, brackets too; then state, parent: proc_pid_stat(5).
  const parent = /^\) \S (\d+) /.exec(stat.slice(Math.max(0, stat.lastIndexOf(")"))))?.[1];
  return parent === undefined ? null : Number(parent);
}

/**
 * The window of the nearest process that has one; null = none has. `pids`: the nearest first; `windows`: the lowest first;
 * `names`: what its title may hold, the surest first.
 */
export function windowOf<W extends { readonly pid: number; readonly title: string }>(
  pids: readonly number[],
  windows: readonly W[],
  names: readonly string[],
): W | null {
  const nearest = pids.find((pid) => windows.some((window) => window.pid === pid));
  // The uppermost first: of several that fit, it was used last.
  const fitting = windows.filter(({ pid }) => pid === nearest).reverse();
  for (const name of names) {
    const named = fitting.find(({ title }) => holdsName(title, name));
    if (named !== undefined) return named;
  }
  return fitting[0] ?? null;
}

/** OpenCode shows 37 characters of a title that is longer than 40. Source: its terminal interface, `setTerminalTitle`. */
const WHOLE_TITLE = 40, CUT_TITLE = 37;

/** What the title of a session's window may hold, the surest first. `home`: the person's folder; "" = not known. */
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

/** As words of their own: "pts/1" is not in "pts/12", nor the folder "app" in "app/tests" or "my-app". */
function holdsName(title: string, name: string): boolean {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${literal}(?![\\p{L}\\p{N}_/-]|\\.[\\p{L}\\p{N}])`, "u").test(
    title,
  );
}
