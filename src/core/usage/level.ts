/** How serious a percentage is: a level, by which colours and alerts go. */

export type Level = "green" | "yellow" | "orange" | "red";

/** From which percentage (0-100) on each level holds; below `yellow` all is green. */
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
