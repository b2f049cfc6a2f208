/** The course of a limit as a chart of blocks, for a terminal. */
import type { LimitRow, LimitRows } from "./limit_row.ts";
import type { Reading } from "../usage/reading.ts";
import { seenUntil } from "./seen_until.ts";

/** A column: the highest percentage in its time; null = nobody looked. */
export type Column = number | null;

const eighths = " ▁▂▃▄▅▆▇█";

/** `width`: how many columns the time from `from` to `to` (epoch ms) is divided into. */
export function columnsOf(
  limit: LimitRows,
  readings: readonly Reading[],
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): readonly Column[] {
  const columns: Column[] = Array.from({ length: width }, () => null);
  const columnAt = (at: number) => Math.floor((at - from) / (to - from) * width);
  const raise = (begin: number, end: number, percent: number) => {
    for (let index = Math.max(0, begin); index <= Math.min(end, width - 1); index++) {
      columns[index] = Math.max(columns[index] ?? 0, percent);
    }
  };
  limit.rows.forEach((row, index) => {
    const begin = columnAt(row.at);
    if (row.at >= from) raise(begin, begin, row.high);
    raise(begin, columnAt(trueUntil(row, seenUntil(limit, index, readings))), row.last);
  });
  return columns;
}

/** Epoch ms until which a row holds: after its reset it is not true any more. */
function trueUntil({ at, resetsAt }: LimitRow, seen: number | null): number {
  const until = seen ?? at;
  return resetsAt === null || resetsAt <= at ? until : Math.min(until, resetsAt);
}

/** Lines from the top down; what is known to be nothing is the lowest block, what is not known is blank. */
export function blockLines(columns: readonly Column[], height: number): readonly string[] {
  const steps = eighths.length - 1;
  const filled = columns.map((percent) =>
    percent === null ? 0 : Math.max(1, Math.round(Math.min(percent, 100) / 100 * height * steps))
  );
  return Array.from({ length: height }, (_, line) => {
    const below = (height - 1 - line) * steps;
    return filled.map((blocks) => eighths[Math.max(0, Math.min(steps, blocks - below))]).join("");
  });
}
