/** Which of OpenCode's processes listen, and where, on any system: found out again and again. */
import type { Host } from "../../../host/host.ts";
import type { Listener, ListenerSource } from "../../../platform/platform.ts";
import { createWindowsProcessScan, type WindowsProcessHost } from "./windows_processes.ts";
import { createLinuxProcessScan, type LinuxProcessHost } from "./linux_processes.ts";

export type ListenersHost =
  & LinuxProcessHost
  & WindowsProcessHost
  & Pick<Host, "sleep" | "run" | "programStarts">
  & {
    readonly files: Pick<Host["files"], "watch">;
  };

export interface ListenerWatch {
  /** All listeners, at once and then again and again; ends when the signal aborts. Rejects when the system does not tell. */
  listeners(signal: AbortSignal): AsyncIterable<readonly Listener[]>;
  /** A server did not answer: where this process listens is to be read again. */
  recheck(pid: number): void;
}

/**
 * /proc is scanned this often, at even seconds of the clock, with what else wakes the program up at those. It finds the servers of
 * whose start nothing tells.
 */
const SCAN_MS = 2_000;
/**
 * The same while no program is started on this machine, as far as the system tells: it does not tell of one that is linked
 * statically, or that has a folder tree of its own.
 */
const CALM_SCAN_MS = 10_000;
/** So long after a program was started it may still take another name. */
const RESTLESS_MS = 30_000;
/** Started programs, and files that an OpenCode at work writes, make for one early scan in this time at most. */
const EARLY_SCAN_MS = 1_000;
const COMMAND_LIMIT_MS = 5_000;

export function watchListeners(host: ListenersHost, source: ListenerSource): ListenerWatch {
  switch (source.kind) {
    case "proc":
      return watchLinux(host, source.startFolders ?? []);
    case "command":
      return watchCommand(host, source);
    case "sockets":
      return watchWindows(host, source);
  }
}

function watchLinux(host: ListenersHost, startFolders: readonly string[]): ListenerWatch {
  const processes = createLinuxProcessScan(host);
  return {
    async *listeners(signal) {
      let isScanDue = false;
      /** Epoch ms of the last start; null = the system does not tell. */
      let startedAt: number | null = null;
      let nap = new AbortController();
      const ended = new AbortController();
      const end = () => {
        ended.abort();
        nap.abort();
      };
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
      const scanAfter = async (hints: AsyncIterable<unknown>, note: () => void) => {
        for await (const _ of hints) {
          note();
          isScanDue = true;
          nap.abort();
          // While no hint is asked for, none wakes the program up.
          await host.sleep(EARLY_SCAN_MS, ended.signal);
        }
      };
      const hinted = [
        ...startFolders.map((folder) => scanAfter(host.files.watch(folder, ended.signal), () => {})),
        scanAfter(host.programStarts(ended.signal), () => startedAt = host.now()).finally(() =>
          startedAt = null
        ),
      ];
      const paceMs = (now: number) =>
        startedAt === null || Math.abs(now - startedAt) < RESTLESS_MS ? SCAN_MS : CALM_SCAN_MS;
      try {
        while (!ended.signal.aborted) {
          isScanDue = false;
          const { listeners, nextAt } = processes.scan();
          yield listeners;
          nap = new AbortController();
          if (isScanDue || ended.signal.aborted) continue;
          const now = host.now();
          const pace = paceMs(now);
          await host.sleep(Math.min(pace - now % pace, Math.max(0, nextAt - now)), nap.signal);
        }
      } finally {
        signal.removeEventListener("abort", end);
        end();
        await Promise.all(hinted);
      }
    },
    recheck: (pid) => processes.recheck(pid),
  };
}

function watchCommand(
  host: ListenersHost,
  { command, everyMs, parse }: ListenerSource & { readonly kind: "command" },
): ListenerWatch {
  return {
    async *listeners(signal) {
      while (!signal.aborted) {
        // It ends with an error when there is nothing to print.
        const { stdout, timedOut } = await host.run(command, { timeoutMs: COMMAND_LIMIT_MS });
        if (signal.aborted) return;
        if (!timedOut) yield parse(stdout);
        await host.sleep(everyMs, signal);
      }
    },
    recheck() {},
  };
}

function watchWindows(
  host: ListenersHost,
  { everyMs }: ListenerSource & { readonly kind: "sockets" },
): ListenerWatch {
  const processes = createWindowsProcessScan(host);
  return {
    async *listeners(signal) {
      while (!signal.aborted) {
        yield processes.scan();
        await host.sleep(everyMs, signal);
      }
    },
    recheck: (pid) => processes.recheck(pid),
  };
}
