/** A reading: one answer of a vendor with the limits of one account, or the reason why there is none. */
import type { Limit } from "./limit.ts";
import type { Failure } from "./usage_failure.ts";

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

/** What an answer to one question is: data, or the reason why there is none. */
export type Answer =
  /** `proved`: the server has said whose it is. */
  | { readonly kind: "reading"; readonly reading: Reading; readonly proved?: true }
  | { readonly kind: "failure"; readonly failure: Failure };

/** The last good reading of an account, or null. */
export function readingIn(
  { readings }: { readonly readings: readonly Reading[] },
  account: string,
): Reading | null {
  return readings.find((reading) => reading.account === account) ?? null;
}
