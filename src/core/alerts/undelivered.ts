/** An alert that could not be shown: why, and when it is tried again. */
import { minute } from "../time/units.ts";
import type { Reason } from "../reason.ts";

export interface Undelivered {
  readonly why: Reason;
  /** How often in a row, from 1. */
  readonly tries: number;
  /** Epoch ms. */
  readonly retryAt: number;
}

const firstMs = 30_000;
const longestMs = 10 * minute;

/** After one more try that has failed, at `now`. */
export function undeliveredAfter(before: Undelivered | null, why: Reason, now: number): Undelivered {
  const tries = (before?.tries ?? 0) + 1;
  return { why, tries, retryAt: now + Math.min(firstMs * 2 ** (tries - 1), longestMs) };
}

/** Epoch ms of the next try; at most ten minutes from `now`, even if the clock was set back. Null = nothing waits. */
export function retryAt(
  { undelivered }: { readonly undelivered: Undelivered | null },
  now: number,
): number | null {
  return undelivered === null ? null : Math.min(undelivered.retryAt, now + longestMs);
}
