/**
 * The request log: what is remembered of asking the vendor. It holds the requests of the last hour and the gates of refused tokens,
 * which outlive the process, and the failures since the last reading.
 */
import { type FailureRun, runAfterFailure } from "./failure_run.ts";
import type { Answer } from "./reading.ts";
import { requestsWithinHour } from "./request_budget.ts";
import type { Failure } from "./usage_failure.ts";
import { gatesAfterAnswer, type RateLimitGate } from "./wait_after_429.ts";

export interface RequestLog {
  /** Epoch ms of each request of the last hour, oldest first. */
  readonly requests: readonly number[];
  readonly gates: readonly RateLimitGate[];
  /** The last answer that was a reading, whichever token it was for; null = there was none. */
  readonly answered: LastAnswer | null;
  /** Failures since the last reading; null = none. */
  readonly failureRun: FailureRun | null;
  /** The last probe since the last request; null = there was none. */
  readonly probe: Probe | null;
  /** There is a token that was never asked with. */
  readonly newToken: boolean;
}

/** A look whether the server can be reached, which costs no request. */
export interface Probe {
  /** Epoch ms. */
  readonly at: number;
  readonly reachable: boolean;
  /** It can be reached, and could not at the probe before. */
  readonly cameBack: boolean;
}

export interface LastAnswer {
  readonly tokenHash: string;
  /** The address that was asked. */
  readonly endpoint: string;
  /** Epoch ms. */
  readonly at: number;
}

export const noRequests: RequestLog = {
  requests: [],
  gates: [],
  answered: null,
  failureRun: null,
  probe: null,
  newToken: false,
};

/** The log when a request is about to be sent. The request counts from now on, whatever becomes of it. */
export function logAfterRequest(log: RequestLog, now: number): RequestLog {
  return { ...log, requests: [...requestsWithinHour(log.requests, now), now], newToken: false };
}

/** The log after an answer. A request that never reached the server does not count. */
export function logAfterAnswer(
  log: RequestLog,
  answer: Answer,
  { tokenHash, endpoint = "", random, now }: {
    tokenHash: string;
    endpoint?: string;
    random: number;
    now: number;
  },
): RequestLog {
  const gates = gatesAfterAnswer(log.gates, answer, { tokenHash, random, now });
  switch (answer.kind) {
    case "reading":
      return { ...log, gates, answered: { tokenHash, endpoint, at: now }, failureRun: null, probe: null };
    case "failure": {
      const { failure } = answer;
      const requests = reachedServer(failure) ? log.requests : log.requests.slice(0, -1);
      return {
        ...log,
        requests,
        failureRun: runAfterFailure(log.failureRun, failure, now),
        probe: null,
        gates,
      };
    }
  }
}

/** The log after a probe. */
export function logAfterProbe(log: RequestLog, reachable: boolean, now: number): RequestLog {
  const cameBack = reachable && log.probe !== null && !log.probe.reachable;
  return { ...log, probe: { at: now, reachable, cameBack } };
}

/** The log after a suspend: the network may be another one, so the retries begin anew. */
export function logAfterWake(log: RequestLog, now: number): RequestLog {
  if (log.failureRun === null) return log;
  return { ...log, probe: null, failureRun: { ...log.failureRun, count: 0, runSince: now } };
}

/** Whether the server may have counted the request. */
function reachedServer(failure: Failure): boolean {
  switch (failure.kind) {
    case "offline":
      return failure.how === "timeout" || failure.how === "reset" || failure.how === "unknown";
    case "certificate":
    case "setting":
    case "signed-out":
    case "token-expired":
    case "credentials-unreadable":
      return false;
    case "token-refused":
    case "scope":
    case "refused":
    case "no-endpoint":
    case "rate-limited":
    case "server-error":
    case "odd-body":
      return true;
  }
}
