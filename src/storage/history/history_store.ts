/**
 * `history.sqlite`: what happened to the limits, what was told of them, and what agents waited for, for two years. The running program
 * alone writes it, in transactions of a few rows; commands read it meanwhile (a write-ahead log keeps them apart).
 */
import { renamedAccount } from "../../core/history/account_in_history.ts";
import {
  beginOf,
  type HistoryAnswer,
  type HistoryQuery,
  maxEvents,
  resolutionFor,
} from "../../core/history/history_query.ts";
import type { HistoryRows } from "../../core/history/history_rows.ts";
import type { LimitChange, LimitRow, LimitRows } from "../../core/history/limit_row.ts";
import { keptSince, together } from "../../core/history/thinning.ts";
import type { Database } from "../../host/host.ts";
import {
  addAlerts,
  addWaits,
  alertsBetween,
  countEvents,
  dropEvents,
  endWaits,
  waitsBetween,
} from "./event_tables.ts";
import {
  addChanges,
  changesBetween,
  countRows,
  dropRows,
  dropUnnamedLimits,
  firstQuarter,
  quartersBetween,
  rowBefore,
  storedLimits,
  type TimeSpan,
} from "./limit_tables.ts";
import { dropUnnamedWords } from "./word_table.ts";

export interface HistoryReader {
  /** The last row of each limit. */
  lastRows(): readonly LimitRows[];
  /** One limit by the quarter of an hour. In front stands the last row before `from`, if there is one: what it says may still hold. */
  samples(account: string, limit: string, span: TimeSpan): readonly LimitRow[];
  read(query: HistoryQuery, now: number): HistoryAnswer;
  /** Whether all of the file makes sense. */
  isWhole(): boolean;
  /** Epoch ms of the oldest row; null = there is none. */
  begin(): number | null;
  close(): void;
}

export interface HistoryWriter extends HistoryReader {
  /** Writes all of it, or nothing. */
  add(rows: HistoryRows): void;
  /** Drops what is older than it is kept. */
  thin(now: number): void;
}

export function historyReader(database: Database): HistoryReader {
  const withBefore = (id: number, from: number, rows: Iterable<LimitRow>): readonly LimitRow[] => {
    const before = rowBefore(database, id, from);
    return [...(before === null ? [] : [before]), ...rows];
  };
  return {
    lastRows: () =>
      storedLimits(database).map(({ id, ...limit }) => ({ ...limit, rows: withBefore(id, Infinity, []) })),
    samples(account, limit, span) {
      const found = storedLimits(database).find((one) => one.account === account && one.limit === limit);
      return found === undefined
        ? []
        : withBefore(found.id, span.from, quartersBetween(database, found.id, span));
    },
    read(query, now) {
      const { to, account } = query;
      const limits = storedLimits(database).filter((one) => (account ?? one.account) === one.account);
      // Of older times there are quarters only.
      const exact = Math.min(Math.max(query.from, keptSince(now).exact), to);
      const older = { from: query.from, to: exact }, newer = { from: exact, to };
      const countOf = (what: "change" | "quarter", span: TimeSpan) =>
        limits.reduce((sum, { id }) => sum + countRows(database, what, id, span), 0);
      const resolution = resolutionFor(
        query,
        limits.length,
        (what) =>
          what === "quarter"
            ? countOf("quarter", query)
            : countOf("quarter", older) + countOf("change", newer),
      );
      const from = resolution === "raw" ? query.from : beginOf(resolution)(query.from);
      const span = { from, to };
      const rowsOf = (id: number): Iterable<LimitRow> =>
        resolution === "raw"
          ? [...quartersBetween(database, id, older), ...changesBetween(database, id, newer)]
          : together(quartersBetween(database, id, span), beginOf(resolution), rowBefore(database, id, from));
      const count = countEvents(database, span);
      const alerts = alertsBetween(database, span, maxEvents),
        waits = waitsBetween(database, span, maxEvents);
      return {
        ...{ from, to, resolution },
        limits: limits.map(({ id, ...limit }) => ({ ...limit, rows: withBefore(id, from, rowsOf(id)) })),
        alerts: alerts.filter((alert) => account === undefined || (alert.account ?? account) === account),
        waits,
        leftOut: { alerts: count.alerts - alerts.length, waits: count.waits - waits.length },
      };
    },
    isWhole: () => database.prepare("PRAGMA quick_check(1)").rows()[0]?.[0] === "ok",
    begin: () => firstQuarter(database),
    close: () => database.close(),
  };
}

export function historyWriter(database: Database): HistoryWriter {
  function atOnce(work: () => void): void {
    database.run("BEGIN IMMEDIATE");
    try {
      work();
      database.run("COMMIT");
    } catch (error) {
      // On a full disk SQLite may have rolled back by itself.
      try {
        database.run("ROLLBACK");
      } catch {
        // The first error tells more.
      }
      throw error;
    }
  }
  return {
    ...historyReader(database),
    add: ({ changes, alerts, begun, ended }) =>
      atOnce(() => {
        nameAccounts(database, changes);
        addChanges(database, changes);
        addAlerts(database, alerts);
        addWaits(database, begun);
        endWaits(database, ended);
      }),
    thin: (now) =>
      atOnce(() => {
        const since = keptSince(now);
        dropRows(database, since);
        dropEvents(database, since.all);
        dropUnnamedLimits(database);
        dropUnnamedWords(database);
      }),
  };
}

/** An account of which only one half of the name was known goes on under its whole name. */
function nameAccounts(database: Database, changes: readonly LimitChange[]): void {
  for (const account of new Set(changes.map((change) => change.account))) {
    const known = [...new Set(storedLimits(database).map((limit) => limit.account))];
    const before = renamedAccount(known, account);
    if (before === null) continue;
    database.prepare("UPDATE limits SET account = ? WHERE account = ?").run(account, before);
  }
}
