/**
 * The interface to a vendor. Each vendor has a folder beside this file that exports one `Vendor`. The composition root names it; no
 * other file knows which vendor it is.
 */
import type { Answer, Reading } from "../core/usage/reading.ts";
import type { Host } from "../host/host.ts";
import type { Net } from "../net/net_client.ts";
import type { OtherVariables } from "../net/network_variables.ts";
import type { Platform } from "../platform/platform.ts";
import type { RequestBudget } from "../core/usage/request_budget.ts";
import type { Failure, NetFailure } from "../core/usage/usage_failure.ts";
import type { Reason } from "../core/reason.ts";
import type { LoginInFolder } from "../core/signed_in.ts";
import type { StatusLineInput } from "../core/usage/status_line_input.ts";

/** What a vendor's folder gives to the composition root. */
export interface Vendor {
  /** The address that is asked, if no other one is set. */
  readonly usageUrl: string;
  createProvider(parts: ProviderParts): Provider;
  /**
   * What the settings of the vendor's own program say of the network, the most important first. A person who set a proxy there expects
   * that it is used here too. Never rejects.
   */
  networkVariables(host: Host, platform: Platform): Promise<readonly OtherVariables[]>;
}

export interface ProviderParts {
  readonly host: Host;
  readonly platform: Platform;
  /** The network, by the settings of this moment. */
  readonly net: () => Net;
  /** `claudeminder/VERSION`: this program's own name, not another program's. */
  readonly userAgent: string;
  /** The address that is asked. */
  readonly url: string;
}

/** What a vendor is asked for: who is signed in, the answer that its own program has stored, and the usage itself. */
export interface Provider {
  /** The login page, for the menu's "Sign in". */
  readonly signInUrl: string;
  /** The address that is asked. */
  readonly endpoint: string;
  /** How long to wait for an answer of the endpoint, in ms. A command that cannot wait so long may wait for less. */
  readonly answerMs: number;
  /** The scope that a token needs to read the usage. */
  readonly scope: string;
  /** What is odd in the names of the places where a login is looked for: a person should know of it. */
  readonly remarks: readonly Reason[];
  /**
   * A hash of all places where a login is looked for, with the secrets in the environment. Another process gets the same hash for the
   * same `salt` only if it would use the same login. The hash tells none of the secrets. Never rejects.
   */
  surroundings(salt: string): Promise<string>;
  /** Files that tell of another token, another account or a newer stored answer when they change. */
  readonly watched: readonly WatchedFile[];
  /**
   * Who is signed in now. Never rejects. `again`: look also where looking can disturb a person, such as in a keychain that asks for a
   * password.
   */
  credential(options: { readonly again: boolean }): Promise<FoundLogin>;
  /**
   * All places where a login is looked for, in order, and what each holds, without any secret. Uses what `credential()` found in a
   * keychain instead of asking it again. Never rejects.
   */
  places(): Promise<readonly LoginPlace[]>;
  /**
   * The answer that the vendor's own program has stored for that account; null = there is none. It costs no request. It may be older
   * than what is known already.
   */
  cached(account: string): Promise<Reading | null>;
  /** What the vendor's own program has given to its status line. Whatever the text is: what is not understood in it is not said. */
  readStatusLine(text: string): StatusLineInput;
  /**
   * The login that the vendor's own program uses where its settings are in that folder; null = in its usual one. Looks only where
   * looking disturbs nobody. Never rejects.
   */
  loginIn(folder: string | null): Promise<LoginInFolder>;
  /** Asks the endpoint, once. Never rejects, but for the reason of `signal`. */
  ask(token: Token, options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<Answer>;
  /**
   * How far this machine's clock is ahead of the endpoint's clock, in ms, by the last answer; 0 = it is right, or nothing is known of
   * it. The endpoint's clock decides whether a token has expired; the expiry of a token is given by this machine's clock.
   */
  skewMs(): number;
  /** Whether the endpoint can be reached, without a request; null = yes. Never rejects, but for the reason of `signal`. */
  probe(signal?: AbortSignal): Promise<NetFailure | null>;
}

export interface WatchedFile {
  readonly folder: string;
  readonly name: string;
  /** How long after a change to read the file, in ms. A file that is written all the time is not to be read all the time. */
  readonly settleMs: number;
}

/** A place where a login can be. */
export interface LoginPlace {
  /** The program that the login belongs to, in words for a person. */
  readonly origin: string;
  /** A file, the name of a variable, or a keychain. */
  readonly where: string;
  /** Whether `where` is a file. */
  readonly isFile: boolean;
  readonly holds: LoginPlaceContent;
}

export type LoginPlaceContent =
  | { readonly kind: "nothing" }
  | { readonly kind: "unusable"; readonly failure: Failure }
  /** `hasScope`: null = the login does not tell. `used`: this login is the one in use. */
  | { readonly kind: "login"; readonly hasScope: true | null; readonly used: boolean };

export interface Token {
  readonly account: string;
  /** Where the login was found, in words for a person. */
  readonly origin: string;
  readonly hash: string;
  /** Epoch ms; null = the login does not tell. */
  readonly expiresAt: number | null;
  /** How often the endpoint may be asked with this token. */
  readonly requestBudget: RequestBudget;
  /** The value of the Authorization header. It is a function, so that no log line and no JSON ever holds it. */
  authorization(): string;
}

export type FoundLogin =
  | { readonly kind: "token"; readonly token: Token }
  /** `account`: its last reading may still be shown; null = no reading may. `tokenHash`: of a token that cannot be used now. */
  | {
    readonly kind: "none";
    readonly failure: Failure;
    readonly account: string | null;
    readonly tokenHash?: string;
  };
