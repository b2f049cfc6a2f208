/** Who of OpenCode's processes listens, on any system, as it changes. */
import type { Host } from "../../../host/host.ts";
import type { Listener, ListenerSource, Platform } from "../../../platform/platform.ts";
import { createOwnedSockets, type SocketsHost } from "./windows_sockets.ts";
import { createProcScan, type ProcHost, terminalIn } from "./linux_processes.ts";

export type ListenersHost = ProcHost & SocketsHost & Pick<Host, "sleep" | "run" | "programStarts"> & {
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
 * servers that nothing tells of.
 */
const procMs = 2_000;
/**
 * The same while no program is started on this machine: there may still be one that is linked statically, or that the system does not
 * tell of for another reason (a folder tree of its own).
 */
const calmMs = 10_000;
/** A program that was started may take the name that it is known by so much later. */
const restlessMs = 30_000;
/** Word of programs that are started, and of what an OpenCode at work writes, gives no more than one look in this time. */
const wordMs = 1_000;
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
      let isWordOut = false;
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
      const hear = async (word: AsyncIterable<unknown>, note: () => void) => {
        for await (const _ of word) {
          note();
          isWordOut = true;
          nap.abort();
          // Events that nobody asks for wake nobody up.
          await host.sleep(wordMs, ended.signal);
        }
      };
      const hearing = [
        ...startFolders.map((folder) => hear(host.files.watch(folder, ended.signal), () => {})),
        hear(host.programStarts(ended.signal), () => startedAt = host.now()).finally(() => startedAt = null),
      ];
      const paceMs = (now: number) =>
        startedAt === null || Math.abs(now - startedAt) < restlessMs ? procMs : calmMs;
      try {
        while (!ended.signal.aborted) {
          isWordOut = false;
          const { listeners, nextAt } = scan.scan();
          yield listeners;
          nap = new AbortController();
          if (isWordOut || ended.signal.aborted) continue;
          const now = host.now();
          const pace = paceMs(now);
          await host.sleep(Math.min(pace - now % pace, Math.max(0, nextAt - now)), nap.signal);
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
