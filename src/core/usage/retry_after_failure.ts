/**
 * The retry after a failure: how long each kind of failure waits for the next request. While the server cannot be reached, there are
 * quick retries first, then probes that cost no request, then the usual cadence.
 */
import type { FailureRun } from "./failure_run.ts";
import type { Probe } from "./request_log.ts";
import { minute, second } from "../time/units.ts";

export type NextStep =
  /** Ask at that time, epoch ms; in the past means now. */
  | { readonly kind: "ask"; readonly at: number }
  /** Look whether the server can be reached, without a request. */
  | { readonly kind: "probe"; readonly at: number }
  /** Nothing to do until a token, the settings or a person changes something. */
  | { readonly kind: "idle" };

const afterErrorMs = [1 * minute, 2 * minute, 4 * minute];
const whileOfflineMs = [2 * second, 4 * second, 8 * second, 16 * second, 32 * second];
const probeEveryMs = 30 * second;
const probeForMs = 10 * minute;

/** What to do after these failures, where `cadenceMs` is the usual time between requests. */
export function retryStep(
  run: FailureRun,
  { probe, cadenceMs, now }: {
    readonly probe: Probe | null;
    readonly cadenceMs: number;
    readonly now: number;
  },
): NextStep {
  const { failure, count, lastAt } = run;
  switch (failure.kind) {
    case "signed-out":
    case "token-expired":
    case "token-refused":
    case "scope":
    case "no-endpoint":
    case "credentials-unreadable":
      return { kind: "idle" };
    case "rate-limited":
      // The gate of the token says how long to wait.
      return { kind: "ask", at: notAfter(now, lastAt) };
    case "refused":
      return { kind: "ask", at: count === 0 ? now : notAfter(now, lastAt) + cadenceMs };
    case "server-error":
    case "odd-body":
    case "certificate":
    case "setting":
      return count === 0
        ? { kind: "ask", at: now }
        : { kind: "ask", at: notAfter(now, lastAt) + (afterErrorMs[count - 1] ?? cadenceMs) };
    case "offline":
      return offlineStep(run, probe, cadenceMs, now);
  }
}

/**
 * A probe that finds the server back is worth a request. Where probes succeed and requests fail all the same, only the cadence is
 * left.
 */
function offlineStep(run: FailureRun, probe: Probe | null, cadenceMs: number, now: number): NextStep {
  if (run.count === 0) return { kind: "ask", at: now };
  const lastAt = notAfter(now, run.lastAt);
  const quick = whileOfflineMs[run.count - 1];
  if (quick !== undefined) return { kind: "ask", at: lastAt + quick };
  const firstProbe = run.count === whileOfflineMs.length + 1;
  if (probe !== null && probe.reachable && (probe.cameBack || firstProbe)) return { kind: "ask", at: now };
  const pacedAt = lastAt + cadenceMs;
  const probeAt = (probe === null ? lastAt : notAfter(now, probe.at)) + probeEveryMs;
  const probesEnd = notAfter(now, run.runSince) + probeForMs;
  return probeAt <= probesEnd && probeAt < pacedAt
    ? { kind: "probe", at: probeAt }
    : { kind: "ask", at: pacedAt };
}

/** A time of the past, also after the clock was set back. */
function notAfter(now: number, at: number): number {
  return Math.min(at, now);
}
