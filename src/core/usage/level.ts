/** The level of a percentage: how serious it is. Colours and alerts follow it. */

export type Level = "green" | "yellow" | "orange" | "red";

/** The percentage (0-100) at which each level begins; below `yellow` the level is green. */
export interface Levels {
  readonly yellow: number;
  readonly orange: number;
  readonly red: number;
}

/** The level of a percentage (0-100 and above). */
export function levelOf(percent: number, levels: Levels): Level {
  if (percent >= levels.red) return "red";
  if (percent >= levels.orange) return "orange";
  if (percent >= levels.yellow) return "yellow";
  return "green";
}
