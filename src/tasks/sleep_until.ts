/**
 * Sleeps until a wall-clock time. Timers stop while a laptop is suspended, so a long sleep is made of short ones, and
 * the clock is read after each.
 */
import type { Host } from "../host/host.ts";

export type SleepHost = Pick<Host, "now" | "sleep">;

const sliceMs = 30_000;
/** If a slice took this much longer than asked for, the machine was suspended, or the clock was set forward. */
const overdueMs = 20_000;

/** Resolves at `at` (epoch ms), when the signal aborts, or with "woke" when time has passed unnoticed. */
export async function sleepUntil(host: SleepHost, at: number, signal: AbortSignal): Promise<"done" | "woke"> {
  for (let now = host.now(); now < at && !signal.aborted;) {
    // The slices of all tasks end together, at the half minutes of the clock, so that the processor wakes up only once.
    const slice = Math.min(sliceMs - now % sliceMs, at - now);
    await host.sleep(slice, signal);
    const after = host.now();
    if (after - now > slice + overdueMs) return "woke";
    now = after;
  }
  return "done";
}

/** A bell that ends a sleep early. `ring()` ends the sleep in progress, or else the next one. */
export interface Bell {
  ring(): void;
  /** As `sleepUntil`; "rung" when the bell ended it. */
  sleepUntil(host: SleepHost, at: number, signal: AbortSignal): Promise<"done" | "woke" | "rung">;
}

export function createBell(): Bell {
  let rung = false;
  let sleeping: AbortController | null = null;
  return {
    ring() {
      rung = true;
      sleeping?.abort();
    },
    async sleepUntil(host, at, signal) {
      const nap = new AbortController();
      const stop = () => nap.abort();
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted || rung) stop();
      sleeping = nap;
      try {
        const end = await sleepUntil(host, at, nap.signal);
        return rung ? "rung" : end;
      } finally {
        signal.removeEventListener("abort", stop);
        sleeping = null;
        rung = false;
      }
    },
  };
}
