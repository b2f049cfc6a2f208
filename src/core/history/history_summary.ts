/** What happened in a time, in numbers: of a limit, and of the agents' waits. */
import { jitterMs } from "../usage/periods.ts";
import type { AgentWait } from "./agent_waits.ts";
import type { LimitRow } from "./limit_row.ts";

export interface LimitSummary {
  /** The highest percentage, and when it was reached, epoch ms. */
  readonly peak: { readonly percent: number; readonly at: number };
  /** The resets that were seen. While nobody looks, several may pass as one. */
  readonly resets: number;
  /** How often nothing was left. */
  readonly timesSpent: number;
}

/** When the percentage falls by so many points, that is a reset, whatever is told of it. */
const resetFall = 10;

/** `rows`: of a limit, oldest first; the first may be older than the time that is summed up. Null = nothing is known of it. */
export function limitSummary(rows: readonly LimitRow[], from: number): LimitSummary | null {
  const [first, ...others] = rows;
  if (first === undefined) return null;
  const isOlder = first.at < from;
  let peak = { percent: isOlder ? first.last : first.high, at: Math.max(first.at, from) };
  let resets = 0, timesSpent = peak.percent >= 100 ? 1 : 0;
  let before = first;
  for (const row of others) {
    if (row.high > peak.percent) peak = { percent: row.high, at: row.at };
    if (isReset(before, row)) resets++;
    if (row.high >= 100 && before.last < 100) timesSpent++;
    before = row;
  }
  return { peak, resets, timesSpent };
}

function isReset(before: LimitRow, row: LimitRow): boolean {
  if (before.last - row.low >= resetFall) return true;
  if (before.resetsAt === null || row.at < before.resetsAt - jitterMs) return false;
  return row.resetsAt === null || row.resetsAt > before.resetsAt + jitterMs;
}

export interface WaitSummary {
  readonly count: number;
  /** How long it took until half of those that were answered had been, in ms; null = none was. */
  readonly medianMs: number | null;
}

export function waitSummary(waits: readonly AgentWait[]): WaitSummary {
  const took = waits.flatMap(({ at, endedAt, answer }) =>
    endedAt === null || answer === "gone" ? [] : [Math.max(0, endedAt - at)]
  ).sort((a, b) => a - b);
  const middle = took.length / 2;
  const [low = 0, high = low] = [took[Math.ceil(middle) - 1], took[Math.floor(middle)]];
  return { count: waits.length, medianMs: took.length === 0 ? null : (low + high) / 2 };
}
