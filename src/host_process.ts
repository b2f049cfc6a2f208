/** This process itself: what it prints, the signals that end it, and how it starts once more. */
import { startProgram } from "./host_child.ts";

/** A whole line at once, as `shown` gives it; a reader that has gone away (`| head -1`) is no error of ours. */
export function writer(
  stream: { writeSync(bytes: Uint8Array): number },
  shown: (text: string) => string,
): (text: string) => void {
  return (text) => {
    let bytes = new TextEncoder().encode(shown(text));
    try {
      while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
    } catch (error) {
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  };
}

/** Full path of this program; null = it runs from its source. */
export function ownPath(): string | null {
  return Deno.build.standalone ? Deno.execPath() : null;
}

/** Aborts when the person or the system ends the program. */
export function endSignal(): AbortSignal {
  const ended = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, () => ended.abort());
  return ended.signal;
}

/** Starts this program once more, with its own arguments but for that which asks for it, and leaves it to itself. */
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
