/** Time limits for work that may never end by itself. */
import type { Host } from "./host.ts";

/** When the wait ends, whatever the work does. */
export interface TimeLimit {
  readonly host: Pick<Host, "sleep">;
  readonly limitMs: number;
  /** What to reject with when the time is over. */
  late(): Error;
  /** When it aborts, the wait ends with its reason. */
  readonly signal?: AbortSignal;
}

/** What the work resolves or rejects with, unless the time is over or the signal aborts first. The work itself is not stopped. */
export async function withinTime<T>(work: Promise<T>, limit: TimeLimit): Promise<T> {
  const wait = new AbortController();
  const stop = () => wait.abort();
  limit.signal?.addEventListener("abort", stop);
  if (limit.signal?.aborted) stop();
  const over = limit.host.sleep(limit.limitMs, wait.signal).then(() => {
    limit.signal?.throwIfAborted();
    // The work was done first, and this wait has ended with it.
    if (wait.signal.aborted) return work;
    throw limit.late();
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    limit.signal?.removeEventListener("abort", stop);
    stop();
  }
}
