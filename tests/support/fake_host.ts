/** A host with files in memory and a clock that the test drives: days pass in a moment, and nothing of the machine is touched. */
import { setImmediate } from "node:timers";
import type { Databases, Files, Host } from "../../src/host/host.ts";
import { memoryDatabases } from "../../src/host/databases/memory_databases.ts";
import { memoryFiles } from "../../src/host/files/memory_files.ts";
import { type MemoryProgram, memoryPrograms } from "../../src/host/programs/memory_programs.ts";

/** No server of a test listens there. */
const FIRST_FREE_PORT = 60_000;

export interface FakeHost {
  readonly host:
    & Pick<Host, "pid" | "now" | "monotonic" | "random" | "sleep" | "env" | "isPortFree" | "freePort">
    & Pick<Host, "programs">
    & { readonly files: Files; readonly databases: Databases };
  /** The programs that stay which were started, in their order; each obeys, and does nothing by itself. */
  readonly started: readonly MemoryProgram[];
  /** Ports that others have. */
  readonly takenPorts: Set<number>;
  /** Lets time pass: every sleep that ends in it ends at its own moment, one after the other. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock at once, as a suspend or a person does: sleeps do not notice before their slice is over. */
  jump(ms: number): void;
  /** Lets everything run that can run without time passing. */
  settle(): Promise<void>;
  /** How many sleeps are going on. */
  sleeping(): number;
}

/** `play`: what each program that is started does; see `memoryPrograms()`. */
export function fakeHost(
  startAt: number,
  env: Readonly<Record<string, string>> = {},
  play?: (program: MemoryProgram) => void,
): FakeHost {
  let monotonic = 0;
  let offset = startAt;
  let seed = 1;
  const sleeps = new Set<{ readonly at: number; readonly end: () => void }>();
  const now = () => monotonic + offset;
  const { programs, started } = memoryPrograms(play);
  const takenPorts = new Set<number>();
  let freePort = FIRST_FREE_PORT;

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(() => resolve()));
  }

  return {
    host: {
      pid: 1,
      now,
      monotonic: () => monotonic,
      // A fixed sequence: a run can be repeated.
      random: () => (seed = seed * 16807 % 2147483647) / 2147483647,
      env: (name) => env[name],
      files: memoryFiles(now),
      databases: memoryDatabases(),
      programs,
      isPortFree: (_hostname, port) => Promise.resolve(!takenPorts.has(port)),
      freePort: () => Promise.resolve(freePort++),
      sleep: (ms, signal) =>
        new Promise<void>((resolve) => {
          const end = () => {
            sleeps.delete(entry);
            signal?.removeEventListener("abort", end);
            resolve();
          };
          const entry = { at: monotonic + Math.max(0, ms), end };
          if (signal?.aborted === true) return resolve();
          // No time passes, but the others have their turn.
          if (ms <= 0) return void setImmediate(() => resolve());
          signal?.addEventListener("abort", end, { once: true });
          sleeps.add(entry);
        }),
    },
    async advance(ms) {
      const until = monotonic + ms;
      await settle();
      while (true) {
        const next = [...sleeps].filter((sleep) => sleep.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        monotonic = Math.max(monotonic, next.at);
        next.end();
        await settle();
      }
      monotonic = until;
      await settle();
    },
    started,
    takenPorts,
    jump: (ms) => offset += ms,
    settle,
    sleeping: () => sleeps.size,
  };
}
