/**
 * The history as a table for spreadsheets: one line for each row of a limit, alert and wait, in the order of time. A spreadsheet takes a
 * cell that begins with one of a few characters for a formula, which can run programs; such a cell gets an apostrophe in front.
 */
import type { HistoryJson } from "./history_json.ts";

const columns = [
  ...["what", "time", "account", "limit", "percent", "low", "high", "resets_at", "seen_until", "source"],
  ...["kind", "threshold", "agent", "directory", "ended_at", "answer"],
] as const;

type Cells = Partial<Record<(typeof columns)[number], string | number | null>>;

/** Lines without their ends. */
export function historyCsv({ limits, alerts, waits }: HistoryJson): readonly string[] {
  const lines: readonly Cells[] = [
    ...limits.flatMap(({ account, id, points }) =>
      points.map((point) => ({ what: "limit", account, limit: id, ...point }))
    ),
    ...alerts.map((alert) => ({ ...alert, what: "alert" })),
    ...waits.map(({ what, ...wait }) => ({ ...wait, kind: what, what: "wait" })),
  ];
  const inTime = lines.toSorted((a, b) => String(a.time) < String(b.time) ? -1 : a.time === b.time ? 0 : 1);
  return [
    columns.join(","),
    ...inTime.map((cells) => columns.map((column) => cell(cells[column])).join(",")),
  ];
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
