/** What outlives the process, in `state.json`. */
import type { Asking } from "./asking.ts";
import type { Newest } from "./newest.ts";
import type { Period } from "./periods.ts";
import type { Told } from "./alerts/told.ts";
import type { Reading } from "./usage.ts";

export interface Kept {
  readonly readings: readonly Reading[];
  readonly snoozedUntil: number | null;
  readonly requests: readonly number[];
  readonly gates: Asking["gates"];
  readonly periods: readonly Period[];
  readonly told: readonly Told[];
  readonly toldAt: number | null;
  readonly newest: Newest | null;
}

export const nothingKept: Kept = {
  readings: [],
  snoozedUntil: null,
  requests: [],
  gates: [],
  periods: [],
  told: [],
  toldAt: null,
  newest: null,
};

/** That part of the state. */
export function keptOf(
  state: Omit<Kept, "requests" | "gates"> & { readonly asking: Pick<Asking, "requests" | "gates"> },
): Kept {
  const { readings, snoozedUntil, asking: { requests, gates }, periods, told, toldAt, newest } = state;
  return { readings, snoozedUntil, requests, gates, periods, told, toldAt, newest };
}
