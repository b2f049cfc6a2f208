/** A reading: one answer of a vendor with the limits of one account, or the reason why there is none. */
import type { Limit } from "./limit.ts";
import type { Failure } from "./usage_failure.ts";
import { minute } from "../time/units.ts";

export interface Reading {
  /** The account that the limits belong to. Readings of different accounts are never mixed. */
  readonly account: string;
  /** Epoch ms at which the server told this. */
  readonly observedAt: number;
  readonly source: ReadingSource;
  readonly limits: readonly Limit[];
  /** The hash of the token that was asked with; absent = not known. */
  readonly tokenHash?: string;
  /** What the answer holds besides `limits`; absent = nothing. */
  readonly gaps?: Gaps;
  /** Some limits were told later than the others, at `observedAt`; absent = all were told then. */
  readonly update?: ReadingUpdate;
}

export interface ReadingUpdate {
  /** The ids of the limits that were told at `observedAt`. */
  readonly limits: readonly string[];
  /** Epoch ms at which all limits were told; null = they never were. */
  readonly wholeAt: number | null;
}

/** What of an answer is missing in its reading. A person should know of it. */
export interface Gaps {
  /** The first few of the known fields that cannot be understood: `five_hour.resets_at`. */
  readonly fields: readonly string[];
  /** How many limits were left out. */
  readonly more: number;
}

/**
 * `endpoint`: this program asked; `cache`: the vendor's own program asked, and has stored the answer; `status line`: the vendor's own
 * program told some limits while it worked.
 */
export type ReadingSource = "endpoint" | "cache" | "status line";

/** The answer to one request: a reading, or the reason why there is none. */
export type Answer =
  /** `proved`: the server has told which account the reading belongs to. */
  | { readonly kind: "reading"; readonly reading: Reading; readonly proved?: true }
  | { readonly kind: "failure"; readonly failure: Failure };

/** A reading of this age, in ms, looks old, whatever the reason for its age. */
export const readingOldMs = 15 * minute;

/** The last good reading of an account, or null. */
export function readingIn(
  { readings }: { readonly readings: readonly Reading[] },
  account: string,
): Reading | null {
  return readings.find((reading) => reading.account === account) ?? null;
}

/** Epoch ms at which all limits of the reading were told; null = they never were. */
export function wholeAtOf({ observedAt, update }: Pick<Reading, "observedAt" | "update">): number | null {
  return update === undefined ? observedAt : update.wholeAt;
}

/** Epoch ms at which this limit was told. */
export function toldAtOf(
  { observedAt, update }: Pick<Reading, "observedAt" | "update">,
  { id }: Pick<Limit, "id">,
): number {
  return update === undefined || update.limits.includes(id) ? observedAt : update.wholeAt ?? observedAt;
}

/** The reading with only those of its limits that were told at `observedAt`. */
export function toldLast(reading: Reading): Reading {
  const { update } = reading;
  return update === undefined
    ? reading
    : { ...reading, limits: reading.limits.filter(({ id }) => update.limits.includes(id)) };
}
