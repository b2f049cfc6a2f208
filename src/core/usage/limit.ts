/**
 * What is known of a quota: limits, readings and the ways in which asking can fail.
 * A limit's percentage is true only until its reset; every function here takes the time and says so.
 */
import { steadyPercent } from "./percent.ts";

/** What a limit is called, as data; `messages.ts` turns it into words. */
export type LimitTitle =
  | { readonly kind: "session" }
  | { readonly kind: "week"; readonly scope?: string }
  | { readonly kind: "extra" }
  | { readonly kind: "named"; readonly name: string };

/** A quota that fills up and is emptied at a reset. */
export interface WindowLimit {
  readonly kind: "window";
  /** Stable over readings: `session`, `week`, `week:fable`, ... */
  readonly id: string;
  readonly title: LimitTitle;
  /** Percent used, 0-100, above 100 when overdrawn. */
  readonly usedPercent: number;
  /** Epoch ms of the reset; null = the window has not begun, it starts on first use, or `resetUnknown`. */
  readonly resetsAt: number | null;
  /** The window runs, and nobody can say until when: it was not told, or in a way that is not understood. */
  readonly resetUnknown?: true;
  /** What of it was spent, where it is counted in money too. */
  readonly amount?: { readonly spent: Money; readonly cap: Money };
}

/** Money spent beyond the plan. */
export interface MoneyLimit {
  readonly kind: "money";
  readonly id: string;
  readonly title: LimitTitle;
  /** Null = how much is not known, only what part of the cap. */
  readonly spent: Money | null;
  /** Null = there is none, or it is not known. */
  readonly cap: Money | null;
  /** Percent of the cap, 0-100 and above; null = no cap. */
  readonly usedPercent: number | null;
}

export type Limit = WindowLimit | MoneyLimit;

/** An amount in minor units: `minor` 40843 with `exponent` 2 is 408.43. */
export interface Money {
  readonly minor: number;
  readonly exponent: number;
  /** ISO 4217, as the server names it. */
  readonly currency: string;
}

/** One answer about one account. */
export interface Reading {
  /** Whose limits these are; readings of different accounts are never mixed. */
  readonly account: string;
  /** Epoch ms at which the server said so. */
  readonly observedAt: number;
  readonly source: ReadingSource;
  readonly limits: readonly Limit[];
  /** Of the token with which it was read; absent = not known. */
  readonly tokenHash?: string;
  /** What of the answer is not in `limits`; absent = nothing. */
  readonly gaps?: Gaps;
}

/** What an answer holds and a reading does not: a person is to know that something is missing. */
export interface Gaps {
  /** Known fields of a shape that is not understood: `five_hour.resets_at`; a few, the first. */
  readonly fields: readonly string[];
  /** How many limits there are besides those that are kept. */
  readonly more: number;
}

/** `endpoint`: we asked; `cache`: the last answer that the vendor's own program has stored. */
export type ReadingSource = "endpoint" | "cache";

/** Why a connection was not made; all of these mean "offline" to a person. */
export type OfflineHow = "dns" | "refused" | "unreachable" | "reset" | "timeout" | "proxy" | "unknown";

/** Why a server's certificate was not accepted. */
export type CertificateHow = "untrusted" | "pin";

/** A failure on the way to the server. */
export type NetFailure =
  | { readonly kind: "offline"; readonly how: OfflineHow }
  | { readonly kind: "certificate"; readonly how: CertificateHow; readonly host: string }
  /** A proxy, certificate, pin or address setting that cannot be used; nothing was sent. `why` names it. */
  | { readonly kind: "setting"; readonly why: string };

