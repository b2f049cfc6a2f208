/** Who of OpenCode's processes listens, on any system, as it changes. */
import type { Host } from "../host.ts";
import type { Listener, ListenerSource, Platform } from "../platform/platform.ts";
import { createOwnedSockets, type SocketsHost } from "./owned_sockets.ts";
import { createProcScan, type ProcHost, terminalIn } from "./proc_scan.ts";

export type ListenersHost = ProcHost & SocketsHost & Pick<Host, "sleep" | "run"> & {
  readonly files: Pick<Host["files"], "watch">;
};

export interface ListenerWatch {
  /** All listeners, at first and again and again; ends when the signal aborts. Rejects when the system does not tell. */
  pictures(signal: AbortSignal): AsyncIterable<readonly Listener[]>;
  /** This process does not listen as it was last told. */
  doubt(pid: number): void;
}

/**
 * /proc is looked at this often, at even seconds of the clock, with what else wakes the program up at those. It is what finds the
 * servers that write elsewhere than in the folders that are watched.
 */
const procMs = 2_000;
/** What an OpenCode at work writes into the watched folders gives no more than one look in this time. */
const writtenMs = 1_000;
const lsofLimitMs = 5_000;

export function watchListeners(host: ListenersHost, source: ListenerSource): ListenerWatch {
  switch (source.kind) {
    case "proc":
      return watchProc(host, source.startFolders ?? []);
    case "command":
      return watchCommand(host, source);
    case "sockets":
      return watchSockets(host, source);
  }
}

function watchProc(host: ListenersHost, startFolders: readonly string[]): ListenerWatch {
  const scan = createProcScan(host);
  return {
    async *pictures(signal) {
      let isWritten = false;
      let nap = new AbortController();
      const ended = new AbortController();
      const end = () => {
        ended.abort();
        nap.abort();
      };
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
      const hearing = startFolders.map(async (folder) => {
        for await (const _ of host.files.watch(folder, ended.signal)) {
          isWritten = true;
          nap.abort();
          // Events that nobody asks for wake nobody up.
          await host.sleep(writtenMs, ended.signal);
        }
      });
      try {
        while (!ended.signal.aborted) {
          isWritten = false;
          const { listeners, nextAt } = scan.scan();
          yield listeners;
          nap = new AbortController();
          if (isWritten || ended.signal.aborted) continue;
          const now = host.now();
          await host.sleep(Math.min(procMs - now % procMs, Math.max(0, nextAt - now)), nap.signal);
        }
      } finally {
        signal.removeEventListener("abort", end);
        end();
        await Promise.all(hearing);
      }
    },
    doubt: (pid) => scan.doubt(pid),
  };
}

function watchCommand(
  host: ListenersHost,
  { command, everyMs, parse }: ListenerSource & { readonly kind: "command" },
): ListenerWatch {
  return {
    async *pictures(signal) {
      while (!signal.aborted) {
        // It ends with an error when there is nothing to print.
        const { stdout, timedOut } = await host.run(command, { timeoutMs: lsofLimitMs });
        if (signal.aborted) return;
        if (!timedOut) yield parse(stdout);
        await host.sleep(everyMs, signal);
      }
    },
    doubt() {},
  };
}

function watchSockets(
  host: ListenersHost,
  { everyMs }: ListenerSource & { readonly kind: "sockets" },
): ListenerWatch {
  const owned = createOwnedSockets(host);
  return {
    async *pictures(signal) {
      while (!signal.aborted) {
        yield owned.look();
        await host.sleep(everyMs, signal);
      }
    },
    doubt: (pid) => owned.doubt(pid),
  };
}

const terminalLimitMs = 2_000;

/** The controlling terminal of a process: "pts/3", "ttys001"; "" = none, or not known. Never rejects. */
export async function terminalOf(
  host: ListenersHost,
  platform: Pick<Platform, "listeners" | "terminal">,
  pid: number,
): Promise<string> {
  try {
    if (platform.listeners.kind === "proc") {
      return terminalIn(host.kernel.read(`/proc/${pid}/stat`) ?? "");
    }
    const command = platform.terminal(pid);
    if (command === null) return "";
    const { stdout } = await host.run(command, { timeoutMs: terminalLimitMs });
    // `ps` prints question marks where there is none.
    return /^[\w/]+$/.exec(stdout.trim())?.[0] ?? "";
  } catch {
    return "";
  }
}
