/** What is added to the history at a time. */
import type { BegunWait, EndedWait } from "./agent_waits.ts";
import type { LimitChange } from "./limit_row.ts";
import type { ToldAlert } from "./told_alerts.ts";

export interface HistoryRows {
  readonly changes: readonly LimitChange[];
  readonly alerts: readonly ToldAlert[];
  readonly begun: readonly BegunWait[];
  readonly ended: readonly EndedWait[];
}

export const noRows: HistoryRows = { changes: [], alerts: [], begun: [], ended: [] };

/** Both, with at most so many of each kind: the newest. */
export function bothRows(first: HistoryRows, second: HistoryRows, atMost: number): HistoryRows {
  return {
    changes: [...first.changes, ...second.changes].slice(-atMost),
    alerts: [...first.alerts, ...second.alerts].slice(-atMost),
    begun: [...first.begun, ...second.begun].slice(-atMost),
    ended: [...first.ended, ...second.ended].slice(-atMost),
  };
}

export function isNothing({ changes, alerts, begun, ended }: HistoryRows): boolean {
  return [changes, alerts, begun, ended].every((rows) => rows.length === 0);
}
