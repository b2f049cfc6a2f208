/**
 * What is remembered of asking, over restarts too: the requests of the last hour, refusals (429) by token, and the failures
 * since the last good answer. `schedule.ts` decides from it when to ask next.
 */
import type { Answer } from "./reading.ts";
import type { Failure } from "./usage_failure.ts";
import { hour, minute } from "../time/units.ts";

/** What is remembered of asking. */
export interface RequestLog {
  /** Epoch ms of each request of the last hour, oldest first. */
  readonly requests: readonly number[];
  readonly gates: readonly Gate[];
  /** The last good answer, whoever had asked; null = there was none. */
  readonly answered: Answered | null;
  /** Failures since the last good answer; null = none. */
  readonly trouble: Trouble | null;
  /** The last look at whether the server can be reached, since the last request. */
  readonly probe: Probe | null;
  /** There is a token that was never asked with. */
  readonly newToken: boolean;
}

export interface Probe {
  /** Epoch ms. */
  readonly at: number;
  readonly reachable: boolean;
  /** It can be reached, and could not at the look before. */
  readonly cameBack: boolean;
}

export interface Answered {
  readonly tokenHash: string;
  /** Where it was asked for. */
  readonly endpoint: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A refusal (429) of one token. */
export interface Gate {
  readonly tokenHash: string;
  /** Epoch ms of the first refusal, and of the end of the wait. */
  readonly since: number;
  readonly until: number;
  /** How many refusals in a row, from 1. */
  readonly repeats: number;
}

export interface Trouble {
  readonly failure: Failure;
  /** Epoch ms of the first failure of this class in a row. */
  readonly since: number;
  /** How many there were since the retries began, at `runSince`; 0 = the machine has just woken up, retry now. */
  readonly count: number;
  readonly runSince: number;
  /** Epoch ms of the last one. */
  readonly lastAt: number;
}

export const noRequests: RequestLog = {
  requests: [],
  gates: [],
  answered: null,
  trouble: null,
  probe: null,
  newToken: false,
};

const gateMinMs = minute;
const gateMaxMs = 60 * minute;
/**
 * A refusal that may be about no budget at all locks nobody out for long, however often it comes: it is asked again at the usual
 * pace, or after what it asks for itself, up to a quarter of an hour.
 */
const unprovenMaxMs = 5 * minute;
const unprovenAskedMs = 15 * minute;
const gateJitter = 0.1;
/** Of so many tokens: nobody has more. */
const maxGates = 16;
/** A refusal this long after the end of the last one begins to count anew. */
const gateForgetMs = 6 * hour;

/** A request is about to be sent. It counts from now on, whatever becomes of it. */
export function asked(asking: RequestLog, now: number): RequestLog {
  return { ...asking, requests: [...withinHour(asking.requests, now), now], newToken: false };
}

/** What is remembered after an answer. A request that never reached the server does not count. */
export function requestLogAfter(
  asking: RequestLog,
  answer: Answer,
  { tokenHash, endpoint = "", random, now }: {
    tokenHash: string;
    endpoint?: string;
    random: number;
    now: number;
  },
): RequestLog {
  const gates = asking.gates.filter((gate) =>
    gate.tokenHash !== tokenHash && gate.until + gateForgetMs > now
  );
  switch (answer.kind) {
    case "reading":
      return { ...asking, gates, answered: { tokenHash, endpoint, at: now }, trouble: null, probe: null };
    case "failure": {
      const { failure } = answer;
      const requests = reachedServer(failure) ? asking.requests : asking.requests.slice(0, -1);
      const trouble = troubleAfter(asking.trouble, failure, now);
      const before = asking.gates.find((gate) => gate.tokenHash === tokenHash);
      const gate = failure.kind === "rate-limited"
        ? gateAfter(before, failure, { tokenHash, random, now })
        : before;
      return {
        ...asking,
        requests,
        trouble,
        probe: null,
        gates: gate === undefined ? gates : [...gates, gate].slice(-maxGates),
      };
    }
  }
}

/** What is remembered after a look at whether the server can be reached. */
export function probed(asking: RequestLog, reachable: boolean, now: number): RequestLog {
  const cameBack = reachable && asking.probe !== null && !asking.probe.reachable;
  return { ...asking, probe: { at: now, reachable, cameBack } };
}

/** The machine was suspended: the network may be another one, so what is retried is retried from the start. */
export function woken(asking: RequestLog, now: number): RequestLog {
  if (asking.trouble === null) return asking;
  return { ...asking, probe: null, trouble: { ...asking.trouble, count: 0, runSince: now } };
}

function gateAfter(
  before: Gate | undefined,
  { retryAfterMs, unproven }: Failure & { readonly kind: "rate-limited" },
  { tokenHash, random, now }: { tokenHash: string; random: number; now: number },
): Gate {
  const repeats = (before?.repeats ?? 0) + 1;
  const first = Math.max(retryAfterMs ?? 0, gateMinMs);
  const longest = unproven !== true ? gateMaxMs : retryAfterMs === null ? unprovenMaxMs : unprovenAskedMs;
  const waitMs = Math.min(first * 2 ** Math.min(repeats - 1, 10), longest);
  return {
    tokenHash,
    since: before?.since ?? now,
    until: now + Math.round(waitMs * (1 + gateJitter * random)),
    repeats,
  };
}

/**
 * The refusal of that token that holds at `now` (epoch ms), or null. One that ends further off than any can is of a clock that was
 * ahead and has been set back: it means nothing, for its end would never come nearer than the longest wait.
 */
export function gateAt(
  { gates }: Pick<RequestLog, "gates">,
  tokenHash: string,
  now: number,
): Gate | null {
  const furthest = now + gateMaxMs * (1 + gateJitter);
  return gates.find((gate) => gate.tokenHash === tokenHash && gate.until > now && gate.until <= furthest) ??
    null;
}

/** Epoch ms from which there is room for one more of `allowed` requests an hour; in the past = there is now. */
export function limitEnd(requests: readonly number[], allowed: number, now: number): number {
  const recent = withinHour(requests, now).toSorted((a, b) => a - b);
  const last = recent[recent.length - allowed];
  return last === undefined ? 0 : last + hour;
}

/**
 * Those of the last hour. A clock that was set back leaves times in the future: those within an hour still count, others mean
 * nothing.
 */
export function withinHour(requests: readonly number[], now: number): readonly number[] {
  return requests.filter((at) => Math.abs(now - at) < hour);
}

function troubleAfter(before: Trouble | null, failure: Failure, now: number): Trouble {
  const same = before !== null && failureClass(before.failure) === failureClass(failure);
  return same
    ? { ...before, failure, count: before.count + 1, lastAt: now }
    : { failure, since: now, count: 1, runSince: now, lastAt: now };
}

/** Failures of one class share a back-off. */
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
