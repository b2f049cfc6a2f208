/**
 * The interface of every source of usage. Each vendor has a folder beside this file, which exports one `Vendor`; the composition root
 * names it, and no other file knows which one it is.
 */
import type { Answer, Reading } from "../core/usage/reading.ts";
import type { Host } from "../host/host.ts";
import type { Net } from "../net/net_client.ts";
import type { OtherVariables } from "../net/network_variables.ts";
import type { Platform } from "../platform/platform.ts";
import type { RequestBudget } from "../core/usage/request_budget.ts";
import type { Failure, NetFailure } from "../core/usage/usage_failure.ts";
import type { Reason } from "../core/reason.ts";

/** What a vendor's folder gives to the composition root. */
export interface Vendor {
  /** The address that is asked where a person has set no other. */
  readonly usageUrl: string;
  createProvider(parts: ProviderParts): Provider;
  /**
   * What the settings of the vendor's own program say of the network, the most important first: whoever set a proxy there expects
   * that it is used here too. Never rejects.
   */
  networkVariables(host: Host, platform: Platform): Promise<readonly OtherVariables[]>;
}

export interface ProviderParts {
  readonly host: Host;
  readonly platform: Platform;
  /** The network as the settings of this moment want it. */
  readonly net: () => Net;
  /** `claudeminder/VERSION`: our own name, not another program's. */
  readonly userAgent: string;
  /** The address that is asked. */
  readonly url: string;
}

/** Who is signed in at a vendor, what the vendor's own program last heard, and the question itself. */
export interface Provider {
  readonly id: string;
  /** The login page, for the menu's "Sign in". */
  readonly signInUrl: string;
  /** The address that is asked. */
  readonly endpoint: string;
  /** How long the endpoint is given to answer, in ms, by a program that can wait. */
  readonly answerMs: number;
  /** What a token has to be good for. */
  readonly scope: string;
  /** What is odd in how its places are named: a person should know it. */
  readonly remarks: readonly Reason[];
  /**
   * Names the places where a login is looked for, the secrets that stand in the environment among them, by a hash that tells none
   * of them: the same for another process with the same `salt` only where that would use the same login. Never rejects.
   */
  surroundings(salt: string): Promise<string>;
  /** Files whose change may mean another token, another account or a newer stored answer. */
  readonly watched: readonly WatchedFile[];
  /**
   * Who is signed in now. Never rejects. `again`: look also where looking may disturb a person (a keychain that can prompt).
   */
  credential(options: { readonly again: boolean }): Promise<FoundLogin>;
  /**
   * Every place where a login is looked for, in order, and what is there; no secret is in it. Asks nobody that `credential()`
   * has just asked. Never rejects.
   */
  places(): Promise<readonly LoginPlace[]>;
  /** The answer that the vendor's own program stored last, for that account; null = none. Costs no request. */
  cached(account: string): Promise<Reading | null>;
  /** Asks the endpoint, once. Rejects only with the reason of `signal`. */
  ask(token: Token, options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<Answer>;
  /**
   * How far this machine's clock is ahead of the endpoint's, in ms, by the last answer; 0 = it is right, or nothing is known of it.
   * Whether a token has expired is judged by the endpoint's, and told by this machine's.
   */
  skewMs(): number;
  /** Whether the endpoint can be reached, without a request; null = yes. Rejects only with the reason of `signal`. */
  probe(signal?: AbortSignal): Promise<NetFailure | null>;
}

export interface WatchedFile {
  readonly folder: string;
  readonly name: string;
  /** How long after a change it is read, in ms: files that are rewritten all the time are not read all the time. */
  readonly settleMs: number;
}

/** Where a login can be. */
export interface LoginPlace {
  /** Whose login it is, in a person's words. */
  readonly origin: string;
  /** A file, the name of a variable, a keychain. */
  readonly where: string;
  /** Whether `where` is a file. */
  readonly isFile: boolean;
  readonly holds: LoginPlaceContent;
}

export type LoginPlaceContent =
  | { readonly kind: "nothing" }
  | { readonly kind: "unusable"; readonly failure: Failure }
  /** `hasScope`: null = it does not say. `used`: this is the one. */
  | { readonly kind: "login"; readonly hasScope: true | null; readonly used: boolean };

export interface Token {
  readonly account: string;
  /** Where it was found, in a person's words. */
  readonly origin: string;
  readonly hash: string;
  /** Epoch ms; null = it does not say. */
  readonly expiresAt: number | null;
  /** How often the endpoint may be asked with it. */
  readonly requestBudget: RequestBudget;
  /** The value of the Authorization header. A function, so that no log line and no JSON ever holds it. */
  authorization(): string;
}

export type FoundLogin =
  | { readonly kind: "token"; readonly token: Token }
  /** `account`: whose last reading may still be shown; null = nobody's. `tokenHash`: of a token that is of no use now. */
  | {
    readonly kind: "none";
    readonly failure: Failure;
    readonly account: string | null;
    readonly tokenHash?: string;
  };
