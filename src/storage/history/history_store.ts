/**
 * `history.sqlite`: what happened to the limits, kept for two years. The running program alone writes it, in transactions of a few rows;
 * commands read it meanwhile (a write-ahead log keeps them apart).
 */
import { renamedAccount } from "../../core/history/account_in_history.ts";
import type { LimitChange, LimitRow, LimitRows } from "../../core/history/limit_row.ts";
import { keptSince } from "../../core/history/thinning.ts";
import type { Database } from "../../host/host.ts";
import {
  addChanges,
  changesBetween,
  dropRows,
  quartersBetween,
  rowBefore,
  storedLimits,
  type TimeSpan,
} from "./limit_tables.ts";

/** What is asked for; an absent key is not asked for. */
export interface LimitFilter {
  readonly account?: string;
  readonly limit?: string;
}

export interface HistoryReader {
  /** The last row of each limit. */
  lastRows(): readonly LimitRows[];
  /**
   * The quarters of an hour with a change. Before them stands the last row before `from`, if there is one: what it says may still hold.
   */
  quarters(span: TimeSpan, filter?: LimitFilter): readonly LimitRows[];
  /** The same with each change, as far back as `exactSince`; before that the quarters. */
  changes(span: TimeSpan, exactSince: number, filter?: LimitFilter): readonly LimitRows[];
  close(): void;
}

export interface HistoryWriter extends HistoryReader {
  /** Writes all of it, or nothing. */
  add(changes: readonly LimitChange[]): void;
  /** Drops what is older than it is kept. */
  thin(now: number): void;
}

export function historyReader(database: Database): HistoryReader {
  const limits = ({ account, limit }: LimitFilter = {}) =>
    storedLimits(database).filter((one) =>
      (account ?? one.account) === one.account && (limit ?? one.limit) === one.limit
    );
  const read = (
    filter: LimitFilter | undefined,
    { from }: TimeSpan,
    rows: (id: number) => readonly LimitRow[],
  ): readonly LimitRows[] =>
    limits(filter).map(({ id, ...limit }) => {
      const before = rowBefore(database, id, from);
      return { ...limit, rows: [...(before === null ? [] : [before]), ...rows(id)] };
    });
  return {
    lastRows: () => read(undefined, { from: Infinity, to: Infinity }, () => []),
    quarters: (span, filter) => read(filter, span, (id) => quartersBetween(database, id, span)),
    changes: ({ from, to }, exactSince, filter) => {
      const exact = Math.min(Math.max(from, exactSince), to);
      return read(filter, { from, to }, (id) => [
        ...quartersBetween(database, id, { from, to: exact }),
        ...changesBetween(database, id, { from: exact, to }),
      ]);
    },
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
    add: (changes) =>
      atOnce(() => {
        nameAccounts(database, changes);
        addChanges(database, changes);
      }),
    thin: (now) => atOnce(() => dropRows(database, keptSince(now))),
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
