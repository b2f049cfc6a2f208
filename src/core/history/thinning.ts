/**
 * How long the history is kept, and how exactly: each change for 60 days, and one row for each quarter of an hour with a change for two
 * years. All time zones differ by whole quarters, so the days of every person can be made of them.
 */
import { day, minute } from "../time/units.ts";
import type { LimitRow } from "./limit_row.ts";

export const quarterMs = 15 * minute;
const exactMs = 60 * day;
const keptMs = 2 * 365 * day;

/** The times before which changes, and before which all, are dropped, epoch ms. Both begin a quarter. */
export function keptSince(now: number): { readonly exact: number; readonly all: number } {
  return { exact: quarterOf(now - exactMs), all: quarterOf(now - keptMs) };
}

/** The begin of the quarter that `at` is in. */
export function quarterOf(at: number): number {
  return Math.floor(at / quarterMs) * quarterMs;
}

/**
 * The rows of a limit, oldest first, put together: one row for each time that `begin()` gives. `before`: the row before them, or null. What
 * still held at the begin of such a time counts as one of its percentages.
 */
export function together(
  rows: Iterable<LimitRow>,
  begin: (at: number) => number,
  before: LimitRow | null = null,
): readonly LimitRow[] {
  const result: LimitRow[] = [];
  let last = before;
  for (const row of rows) {
    const at = begin(row.at);
    const sameTime = result.at(-1);
    if (sameTime?.at === at) result[result.length - 1] = joined(sameTime, row);
    else result.push({ ...withHeld(row, at, last), at });
    last = row;
  }
  return result;
}

/** `begin`: of the time that the row is the first of. `before`: the row before it. */
function withHeld(row: LimitRow, begin: number, before: LimitRow | null): LimitRow {
  if (before === null || row.seenBefore === null || row.seenBefore < begin) return row;
  return { ...row, low: Math.min(row.low, before.last), high: Math.max(row.high, before.last) };
}

function joined(first: LimitRow, second: LimitRow): LimitRow {
  return {
    ...second,
    at: first.at,
    low: Math.min(first.low, second.low),
    high: Math.max(first.high, second.high),
    seenBefore: first.seenBefore,
  };
}
