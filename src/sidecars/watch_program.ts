/** Sees whether a program is well: for the first time, and then again and again as long as it runs. */
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { SidecarProcess } from "../core/sidecars/sidecar_state.ts";
import type { Host } from "../host/host.ts";
import { overdueMs, rest } from "./rest.ts";
import type { Attempt, Check, Seat } from "./supervised_program.ts";

type WatchHost = Pick<Host, "now" | "sleep">;

export interface Watched {
  readonly host: WatchHost;
  readonly seat: Seat;
  /** The number of the start. */
  readonly run: number;
  readonly attempt: Attempt;
  readonly process: Pick<SidecarProcess, "pid" | "startedAt">;
  /** Aborts when the process ends or is told to. */
  readonly signal: AbortSignal;
}

/** Reports until the signal aborts. */
export async function watchProgram({ host, seat, run, attempt, process, signal }: Watched): Promise<void> {
  let place = await attempt.ready(signal);
  if (signal.aborted) return;
  seat.dispatch({ kind: "ready", run, process: { ...process, ...place } });
  const { check } = attempt;
  if (check === null) return;
  for (;;) {
    const slept = await rest(host, untilNext(host, check), signal);
    if (signal.aborted) return;
    const seen = await lookOnce(host, check, signal);
    if (signal.aborted) return;
    if (seen.why === null) {
      if (attempt.place.url !== place.url) {
        place = attempt.place;
        seat.dispatch({ kind: "ready", run, process: { ...process, ...place } });
      }
      // Nothing is reported that is known already: each report makes everybody look at the state.
      if (seat.supervised()?.phase.kind === "unhealthy") seat.dispatch({ kind: "check-passed", run });
    } else if (slept !== "woke" && !seen.isSuspended) {
      // A program that has just woken with the machine has until the next check.
      seat.dispatch({ kind: "check-failed", run, why: seen.why });
    }
  }
}

/** All programs are checked at the same moments, so that the processor wakes up less often. */
function untilNext(host: WatchHost, { everyMs }: Check): number {
  return everyMs - host.now() % everyMs;
}

interface Seen {
  /** Null = it is well. */
  readonly why: Reason | null;
  /** The machine was suspended meanwhile. */
  readonly isSuspended: boolean;
}

async function lookOnce(host: WatchHost, check: Check, signal: AbortSignal): Promise<Seen> {
  const before = host.now();
  let why: Reason | null = null;
  try {
    await check.run(signal);
  } catch (error) {
    why = reasonOf(error);
  }
  return { why, isSuspended: host.now() - before > check.limitMs + overdueMs };
}
