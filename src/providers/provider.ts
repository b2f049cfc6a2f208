/** The interface of every source of usage: who is signed in, what the vendor's own program last heard, and the question itself. */
import type { Answer, Failure, NetFailure, Reading } from "../core/usage.ts";

export interface Provider {
  readonly id: string;
  /** The login page, for the menu's "Sign in". */
  readonly signInUrl: string;
  /** Files whose change may mean another token, another account or a newer stored answer. */
  readonly watched: readonly WatchedFile[];
  /**
   * Who is signed in now. Never rejects. `again`: look also where looking may disturb a person (a keychain that can prompt).
   */
  credential(options: { readonly again: boolean }): Promise<Found>;
  /** The answer that the vendor's own program stored last, for that account; null = none. Costs no request. */
  cached(account: string): Promise<Reading | null>;
  /** Asks the endpoint, once. Rejects only with the reason of `signal`. */
  ask(token: Token, options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<Answer>;
  /** Whether the endpoint can be reached, without a request; null = yes. Rejects only with the reason of `signal`. */
  probe(signal?: AbortSignal): Promise<NetFailure | null>;
}

export interface WatchedFile {
  readonly folder: string;
  readonly name: string;
  /** How long after a change it is read, in ms: files that are rewritten all the time are not read all the time. */
  readonly settleMs: number;
}

export interface Token {
  readonly account: string;
  /** Where it was found, in a person's words. */
  readonly origin: string;
  readonly hash: string;
  /** Epoch ms; null = it does not say. */
  readonly expiresAt: number | null;
  /** The value of the Authorization header. A function, so that no log line and no JSON ever holds it. */
  authorization(): string;
}

export type Found =
  | { readonly kind: "token"; readonly token: Token }
  /** `account`: whose last reading may still be shown; null = nobody's. */
  | { readonly kind: "none"; readonly failure: Failure; readonly account: string | null };
