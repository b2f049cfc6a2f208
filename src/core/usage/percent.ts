/**
 * Percentages as all views show them, so that one figure is the same number everywhere. Floats can be slightly off (28.999999999999996
 * for 29), so they are corrected first. Then they are rounded down: 99.6 is not 100.
 */

/** Vendors tell no percentage more exactly than this, and no float is off by as much. */
const STEP = 1e-6;

/** The percentage (0-100 and above) that is meant. Levels, thresholds and views all use it. */
export function steadyPercent(percent: number): number {
  const steady = Math.round(percent / STEP) / Math.round(1 / STEP);
  return Number.isFinite(steady) ? steady : percent;
}

/** In whole percent, rounded down. */
export function wholePercent(percent: number): number {
  return Math.floor(steadyPercent(percent));
}

/** With that many decimals, rounded down: with one decimal, 99.96 is "99.9". */
export function percentFigure(percent: number, digits: number): string {
  const scale = 10 ** digits;
  return (Math.floor(steadyPercent(steadyPercent(percent) * scale)) / scale).toFixed(digits);
}
