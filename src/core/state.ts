/**
 * Everything the program knows, what can happen to it, and the one function that folds the second into the first.
 * What stands here is true at the time of its event; what holds *now* is computed from it by `usageAt` and the views.
 */
import type { Config } from "./config.ts";
import { asked, type Asking, askingAfter, noAsking, probed, woken } from "./asking.ts";
import type { ScheduleInput } from "./schedule.ts";
import type { Answer, Failure, Reading } from "./usage.ts";

/** Who is signed in, as far as it may be known outside the provider: no token, only its hash. */
export type Credential =
  | { readonly kind: "unknown" }
  | {
    readonly kind: "token";
    readonly account: string;
    /** Where it was found, in a person's words. */
    readonly origin: string;
    /** Names the token without telling it. */
    readonly tokenHash: string;
    /** Epoch ms; null = it does not say. */
    readonly expiresAt: number | null;
  }
  /** `account`: whose last reading may still be shown; null = nobody's. */
  | {
    readonly kind: "none";
    readonly failure: Failure;
    readonly account: string | null;
    readonly since: number;
  };

/** A task that threw and is being restarted. */
export interface Breakdown {
  readonly task: string;
  readonly message: string;
  /** Epoch ms of the throw, and of the restart. */
  readonly at: number;
  readonly retryAt: number;
}

export interface State {
  readonly config: Config;
  /** Why the settings on disk are not the ones in force; [] = they are. */
  readonly configProblems: readonly string[];
  readonly credential: Credential;
  /** The last good reading of each account, newest first. */
  readonly readings: readonly Reading[];
  readonly asking: Asking;
  /** Epoch ms; null = not snoozed. In the past means over. */
  readonly snoozedUntil: number | null;
  readonly breakdowns: readonly Breakdown[];
  /** What a person should know that is neither usage nor a breakdown, newest last: "no tray here", ... */
  readonly notices: readonly Notice[];
}

export interface Notice {
  readonly id: string;
  readonly text: string;
}

/** Every event carries its time, epoch ms. */
export type Event =
  | { readonly type: "credential"; readonly credential: Credential; readonly now: number }
  | { readonly type: "asked"; readonly now: number }
  | {
    readonly type: "answered";
    readonly answer: Answer;
    readonly tokenHash: string;
    /** In [0, 1): spreads the end of a refusal. */
    readonly random: number;
    readonly now: number;
  }
  | { readonly type: "cached"; readonly reading: Reading; readonly now: number }
  | { readonly type: "probed"; readonly reachable: boolean; readonly now: number }
  | { readonly type: "woke"; readonly now: number }
  | { readonly type: "snoozed"; readonly until: number | null; readonly now: number }
  | { readonly type: "config"; readonly config: Config; readonly now: number }
  | { readonly type: "config-refused"; readonly problems: readonly string[]; readonly now: number }
  | { readonly type: "broke"; readonly breakdown: Breakdown; readonly now: number }
  | { readonly type: "mended"; readonly task: string; readonly now: number }
  | { readonly type: "notice"; readonly id: string; readonly text: string | null; readonly now: number };

/** What outlives the process, in `state.json`. */
export interface Kept {
  readonly readings: readonly Reading[];
  readonly snoozedUntil: number | null;
  readonly requests: readonly number[];
  readonly gates: Asking["gates"];
}

export const nothingKept: Kept = { readings: [], snoozedUntil: null, requests: [], gates: [] };

const maxAccounts = 8;

export function initialState(config: Config, kept: Kept): State {
  return {
    config,
    configProblems: [],
    credential: { kind: "unknown" },
    readings: kept.readings,
    asking: { ...noAsking, requests: kept.requests, gates: kept.gates },
    snoozedUntil: kept.snoozedUntil,
    breakdowns: [],
    notices: [],
  };
}

export function keptOf(state: State): Kept {
  const { readings, snoozedUntil, asking } = state;
  return { readings, snoozedUntil, requests: asking.requests, gates: asking.gates };
}

