/** Why there is no newer reading: all the ways in which asking a vendor can fail. */
import type { Reason } from "../reason.ts";

/** Why a connection was not made; all of these mean "offline" to a person. */
export type OfflineHow = "dns" | "refused" | "unreachable" | "reset" | "timeout" | "proxy" | "unknown";

/** Why a server's certificate was not accepted. */
export type CertificateHow = "untrusted" | "pin";

/** A failure on the way to the server. */
export type NetFailure =
  | { readonly kind: "offline"; readonly how: OfflineHow }
  | { readonly kind: "certificate"; readonly how: CertificateHow; readonly host: string }
  /** A proxy, certificate, pin or address setting that cannot be used; nothing was sent. `why` names it. */
  | { readonly kind: "setting"; readonly why: Reason };

export type Failure =
  | NetFailure
  /** There is no token anywhere. */
  | { readonly kind: "signed-out" }
  /** The token has expired by its own date, which is known without a request. `at`: epoch ms. */
  | { readonly kind: "token-expired"; readonly at: number }
  /** 401: the server does not take the token. */
  | { readonly kind: "token-refused" }
  /** 403: the token lacks the scope that is needed to read the usage, or it was revoked. */
  | { readonly kind: "scope" }
  /** A 403 that is not about the token: something on the way does not let the request through. */
  | { readonly kind: "refused" }
  /** 404: this account has no such endpoint. */
  | { readonly kind: "no-endpoint" }
  /**
   * A 429, or a 200 that tells the same. `retryAfterMs`: the wait that the server asks for, if it is in the future. `unproven`: the
   * answer comes from the edge of the server's network, which also answers so when a token is not accepted at all.
   */
  | { readonly kind: "rate-limited"; readonly retryAfterMs: number | null; readonly unproven?: true }
  | { readonly kind: "server-error"; readonly status: number }
  /** An answer that is not understood. `why` describes its shape, never its text. */
  | { readonly kind: "odd-body"; readonly why: Reason }
  | { readonly kind: "credentials-unreadable"; readonly file: string; readonly why: Reason };
