/** How long a connection is not read because nobody takes what has come: that time counts in no time limit of its program. */
import type { Host } from "../../host/host.ts";

export interface ReadingPauses {
  /** Waits for `taken`, and counts the time. */
  pause(taken: Promise<void>): Promise<void>;
  /** Resolves after so long without the pauses, or when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function createReadingPauses(host: Pick<Host, "monotonic" | "sleep">): ReadingPauses {
  let totalMs = 0;
  let since: number | null = null;
  const pausedMs = () => totalMs + (since === null ? 0 : host.monotonic() - since);
  return {
    async pause(taken) {
      since = host.monotonic();
      try {
        await taken;
      } finally {
        totalMs = pausedMs();
        since = null;
      }
    },
    async sleep(ms, signal) {
      for (let left = ms; left > 0 && !signal.aborted;) {
        const before = pausedMs();
        await host.sleep(left, signal);
        left = pausedMs() - before;
      }
    },
  };
}
