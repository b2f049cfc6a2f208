/** This process itself: the signals that end it, its end, and how it starts once more. */
import { startProgram } from "./child_process.ts";

/** Full path of this program; null = it runs from its source. */
export function ownPath(): string | null {
  return Deno.build.standalone ? Deno.execPath() : null;
}

/** How long work in progress may go on after the program was told to end. */
const END_MS = 1_500;

/** Aborts when the person or the system ends the program, which is then over within 2 s, whatever hangs. */
export function endSignal(): AbortSignal {
  const ended = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const end = () => {
    ended.abort();
    endAfter(END_MS, 1);
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
