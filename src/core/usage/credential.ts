/** Who is signed in, as far as the rest of the program may know it: never a token, only its hash. */
import type { RequestBudget } from "./request_budget.ts";
import type { Failure } from "./usage_failure.ts";

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
    /** How often may be asked with it. */
    readonly requestBudget: RequestBudget;
  }
  /** `account`: whose last reading may still be shown; null = nobody's. `tokenHash`: of a token that is of no use now. */
  | {
    readonly kind: "none";
    readonly failure: Failure;
    readonly account: string | null;
    readonly tokenHash?: string;
    readonly since: number;
  };

/** A token, and whose it turned out to be. */
export interface Login {
  readonly tokenHash: string;
  readonly account: string;
  /** Epoch ms of when it was first seen; 0 = before anything was known. */
  readonly seenAt: number;
  /** The server has said so. */
  readonly proved?: true;
}
