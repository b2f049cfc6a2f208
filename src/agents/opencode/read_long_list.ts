/** Reads a list or a record that a server answers, however long: some of it at a time, and nothing held of what is not wanted. */
import { createJsonTruncator, type TruncatedJson } from "../../core/agents/opencode/wire/truncate_json.ts";
import type { Host } from "../../host/host.ts";

/** So long is worked in one go, in ms, and then as long is left to whatever else waits. */
const SLICE_MS = 4;
/** Bytes that are looked at between two looks at the clock: some tenths of a ms. */
const PIECE = 16 * 1024;

export interface LongListOptions {
  readonly host: Pick<Host, "monotonic" | "sleep">;
  /** Entries that are wanted. */
  readonly max: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Null as soon as it has more than `maxBytes`, after which no more of it is read. Rejects when it breaks off or the signal aborts. */
export async function readLongList(
  response: Response,
  { host, max, maxBytes, signal }: LongListOptions,
): Promise<TruncatedJson | null> {
  const cutter = createJsonTruncator(max);
  let size = 0, spent = 0;
  // Leaving the loop early cancels the rest.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return null;
    for (let at = 0; at < chunk.length; at += PIECE) {
      const begin = host.monotonic();
      cutter.feed(chunk.subarray(at, at + PIECE));
      spent += host.monotonic() - begin;
      if (spent < SLICE_MS) continue;
      spent = 0;
      await host.sleep(SLICE_MS, signal);
      signal.throwIfAborted();
    }
  }
  return cutter.end();
}
