/**
 * Percentages as all views show them, whole or with a decimal: of one figure there is one number, in the icon as in files. Floats
 * come a hair beside what is meant (28.999999999999996 for 29), so that hair is taken off first; what is left is rounded down, since
 * 99.6 is not 100.
 */

/** No limit is told more exactly, and no float is off by as much. */
const STEP = 1e-6;

/** The percentage (0-100 and above) that is meant: levels, thresholds and views all go by it. */
export function steadyPercent(percent: number): number {
  const steady = Math.round(percent / STEP) / Math.round(1 / STEP);
  return Number.isFinite(steady) ? steady : percent;
}

/** In whole percent, rounded down. */
export function wholePercent(percent: number): number {
  return Math.floor(steadyPercent(percent));
}

/** With so many decimals, rounded down: "99.9" for 99.96 with one. */
export function percentFigure(percent: number, digits: number): string {
  const scale = 10 ** digits;
  return (Math.floor(steadyPercent(steadyPercent(percent) * scale)) / scale).toFixed(digits);
}
