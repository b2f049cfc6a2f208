/** The usage as it stands at a moment: the last good reading, how it may be called, and why there is none newer. */
import { gateAt } from "./wait_after_429.ts";
import type { Credential } from "./credential.ts";
import type { Period } from "./periods.ts";
import type { State } from "../state.ts";
import type { Failure } from "./usage_failure.ts";
import type { Limit } from "./limit.ts";
import { type Reading, readingIn } from "./reading.ts";
import type { Usage } from "./usage.ts";

export function usageAt(state: State, now: number): Usage {
  const reading = readingOf(state);
  const trouble = troubleAt(state, now);
  if (trouble === null) return reading === null ? { kind: "pending" } : { kind: "fresh", reading };
  const { why, since } = trouble;
  return reading === null ? { kind: "down", why, since } : { kind: "stale", reading, why, since };
}

/**
 * The last good reading of the account that is signed in, or was last, with its resets by this machine's clock, where that is known to
 * be wrong: a session that runs for two more hours does so by any clock.
 */
export function readingOf(state: State): Reading | null {
  const reading = storedReadingOf(state);
  const { skewMs } = state;
  return reading === null || skewMs === 0
    ? reading
    : { ...reading, limits: reading.limits.map((limit) => byThisClock(limit, skewMs)) };
}

function byThisClock(limit: Limit, skewMs: number): Limit {
  return limit.kind === "money" || limit.resetsAt === null
    ? limit
    : { ...limit, resetsAt: limit.resetsAt + skewMs };
}

/** All periods, with their ends by this machine's clock as well; what they are known by stays. */
export function periodsOf({ periods, skewMs }: Pick<State, "periods" | "skewMs">): readonly Period[] {
  return skewMs === 0
    ? periods
    : periods.map((period) =>
      period.resetsAt === null ? period : { ...period, resetsAt: period.resetsAt + skewMs }
    );
}

/** The same as it was told: until another one comes, it is the same object. */
export function storedReadingOf(state: State): Reading | null {
  const account = accountOf(state.credential);
  return account === null || account === state.unproved ? null : readingIn(state, account);
}

function accountOf(credential: Credential): string | null {
  switch (credential.kind) {
    case "unknown":
      return null;
    case "token":
    case "none":
      return credential.account;
  }
}

function troubleAt(state: State, now: number): { readonly why: Failure; readonly since: number } | null {
  const { credential, requestLog } = state;
  switch (credential.kind) {
    case "unknown":
      return null;
    case "none":
      return { why: credential.failure, since: credential.since };
    case "token": {
      const { expiresAt, tokenHash } = credential;
      if (expiresAt !== null && expiresAt <= now) {
        return { why: { kind: "token-expired", at: expiresAt }, since: expiresAt };
      }
      const gate = gateAt(requestLog.gates, tokenHash, now);
      if (requestLog.failureRun !== null) {
        return { why: requestLog.failureRun.failure, since: requestLog.failureRun.since };
      }
      // A refusal outlives the process: after a restart the gate alone tells of it.
      return gate === null ? null : { why: { kind: "rate-limited", retryAfterMs: null }, since: gate.since };
    }
  }
}
