/** Questions to the history: of which time, and how exactly. What would be too much is told less exactly, and the answer says so. */
import { hour, minute } from "../time/units.ts";
import type { AgentWait } from "./agent_waits.ts";
import type { LimitRows } from "./limit_row.ts";
import { quarterMs, quarterOf } from "./thinning.ts";
import type { ToldAlert } from "./told_alerts.ts";

/** From the finest to the coarsest: each change, or one row for each quarter of an hour, hour or day with a change. */
export const resolutions = ["raw", "quarter", "hour", "day"] as const;
export type Resolution = (typeof resolutions)[number];

/** From `from` on and before `to`, epoch ms. */
export interface HistoryQuery {
  readonly from: number;
  readonly to: number;
  readonly resolution: Resolution;
  /** Absent = all accounts. */
  readonly account?: string;
}

export interface HistoryAnswer {
  readonly from: number;
  readonly to: number;
  /** How exact it is: as was asked, or coarser. */
  readonly resolution: Resolution;
  /** In front of the rows of a limit stands the last one before `from`, if there is one: what it says may still hold. */
  readonly limits: readonly LimitRows[];
  /** The newest ones, oldest first. Those of one account, where one is asked for, and those that are about no limit. */
  readonly alerts: readonly ToldAlert[];
  readonly waits: readonly AgentWait[];
  /** How many are older than those. */
  readonly leftOut: { readonly alerts: number; readonly waits: number };
}

/** The most rows of limits in an answer, and the most alerts and waits. */
export const maxRows = 10_000, maxEvents = 1000;

/**
 * The finest resolution, from the wanted one on, in which there are not too many rows. `count`: how many rows there are of changes, or of
 * quarters.
 */
export function resolutionFor(
  { from, to, resolution: wanted }: HistoryQuery,
  limits: number,
  count: (what: "raw" | "quarter") => number,
): Resolution {
  const atMost = (stepMs: number) => limits * (Math.ceil((to - from) / stepMs) + 1);
  const rows: Readonly<Record<Resolution, () => number>> = {
    raw: () => count("raw"),
    quarter: () => Math.min(count("quarter"), atMost(quarterMs)),
    hour: () => Math.min(count("quarter"), atMost(hour)),
    day: () => 0,
  };
  const first = resolutions.indexOf(wanted);
  return resolutions.slice(first).find((resolution) => rows[resolution]() <= maxRows) ?? "day";
}

/** The begin of the quarter, hour or day that `at` is in: of local time, in which a person's days are. */
export function beginOf(resolution: Exclude<Resolution, "raw">): (at: number) => number {
  switch (resolution) {
    case "quarter":
      return quarterOf;
    case "hour":
      return localHour;
    case "day":
      return localDay;
  }
}

/** Zones differ from UTC by whole quarters. Of an hour that comes twice, when the clock is set back, there are two. */
function localHour(at: number): number {
  const offset = new Date(at).getTimezoneOffset() * minute;
  return Math.floor((at - offset) / hour) * hour + offset;
}

function localDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
