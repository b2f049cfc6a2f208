/**
 * A limit: one quota of an account. Its percentage is true only until its reset, so every function here takes the time. Also which
 * of several limits stops the work first.
 */
import { steadyPercent } from "./percent.ts";
import { day, hour } from "../time/units.ts";

/** What a limit is called, as data; `messages.ts` turns it into words. */
export type LimitTitle =
  | { readonly kind: "session" }
  | { readonly kind: "week"; readonly scope?: string }
  | { readonly kind: "extra" }
  /** `lengthMs`: how long its window runs; absent = not known. */
  | { readonly kind: "named"; readonly name: string; readonly lengthMs?: number };

/** A quota that fills up and is emptied at a reset. */
export interface WindowLimit {
  readonly kind: "window";
  /** Stable over readings: `session`, `week`, `week:fable`, ... */
  readonly id: string;
  readonly title: LimitTitle;
  /** Percent used, 0-100, above 100 when overdrawn; null = not told, `amount` alone says how much. */
  readonly usedPercent: number | null;
  /** Epoch ms of the reset; null = the window has not begun, it starts on first use, or `resetUnknown`. */
  readonly resetsAt: number | null;
  /** The window runs, and nobody can say until when: it was not told, or in a way that is not understood. */
  readonly resetUnknown?: true;
  /** What of it was spent, where it is counted in money too; `cap`: null = there is none, or it is not known. */
  readonly amount?: { readonly spent: Money; readonly cap: Money | null };
}

/** Money spent beyond the plan. */
export interface MoneyLimit {
  readonly kind: "money";
  readonly id: string;
  readonly title: LimitTitle;
  /** Null = how much is not known, only what part of the cap. */
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
  /** ISO 4217, as the server names it. */
  readonly currency: string;
}

/** A limit together with the percentage that holds at a moment. */
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

/** Whether the window has been reset since the reading: what was read of it is true no more. */
export function isOver({ resetsAt }: Pick<WindowLimit, "resetsAt">, now: number): boolean {
  return resetsAt !== null && resetsAt <= now;
}

/** The percentage that holds at `now`, or null: none is told, or the window is over. */
export function percentAt(limit: Limit, now: number): number | null {
  switch (limit.kind) {
    case "money":
      return steadyOrNull(limit.usedPercent);
    case "window":
      return isOver(limit, now) ? null : steadyOrNull(limit.usedPercent);
  }
}

/**
 * The limit that stops the work first: the highest percentage, at a tie the earliest reset.
 * Money spent beyond the plan stops nothing while a window of the plan is known, so it binds only where it stands alone.
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

/** The limit that the icon follows: the binding one, or the one asked for while it has a percentage. */
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

/** Epoch ms of the limit's reset, or Infinity where there is none. */
function resetOf(limit: Limit): number {
  return limit.kind === "window" && limit.resetsAt !== null ? limit.resetsAt : Infinity;
}

function steadyOrNull(percent: number | null): number | null {
  return percent === null ? null : steadyPercent(percent);
}
