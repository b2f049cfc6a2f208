/** How much of a limit was used in each quarter of an hour of the past, by the rows of the history. */
import { day, minute } from "../time/units.ts";
import { jitterMs } from "../usage/periods.ts";

/** What was known of a limit in the quarter of an hour that begins at `at`; the history has no row where nothing changed. */
export interface PastQuarter {
  /** Epoch ms. */
  readonly at: number;
  /** The percentage at the end of the quarter. */
  readonly last: number;
  /** Epoch ms; null = the window had not begun, or its reset is not known. */
  readonly resetsAt: number | null;
  /** Epoch ms at which what the row before says was seen last; null = there is no row before. */
  readonly seenBefore: number | null;
}

export const quarterMs = 15 * minute;
/** After this long without a look at it nobody knows when it was used. */
const unknownMs = day;

export interface PastUse {
  /** Epoch ms of the begin of the first quarter. */
  readonly from: number;
  /** Percent used in each quarter; NaN = not known, or the limit was used up and nothing could be used. */
  readonly used: Float64Array;
}

/** `rows`: oldest first. `windowMs`: how long the window of the limit runs. */
export function pastUse(rows: readonly PastQuarter[], windowMs: number): PastUse {
  const first = rows[0], newest = rows.at(-1);
  if (first === undefined || newest === undefined) return { from: 0, used: new Float64Array(0) };
  const used = new Float64Array((newest.at - first.at) / quarterMs + 1).fill(NaN);
  const indexOf = (at: number) => Math.floor((at - first.at) / quarterMs);
  let before = first;
  for (const row of rows.slice(1)) {
    const index = indexOf(row.at), indexBefore = indexOf(before.at);
    const seen = Math.min(index - 1, Math.max(indexBefore, indexOf(row.seenBefore ?? row.at)));
    const { resetsAt } = row;
    const goesOn = before.resetsAt !== null && resetsAt !== null &&
      Math.abs(resetsAt - before.resetsAt) <= jitterMs;
    const rise = Math.max(0, goesOn ? row.last - before.last : row.last);
    if (row.at - Math.max(before.at, row.seenBefore ?? 0) <= unknownMs) {
      // Between two looks it was used evenly, as far as anybody knows; in a new window, from its begin on.
      const begun = goesOn || resetsAt === null ? seen + 1 : Math.max(seen + 1, indexOf(resetsAt - windowMs));
      const start = Math.min(index, begun);
      used.fill(0, seen + 1, start);
      used.fill(rise / (index - start + 1), start, index + 1);
    }
    used.fill(0, indexBefore + 1, seen + 1);
    if (before.last >= 100 && before.resetsAt !== null) {
      used.fill(NaN, indexBefore + 1, Math.min(index + 1, indexOf(before.resetsAt)));
    }
    before = row;
  }
  return { from: first.at, used };
}
