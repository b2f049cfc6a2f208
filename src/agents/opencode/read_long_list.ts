/** Reads the list or the record in a response, however long: piece by piece, and without holding entries that are not wanted. */
import { createJsonTruncator, type TruncatedJson } from "../../core/agents/opencode/wire/truncate_json.ts";
import type { Host } from "../../host/host.ts";

/** After so much work, in ms, whatever else waits has as much time. */
const SLICE_MS = 4;
/** Bytes that are read before the clock is: some tenths of a ms. */
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
  let size = 0, spentMs = 0;
  // Leaving the loop early cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return null;
    for (let at = 0; at < chunk.length; at += PIECE) {
      const begin = host.monotonic();
      cutter.feed(chunk.subarray(at, at + PIECE));
      spentMs += host.monotonic() - begin;
      if (spentMs < SLICE_MS) continue;
      spentMs = 0;
      await host.sleep(SLICE_MS, signal);
      signal.throwIfAborted();
    }
  }
  return cutter.end();
}