/** The state after an event. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "credential":
      return withCredential(state, event.credential);
    case "asked":
      return { ...state, asking: asked(state.asking, event.now) };
    case "answered": {
      const { answer, tokenHash, random, now } = event;
      const next = { ...state, asking: askingAfter(state.asking, answer, { tokenHash, random, now }) };
      const { credential } = state;
      // An answer about a token that was replaced meanwhile says nothing about the new one.
      const late = credential.kind !== "token" || credential.tokenHash !== tokenHash;
      if (late && answer.kind === "failure") {
        return { ...next, asking: { ...next.asking, trouble: state.asking.trouble } };
      }
      return answer.kind === "reading" ? withReading(next, answer.reading) : next;
    }
    case "cached":
      return withReading(state, event.reading);
    case "probed":
      return { ...state, asking: probed(state.asking, event.reachable, event.now) };
    case "woke":
      return { ...state, asking: woken(state.asking, event.now) };
    case "snoozed":
      return { ...state, snoozedUntil: event.until };
    case "config":
      // What failed under the old settings is tried under the new ones.
      return {
        ...state,
        config: event.config,
        configProblems: [],
        asking: woken(state.asking, event.now),
      };
    case "config-refused":
      return { ...state, configProblems: event.problems };
    case "broke":
      return { ...state, breakdowns: [...without(state, event.breakdown.task), event.breakdown] };
    case "mended":
      return { ...state, breakdowns: without(state, event.task) };
    case "notice": {
      const others = state.notices.filter((notice) => notice.id !== event.id);
      return {
        ...state,
        notices: event.text === null ? others : [...others, { id: event.id, text: event.text }],
      };
    }
  }
}

/** The usage as it stands: each case with exactly what is known in it. */
export type Usage =
  /** Nothing known, nothing wrong: the first answer is on its way. */
  | { readonly kind: "pending" }
  /** No failure since this reading; how old it is, is for the view to say. */
  | { readonly kind: "fresh"; readonly reading: Reading }
  /** The last good reading, and why there is none newer. `since`: epoch ms. */
  | { readonly kind: "stale"; readonly reading: Reading; readonly why: Failure; readonly since: number }
  | { readonly kind: "down"; readonly why: Failure; readonly since: number };

export function usageAt(state: State, now: number): Usage {
  const reading = readingOf(state);
  const trouble = troubleAt(state, now);
  if (trouble === null) return reading === null ? { kind: "pending" } : { kind: "fresh", reading };
  const { why, since } = trouble;
  return reading === null ? { kind: "down", why, since } : { kind: "stale", reading, why, since };
}

/** The last good reading of the account that is signed in, or was last. */
export function readingOf(state: State): Reading | null {
  const account = accountOf(state.credential);
  return account === null ? null : state.readings.find((reading) => reading.account === account) ?? null;
}

/** The state as the schedule looks at it. */
export function scheduleInput(state: State): ScheduleInput {
  const { config, credential, asking } = state;
  const token = credential.kind === "token"
    ? { hash: credential.tokenHash, expiresAt: credential.expiresAt }
    : null;
  return { config, token, reading: readingOf(state), asking };
}

/** Whether notifications are snoozed at `now`, and until when (epoch ms). */
export function snoozeAt(state: Pick<State, "snoozedUntil">, now: number): number | null {
  return state.snoozedUntil !== null && state.snoozedUntil > now ? state.snoozedUntil : null;
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
  const { credential, asking } = state;
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
      const gate = asking.gates.find((candidate) =>
        candidate.tokenHash === tokenHash && candidate.until > now
      );
      if (asking.trouble !== null) return { why: asking.trouble.failure, since: asking.trouble.since };
      // A refusal outlives the process: after a restart the gate alone tells of it.
      return gate === undefined
        ? null
        : { why: { kind: "rate-limited", retryAfterMs: null }, since: gate.since };
    }
  }
}

/** A new token ends what was wrong with the old one; another account also ends what the old one's troubles were. */
function withCredential(state: State, credential: Credential): State {
  const before = state.credential;
  const sameToken = before.kind === "token" && credential.kind === "token" &&
    before.tokenHash === credential.tokenHash && before.account === credential.account;
  if (sameToken) return { ...state, credential };
  // At the start the last figures may be young enough; later a new token means that something has happened.
  const newToken = before.kind !== "unknown" && credential.kind === "token";
  return { ...state, credential, asking: { ...state.asking, trouble: null, newToken } };
}

function withReading(state: State, reading: Reading): State {
  const known = state.readings.find((candidate) => candidate.account === reading.account);
  if (known !== undefined && known.observedAt >= reading.observedAt && reading.source === "cache") {
    return state;
  }
  const others = state.readings.filter((candidate) => candidate.account !== reading.account);
  return { ...state, readings: [reading, ...others].slice(0, maxAccounts) };
}

function without(state: State, task: string): readonly Breakdown[] {
  return state.breakdowns.filter((breakdown) => breakdown.task !== task);
}
