/** What this process prints, and whether somebody still reads it. */
import { pause } from "../pause.ts";

export interface Printer {
  /** Prints the whole text before anything else goes on. */
  print(text: string): void;
  /** Prints the text without blocking, for a command that goes on: while its reader takes nothing, the program can still be ended. */
  printInTurn(text: string): Promise<void>;
  /** Aborts when something is printed after the reader has gone away (`| head -1`), which is no error. */
  readonly gone: AbortSignal;
}

type Stream = Pick<typeof Deno.stdout, "write" | "writeSync">;

/** Prints each text as `shown` gives it. */
export function printer(stream: Stream, shown: (text: string) => string): Printer {
  const gone = new AbortController();
  const unlessGone = (error: unknown) => {
    // The reader of a socket that goes away before it has read everything resets the connection.
    const isGone = error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset;
    if (!isGone) throw error;
    gone.abort();
  };
  return {
    print(text) {
      let bytes = new TextEncoder().encode(shown(text));
      try {
        while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
      } catch (error) {
        unlessGone(error);
      }
    },
    async printInTurn(text) {
      let bytes = new TextEncoder().encode(shown(text));
      try {
        while (bytes.length > 0) bytes = bytes.subarray(await stream.write(bytes));
      } catch (error) {
        unlessGone(error);
      }
    },
    gone: gone.signal,
  };
}

/** poll(2): Linux tells at once when the reader goes, whatever was asked for. macOS is asked now and then whether it can write. */
const POLL = {
  linux: { library: "libc.so.6", events: 0, waitMs: 60_000, restMs: 0 },
  darwin: { library: "libSystem.dylib", events: 0x4, waitMs: 0, restMs: 5_000 },
} as const;
const ERROR_OR_END = 0x8 | 0x10;
const STDOUT = 1;

/**
 * Aborts when nobody reads standard output any more, even while nothing is printed. On Windows this is noticed only at the next print.
 * The process has to be ended by `Deno.exit`, since the wait for the reader still goes on.
 */
export function readerGone(): AbortSignal {
  const gone = new AbortController();
  const { os } = Deno.build;
  // No watch for a terminal: when it is closed, the process gets a signal.
  if ((os === "linux" || os === "darwin") && !Deno.stdout.isTerminal()) {
    // Where it cannot be watched, the next print fails.
    watchReader(POLL[os]).then((isGone) => isGone && gone.abort(), () => {});
  }
  return gone.signal;
}

async function watchReader(
  { library, events, waitMs, restMs }: (typeof POLL)[keyof typeof POLL],
): Promise<boolean> {
  const { symbols } = Deno.dlopen(library, {
    poll: { parameters: ["buffer", "u64", "i32"], result: "i32", nonblocking: true },
  });
  // struct pollfd: int fd, short events, short revents.
  const bytes = new Uint8Array(8);
  const asked = new DataView(bytes.buffer);
  asked.setInt32(0, STDOUT, true);
  asked.setInt16(4, events, true);
  for (;;) {
    asked.setInt16(6, 0, true);
    const count = await symbols.poll(bytes, 1n, waitMs);
    if (count > 0 && (asked.getInt16(6, true) & ERROR_OR_END) !== 0) return true;
    // The call returns at once again and again, without an end of the stream: an odd stream.
    if (count !== 0 && restMs === 0) await pause(1_000, []);
    await pause(restMs, []);
  }
}