/** Why there is no newer reading. */
export type Failure =
  | NetFailure
  /** There is no token anywhere. */
  | { readonly kind: "signed-out" }
  /** The token's own expiry has passed; known without asking. `at`: epoch ms. */
  | { readonly kind: "token-expired"; readonly at: number }
  /** 401: the server does not take the token. */
  | { readonly kind: "token-refused" }
  /** 403: the token lacks the scope that this question needs, or was revoked. */
  | { readonly kind: "scope" }
  /** 403 that says nothing of the token: something on the way does not let the question through. */
  | { readonly kind: "refused" }
  /** 404: this account has no such endpoint. */
  | { readonly kind: "no-endpoint" }
  /**
   * 429, or a 200 that says so. `retryAfterMs`: what the server asked for, if it is in the future. `unproven`: it comes from the
   * edge of the server's network, which says the same where a token is not taken at all.
   */
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number | null; readonly unproven?: true }
  | { readonly kind: "server-error"; readonly status: number }
  /** An answer that is not data. `why` describes its shape, never its text. */
  | { readonly kind: "odd-body"; readonly why: string }
  | { readonly kind: "credentials-unreadable"; readonly file: string; readonly why: string };

/** What an answer to one question is: data, or the reason why there is none. */
export type Answer =
  /** `proved`: the server has said whose it is. */
  | { readonly kind: "reading"; readonly reading: Reading; readonly proved?: true }
  | { readonly kind: "failure"; readonly failure: Failure };

/** The usage as it stands: each case with exactly what is known in it. */
export type Usage =
  /** Nothing known, nothing wrong: the first answer is on its way. */
  | { readonly kind: "pending" }
  /** No failure since this reading; how old it is, is for the view to say. */
  | { readonly kind: "fresh"; readonly reading: Reading }
  /** The last good reading, and why there is none newer. `since`: epoch ms. */
  | { readonly kind: "stale"; readonly reading: Reading; readonly why: Failure; readonly since: number }
  | { readonly kind: "down"; readonly why: Failure; readonly since: number };

export type Level = "green" | "yellow" | "orange" | "red";

/** From which percentage (0-100) on each level holds; below `yellow` all is green. */
export interface Levels {
  readonly yellow: number;
  readonly orange: number;
  readonly red: number;
}

/** A limit together with the percentage that holds at a moment. */
export interface CurrentLimit {
  readonly limit: Limit;
  readonly percent: number;
}

/** The percentage that holds at `now`, or null: no cap, or the window has been reset since the reading. */
export function percentAt(limit: Limit, now: number): number | null {
  switch (limit.kind) {
    case "money":
      return limit.usedPercent === null ? null : steadyPercent(limit.usedPercent);
    case "window":
      return limit.resetsAt !== null && limit.resetsAt <= now ? null : steadyPercent(limit.usedPercent);
  }
}

/**
 * The limit that stops the work first: the highest percentage, at a tie the earliest reset.
 * Money spent beyond the plan stops nothing while a window of the plan is known, so it binds only where it stands alone.
 */
export function bindingLimit(limits: readonly Limit[], now: number): CurrentLimit | null {
  const windows = limits.filter((limit) => limit.kind === "window");
  let binding: CurrentLimit | null = null;
  for (const limit of windows.length > 0 ? windows : limits) {
    const percent = percentAt(limit, now);
    if (percent === null) continue;
    const first = binding === null || percent > binding.percent ||
      (percent === binding.percent && resetOf(limit) < resetOf(binding.limit));
    if (first) binding = { limit, percent };
  }
  return binding;
}

/** The limit that the icon follows: the binding one, or the one asked for while it has a percentage. */
export function followedLimit(
  limits: readonly Limit[],
  follow: "binding" | "session" | "week",
  now: number,
): CurrentLimit | null {
  switch (follow) {
    case "binding":
      return bindingLimit(limits, now);
    case "session":
    case "week":
      return currentLimit(limits, follow, now);
  }
}

/** The limit of that id with its percentage at `now`, or null. */
export function currentLimit(limits: readonly Limit[], id: string, now: number): CurrentLimit | null {
  const limit = limits.find((candidate) => candidate.id === id);
  const percent = limit === undefined ? null : percentAt(limit, now);
  return limit === undefined || percent === null ? null : { limit, percent };
}

/** The level of a percentage (0-100 and above). */
export function levelOf(percent: number, levels: Levels): Level {
  if (percent >= levels.red) return "red";
  if (percent >= levels.orange) return "orange";
  if (percent >= levels.yellow) return "yellow";
  return "green";
}

/** Epoch ms of the limit's reset, or Infinity where there is none. */
function resetOf(limit: Limit): number {
  return limit.kind === "window" && limit.resetsAt !== null ? limit.resetsAt : Infinity;
}
