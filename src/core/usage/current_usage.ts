/** The usage at a moment, from the state: the last reading, whether it is still good, and why there is none newer. */
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
 * The last reading of the account that is signed in, or was signed in last. Where this machine's clock is known to be wrong, the
 * resets are given by this clock: then the time that is left until a reset is right.
 */
export function readingOf(state: State): Reading | null {
  const reading = storedReadingOf(state);
  return reading === null ? null : readingByThisClock(reading, state.skewMs);
}

/** The same of any account; null = nothing is known of it that may be shown. */
export function readingForAccount(state: State, account: string): Reading | null {
  const reading = account === state.unproved ? null : readingIn(state, account);
  return reading === null ? null : readingByThisClock(reading, state.skewMs);
}

/** The reading with its resets by this machine's clock, which is ahead of the server's by so much. */
export function readingByThisClock(reading: Reading, skewMs: number): Reading {
  return skewMs === 0
    ? reading
    : { ...reading, limits: reading.limits.map((limit) => byThisClock(limit, skewMs)) };
}

function byThisClock(limit: Limit, skewMs: number): Limit {
  return limit.kind === "money" || limit.resetsAt === null
    ? limit
    : { ...limit, resetsAt: limit.resetsAt + skewMs };
}

/** All periods, with their resets by this machine's clock too. Their `startedAt` stays, by which they are known. */
export function periodsOf({ periods, skewMs }: Pick<State, "periods" | "skewMs">): readonly Period[] {
  return skewMs === 0
    ? periods
    : periods.map((period) =>
      period.resetsAt === null ? period : { ...period, resetsAt: period.resetsAt + skewMs }
    );
}

/** The same reading as it was stored. It stays the same object until a new one comes, so changes are easy to see. */
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
      // A gate outlives the process: after a restart it is all that tells of the 429.
      return gate === null ? null : { why: { kind: "rate-limited", retryAfterMs: null }, since: gate.since };
    }
  }
}
