/**
 * Runs a task for ever. If it throws, this is reported, and the task is started again after a pause that grows each
 * time.
 */
import { getLogger } from "@logtape/logtape";
import type { Host } from "../host/host.ts";
import { sleepUntil } from "./sleep_until.ts";
import type { Store, Task } from "./task.ts";
import { minute } from "../core/time/units.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "supervise"]);

const firstPauseMs = 1000;
const longestPauseMs = minute;
/** After a run of this length the pauses begin again with the first one. */
const steadyMs = minute;

/** `name` is shown in the menu and in the log. Resolves when the signal aborts. Never rejects. */
export async function supervise(
  name: string,
  task: Task,
  { host, store, signal }: { host: Pick<Host, "now" | "sleep">; store: Store; signal: AbortSignal },
): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const startedAt = host.now();
    try {
      await task(signal);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const at = host.now();
      if (at - startedAt > steadyMs) pauseMs = firstPauseMs;
      const why = reasonOf(error);
      log.error("{task} broke, starts again in {pauseMs} ms: {message}", {
        task: name,
        pauseMs,
        message: reasonEn(why),
      });
      store.dispatch({
        type: "broke",
        breakdown: { task: name, why, at, retryAt: at + pauseMs },
        now: at,
      });
      await sleepUntil(host, at + pauseMs, signal);
      store.dispatch({ type: "mended", task: name, now: host.now() });
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }
}
