/**
 * A limit: one quota of an account, and which of several limits stops the work first. A percentage is true only until the reset of its
 * limit, so the functions here take the time.
 */
import { steadyPercent } from "./percent.ts";
import { day, hour } from "../time/units.ts";

/** What a limit is called, as data. The catalogues of `core/language/` have the words. */
export type LimitTitle =
  | { readonly kind: "session" }
  | { readonly kind: "week"; readonly scope?: string }
  | { readonly kind: "extra" }
  /** `lengthMs`: how long the window of this limit runs; absent = not known. */
  | { readonly kind: "named"; readonly name: string; readonly lengthMs?: number };

/** A quota that is used up over time and is empty again at its reset. */
export interface WindowLimit {
  readonly kind: "window";
  /** The same in all readings: `session`, `week`, `week:fable`, ... */
  readonly id: string;
  readonly title: LimitTitle;
  /** Percent used, 0-100, above 100 when overdrawn; null = not told: only `amount` tells how much was used. */
  readonly usedPercent: number | null;
  /** Epoch ms of the reset; null = the window has not started yet (it starts on first use), or `resetUnknown`. */
  readonly resetsAt: number | null;
  /** The window runs, and its reset is not known: the vendor did not tell it, or told it in a way that is not understood. */
  readonly resetUnknown?: true;
  /** The money that was spent, where the limit is counted in money too; `cap`: null = there is none, or it is not known. */
  readonly amount?: { readonly spent: Money; readonly cap: Money | null };
}

/** Money that is spent, of which no reset is known: with Claude, what is spent beyond the plan. */
export interface MoneyLimit {
  readonly kind: "money";
  readonly id: string;
  readonly title: LimitTitle;
  /** Null = not known: only the percentage is. */
  readonly spent: Money | null;
  /** Null = there is none, or it is not known. */
  readonly cap: Money | null;
  /** Percent of the cap, 0-100 and above; null = no cap. */
  readonly usedPercent: number | null;
}

export type Limit = WindowLimit | MoneyLimit;

/** An amount in minor units: `minor` 40843 with `exponent` 2 is 408.43. */
export interface Money {
  readonly minor: number;
  readonly exponent: number;
  /** The code of ISO 4217, from the server. */
  readonly currency: string;
}

/** A limit, with the percentage that is true at a moment. */
export interface CurrentLimit {
  readonly limit: Limit;
  readonly percent: number;
}

/** How long the window of a limit runs, in ms; null = not known. */
export function windowLengthMs(title: LimitTitle): number | null {
  switch (title.kind) {
    case "session":
      return 5 * hour;
    case "week":
      return 7 * day;
    case "extra":
      return null;
    case "named":
      return title.lengthMs ?? null;
  }
}

/** Whether the window was reset since the reading. Then its percentage is not true any more. */
export function isOver({ resetsAt }: Pick<WindowLimit, "resetsAt">, now: number): boolean {
  return resetsAt !== null && resetsAt <= now;
}

/** The percentage that is true at `now`; null = none was told, or the window was reset since. */
export function percentAt(limit: Limit, now: number): number | null {
  switch (limit.kind) {
    case "money":
      return steadyOrNull(limit.usedPercent);
    case "window":
      return isOver(limit, now) ? null : steadyOrNull(limit.usedPercent);
  }
}

/**
 * The limit that stops the work first: the one with the highest percentage. Of several with the same percentage it is the one with
 * the earliest reset. Money beyond the plan stops nothing while a window of the plan is known, so it counts only without windows.
 */
export function bindingLimit(limits: readonly Limit[], now: number): CurrentLimit | null {
  const windows = limits.filter((limit) => limit.kind === "window");
  let binding: CurrentLimit | null = null;
  for (const limit of windows.length > 0 ? windows : limits) {
    const percent = percentAt(limit, now);
    if (percent === null) continue;
    const first = binding === null || percent > binding.percent ||
      (percent === binding.percent && resetOf(limit) < resetOf(binding.limit));
    if (first) binding = { limit, percent };
  }
  return binding;
}

/** The limit that the icon follows: the binding one, or the one that is set, if its percentage is known. */
export function followedLimit(
  limits: readonly Limit[],
  follow: "binding" | "session" | "week",
  now: number,
): CurrentLimit | null {
  switch (follow) {
    case "binding":
      return bindingLimit(limits, now);
    case "session":
    case "week":
      return currentLimit(limits, follow, now);
  }
}

/** The limit of that id with its percentage at `now`, or null. */
export function currentLimit(limits: readonly Limit[], id: string, now: number): CurrentLimit | null {
  const limit = limits.find((candidate) => candidate.id === id);
  const percent = limit === undefined ? null : percentAt(limit, now);
  return limit === undefined || percent === null ? null : { limit, percent };
}

/** Epoch ms of the limit's reset; Infinity = none is known. */
function resetOf(limit: Limit): number {
  return limit.kind === "window" && limit.resetsAt !== null ? limit.resetsAt : Infinity;
}

function steadyOrNull(percent: number | null): number | null {
  return percent === null ? null : steadyPercent(percent);
}
