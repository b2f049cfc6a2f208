/**
 * The wait after a 429: a gate for each token that the server has refused, with the shortest and the longest wait. The gates
 * outlive the process.
 */
import type { Answer } from "./reading.ts";
import type { Failure } from "./usage_failure.ts";
import { hour, minute } from "../time/units.ts";

/** A refusal (429) of one token. */
export interface RateLimitGate {
  readonly tokenHash: string;
  /** Epoch ms of the first refusal, and of the end of the wait. */
  readonly since: number;
  readonly until: number;
  /** How many refusals in a row, from 1. */
  readonly repeats: number;
}

const shortestWaitMs = minute;
const longestWaitMs = hour;
/**
 * A refusal that may be about something else than a limit must not lock anybody out for long, however often it comes. The token is
 * tried again at the usual pace, or after the wait that the refusal asks for, but after a quarter of an hour at the latest.
 */
const longestUnprovenWaitMs = 5 * minute;
const longestUnprovenRetryAfterMs = 15 * minute;
/** A wait is longer by up to this part of it, by chance, so that many programs do not come back at one moment. */
const jitter = 0.1;
/** Nobody has more tokens. */
const maxGates = 16;
/** A refusal that comes this long after the end of the last wait begins to count anew. */
const forgetMs = 6 * hour;

/** The gates after an answer to that token: a reading opens its gate, a 429 closes it, and other failures leave it as it is. */
export function gatesAfterAnswer(
  gates: readonly RateLimitGate[],
  answer: Answer,
  { tokenHash, random, now }: { readonly tokenHash: string; readonly random: number; readonly now: number },
): readonly RateLimitGate[] {
  const others = gates.filter((gate) => gate.tokenHash !== tokenHash && gate.until + forgetMs > now);
  switch (answer.kind) {
    case "reading":
      return others;
    case "failure": {
      const before = gates.find((gate) => gate.tokenHash === tokenHash);
      const gate = answer.failure.kind === "rate-limited"
        ? closedGate(before, answer.failure, { tokenHash, random, now })
        : before;
      return gate === undefined ? others : [...others, gate].slice(-maxGates);
    }
  }
}

/** Each refusal in a row doubles the wait. */
function closedGate(
  before: RateLimitGate | undefined,
  { retryAfterMs, unproven }: Failure & { readonly kind: "rate-limited" },
  { tokenHash, random, now }: { readonly tokenHash: string; readonly random: number; readonly now: number },
): RateLimitGate {
  const repeats = (before?.repeats ?? 0) + 1;
  const first = Math.max(retryAfterMs ?? 0, shortestWaitMs);
  const longest = unproven !== true
    ? longestWaitMs
    : retryAfterMs === null
    ? longestUnprovenWaitMs
    : longestUnprovenRetryAfterMs;
  const waitMs = Math.min(first * 2 ** Math.min(repeats - 1, 10), longest);
  return {
    tokenHash,
    since: before?.since ?? now,
    until: now + Math.round(waitMs * (1 + jitter * random)),
    repeats,
  };
}

/**
 * The gate that is closed for that token at `now` (epoch ms), or null. A gate that opens later than the longest wait allows was
 * closed by a clock that was ahead and has been set back since. It is ignored: otherwise it would stay closed for too long.
 */
export function gateAt(
  gates: readonly RateLimitGate[],
  tokenHash: string,
  now: number,
): RateLimitGate | null {
  const furthest = now + longestWaitMs * (1 + jitter);
  return gates.find((gate) => gate.tokenHash === tokenHash && gate.until > now && gate.until <= furthest) ??
    null;
}
