/** This process itself: the signals that end it, its end, and how it starts once more. */
import { arePrograms } from "../programs/living_programs.ts";
import { startProgram } from "./child_process.ts";

/** Full path of this program; null = it runs from its source. */
export function ownPath(): string | null {
  return Deno.build.standalone ? Deno.execPath() : null;
}

/** How long work in progress may go on after the program was told to end, and how long while programs that stay are being ended. */
const END_MS = 1_500, END_PROGRAMS_MS = 10_000;
/** How often it is looked whether that is over. */
const LOOK_MS = 50;
/** Some that tell a program to end send two signals at once. A later one is from somebody who does not want to wait. */
const AGAIN_MS = 500;

/**
 * Aborts when the person or the system ends the program, which is then over within 2 s, whatever hangs; within 10 s while programs that
 * stay are being ended; and at once when it is told so again.
 */
export function endSignal(): AbortSignal {
  const ended = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  let toldAt: number | null = null;
  const end = () => {
    const now = performance.now();
    if (toldAt !== null) {
      if (now - toldAt >= AGAIN_MS) Deno.exit(1);
      return;
    }
    toldAt = now;
    ended.abort();
    // What else ends has its time when the last of them is gone.
    let without = now;
    Deno.unrefTimer(setInterval(() => {
      const at = performance.now();
      if (arePrograms()) without = at;
      if (at - without >= END_MS || at - now >= END_PROGRAMS_MS) Deno.exit(1);
    }, LOOK_MS));
  };
  for (const signal of signals) Deno.addSignalListener(signal, end);
  return ended.signal;
}

/**
 * Ends the process after `ms` if it has not ended by itself. A file on a disk that does not answer would keep it for ever, and so would
 * the wait for the reader of standard output.
 */
export function endAfter(ms: number, status: number): void {
  Deno.unrefTimer(setTimeout(() => Deno.exit(status), ms));
}

/** Starts this program once more, with the same arguments without `--background`, and does not wait for it. */
export async function startInBackground(args: readonly string[]): Promise<void> {
  const again = args.filter((arg) => arg !== "--background");
  const source = Deno.build.standalone ? [] : ["run", "-A", Deno.mainModule];
  const started = await startProgram(Deno.execPath(), {
    args: [...source, ...again],
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  started.unref();
}
