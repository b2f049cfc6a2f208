/** Until when it is known that what a row of the history says was true. */
import { steadyPercent } from "../usage/percent.ts";
import { type Reading, toldAtOf } from "../usage/reading.ts";
import type { LimitRows } from "./limit_row.ts";

/**
 * Epoch ms at which what the row says was seen last; null = that is not known. The row after it tells it; of the last row the last reading
 * tells it, if that says the same.
 */
export function seenUntil(
  { account, limit, rows }: LimitRows,
  index: number,
  readings: readonly Reading[],
): number | null {
  const row = rows[index], next = rows[index + 1];
  if (row === undefined) return null;
  if (next !== undefined) return next.seenBefore === null ? null : Math.max(row.at, next.seenBefore);
  const reading = readings.find((one) => one.account === account);
  const now = reading?.limits.find(({ id }) => id === limit);
  if (reading === undefined || typeof now?.usedPercent !== "number") return null;
  const toldAt = toldAtOf(reading, now);
  return steadyPercent(now.usedPercent) === row.last && toldAt >= row.at ? toldAt : null;
}
