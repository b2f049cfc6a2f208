/**
 * Sleeps of the sidecars' own. They last so many milliseconds, whatever happens to the clock: a limit of ten seconds stays one when the
 * clock is set back by an hour.
 */
import type { Host } from "../host/host.ts";

/** Long sleeps are made of short ones, so that a suspended machine is noticed. */
const sliceMs = 30_000;
/** If a slice took this much longer than asked for, the machine was suspended, or the clock was set forward. */
export const overdueMs = 20_000;

/** Resolves after `ms`, when the signal aborts, or with "woke" when time has passed unnoticed. */
export async function rest(
  host: Pick<Host, "now" | "sleep">,
  ms: number,
  signal: AbortSignal,
): Promise<"done" | "woke"> {
  for (let left = ms; left > 0 && !signal.aborted; left -= sliceMs) {
    const before = host.now();
    const slice = Math.min(sliceMs, left);
    await host.sleep(slice, signal);
    if (host.now() - before > slice + overdueMs) return "woke";
  }
  return "done";
}
