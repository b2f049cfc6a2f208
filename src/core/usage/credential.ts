/** Who is signed in, as far as the rest of the program may know it: never a token, only its hash. */
import type { RequestBudget } from "./request_budget.ts";
import type { Failure } from "./usage_failure.ts";

export type Credential =
  | { readonly kind: "unknown" }
  | {
    readonly kind: "token";
    readonly account: string;
    /** Where the login was found, in words for a person. */
    readonly origin: string;
    /** Tells tokens apart without telling the token. */
    readonly tokenHash: string;
    /** Epoch ms; null = the login does not tell. */
    readonly expiresAt: number | null;
    /** How often the vendor may be asked with this token. */
    readonly requestBudget: RequestBudget;
  }
  /** `account`: its last reading may still be shown; null = no reading may. `tokenHash`: of a token that cannot be used now. */
  | {
    readonly kind: "none";
    readonly failure: Failure;
    readonly account: string | null;
    readonly tokenHash?: string;
    readonly since: number;
  };

/** A token, and the account that it belongs to. */
export interface SeenLogin {
  readonly tokenHash: string;
  readonly account: string;
  /** Epoch ms at which the token was seen first; 0 = no token was known before it. */
  readonly seenAt: number;
  /** The server has told that the account is this one. */
  readonly proved?: true;
}
