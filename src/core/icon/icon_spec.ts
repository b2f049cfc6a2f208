/** The spec of the tray icon: what it shows, as data. */
import type { Level } from "../usage/level.ts";

/** How the percentage is drawn. */
export type IconStyle = "ring" | "number" | "bar";

/**
 * Whether the percentage is good, and if not, why. Each condition has a symbol of its own, so that it can be told
 * without colour.
 * - `good`: it is true now
 * - `waiting`: nothing is known yet
 * - `stale`: it is known, but old
 * - `offline`, `rate-limited`: the program cannot ask now; the last percentage stays
 * - `signed-out`: there is no usable token
 * - `problem`: a person has to correct something (a setting, a certificate)
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
 * Why the program wants the person's attention.
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
  /** Null = nothing needs the person's attention. */
  readonly attention: Attention | null;
  /**
   * How far a pulse has lit the face: 0 = not, 1 = half, 2 = fully. There are no more steps, because each picture costs
   * a handle on Windows.
   */
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
