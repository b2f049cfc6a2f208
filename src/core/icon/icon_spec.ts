/** What the tray icon shows, as data: the spec. */
import type { Level } from "../usage/level.ts";

/** The look of the percentage. */
export type IconStyle = "ring" | "number" | "bar";

/**
 * Whether the percentage is good, and if not, why. Each has a shape of its own, so that it can be told without colour.
 * - `good`: true now
 * - `waiting`: nothing known yet
 * - `stale`: known, but old
 * - `offline`, `rate-limited`: cannot ask now; the last percentage stays
 * - `signed-out`: no usable token
 * - `problem`: something a person has to mend (a setting, a certificate)
 */
export type IconCondition =
  | "good"
  | "waiting"
  | "stale"
  | "offline"
  | "rate-limited"
  | "signed-out"
  | "problem";

/**
 * What the person is wanted for.
 * - `alert`: a notification could not be shown; it stands in the menu
 * - `waiting`: an agent waits for an answer
 */
export type Attention = "alert" | "waiting";

export interface IconSpec {
  readonly style: IconStyle;
  readonly condition: IconCondition;
  /** Whole percent used, 0 and above, rounded down; null = not known. */
  readonly percent: number | null;
  /** Null exactly when `percent` is. */
  readonly level: Level | null;
  /** Notifications are silenced. */
  readonly snoozed: boolean;
  /** Null = the person is wanted for nothing. */
  readonly attention: Attention | null;
  /** How far a pulse has lit the face: 0 = plain, 1 = half, 2 = fully. Two looks, as each costs a handle on Windows. */
  readonly pulse: 0 | 1 | 2;
}

/** Whether two specs give the same picture. */
export function sameIcon(one: IconSpec, other: IconSpec): boolean {
  return one.style === other.style && one.condition === other.condition && one.percent === other.percent &&
    one.level === other.level && one.snoozed === other.snoozed && one.attention === other.attention &&
    one.pulse === other.pulse;
}

/** A text that is the same for two specs exactly when they give the same picture. */
export function iconKey({ style, condition, percent, level, snoozed, attention, pulse }: IconSpec): string {
  return [style, condition, percent, level, snoozed, attention, pulse].join(" ");
}
