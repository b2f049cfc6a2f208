/** What this process prints, and whether anybody is left who reads it. */
import { pause } from "../pause.ts";

export interface Printer {
  /** A whole text, before anything else goes on. */
  print(text: string): void;
  /** The same for a command that goes on: while its reader takes nothing, the program can still be ended. */
  printInTurn(text: string): Promise<void>;
  /** Aborts when something is printed and the reader has gone away (`| head -1`), which is no error of ours. */
  readonly gone: AbortSignal;
}

type Stream = Pick<typeof Deno.stdout, "write" | "writeSync">;

/** Prints each text as `shown` gives it. */
export function printer(stream: Stream, shown: (text: string) => string): Printer {
  const gone = new AbortController();
  const unlessGone = (error: unknown) => {
    // A socket's reader that goes away with something unread resets it.
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

/** poll(2): Linux tells at once of a reader that goes, whatever was asked for; macOS is asked now and then whether it can write. */
const POLL = {
  linux: { library: "libc.so.6", events: 0, waitMs: 60_000, restMs: 0 },
  darwin: { library: "libSystem.dylib", events: 0x4, waitMs: 0, restMs: 5_000 },
} as const;
const ERROR_OR_END = 0x8 | 0x10;
const STDOUT = 1;

/**
 * Aborts when nobody reads standard output any more, though nothing is printed. On Windows that shows at the next print only. The
 * process has to be ended by `Deno.exit`: a wait for the reader is still going on.
 */
export function readerGone(): AbortSignal {
  const gone = new AbortController();
  const { os } = Deno.build;
  // A terminal that is closed sends a signal.
  if ((os === "linux" || os === "darwin") && !Deno.stdout.isTerminal()) {
    // Where it cannot be watched, the next print tells.
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
    // It ended for another reason than time, over and over: an odd stream.
    if (count !== 0 && restMs === 0) await pause(1_000, []);
    await pause(restMs, []);
  }
}
