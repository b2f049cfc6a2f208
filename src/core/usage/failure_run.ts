/** Failures in a row since the last reading: what failed, since when, and how often it was tried again. */
import type { Failure } from "./usage_failure.ts";

export interface FailureRun {
  readonly failure: Failure;
  /** Epoch ms of the first failure of this class in a row. */
  readonly since: number;
  /** How many failures there were since the retries began, at `runSince`; 0 = the machine has just woken up: retry now. */
  readonly count: number;
  readonly runSince: number;
  /** Epoch ms of the last failure. */
  readonly lastAt: number;
}

/** The run with one more failure. One of another class begins a new run. */
export function runAfterFailure(before: FailureRun | null, failure: Failure, now: number): FailureRun {
  const same = before !== null && failureClass(before.failure) === failureClass(failure);
  return same
    ? { ...before, failure, count: before.count + 1, lastAt: now }
    : { failure, since: now, count: 1, runSince: now, lastAt: now };
}

/** Failures of one class share a series of retries. */
function failureClass(failure: Failure): string {
  switch (failure.kind) {
    case "server-error":
    case "odd-body":
      return "server";
    case "offline":
    case "certificate":
    case "setting":
    case "signed-out":
    case "token-expired":
    case "token-refused":
    case "scope":
    case "refused":
    case "no-endpoint":
    case "rate-limited":
    case "credentials-unreadable":
      return failure.kind;
  }
}
