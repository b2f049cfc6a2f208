/** The tables of limits in the history: how changes are written, and how rows are read. */
import { limitTitle } from "../state_file_schema.ts";
import { parseJson } from "../../core/text/json.ts";
import { second } from "../../core/time/units.ts";
import type { HistoryLimit, LimitChange, LimitRow } from "../../core/history/limit_row.ts";
import { quarterMs, quarterOf, together } from "../../core/history/thinning.ts";
import type { Database, DatabaseRow } from "../../host/host.ts";
import { wordNumber } from "./word_table.ts";

/** A limit with its number in the file. */
export interface StoredLimit extends HistoryLimit {
  readonly id: number;
}

/** From `from` on and before `to`, epoch ms. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** So many rows are read at a time: two years of them need no more memory than a week. */
const PAGE = 1000;

const changes = `SELECT at, percent AS low, percent AS high, percent AS last, resets_at, text, seen_before
  FROM change JOIN word ON word.id = source WHERE limit_id = ?`;
const quarters =
  `SELECT number * ${quarterMs}, low, high, last, resets_at_s * ${second}, text, seen_before_s * ${second}
  FROM quarter JOIN word ON word.id = source WHERE limit_id = ?`;

export function storedLimits(database: Database): readonly StoredLimit[] {
  return database.prepare("SELECT id, account, name, title FROM limits ORDER BY id").rows().flatMap((row) => {
    const title = limitTitle.safeParse(parseJson(String(row[3])));
    return title.success
      ? [{ id: Number(row[0]), account: String(row[1]), limit: String(row[2]), title: title.data }]
      : [];
  });
}

/** Each change, oldest first. */
export function* changesBetween(database: Database, id: number, { from, to }: TimeSpan): Generator<LimitRow> {
  const page = database.prepare(`${changes} AND at >= ? AND at < ? ORDER BY at LIMIT ${PAGE}`);
  for (let first = from;;) {
    const rows = page.rows(id, first, to);
    for (const row of rows) yield limitRow(row);
    if (rows.length < PAGE) return;
    first = Number(rows.at(-1)?.[0]) + 1;
  }
}

/** One row for each quarter with a change, oldest first. */
export function* quartersBetween(database: Database, id: number, span: TimeSpan): Generator<LimitRow> {
  const page = database.prepare(`${quarters} AND number >= ? AND number < ? ORDER BY number LIMIT ${PAGE}`);
  const [begin, end] = numbersIn(span);
  for (let first = begin;;) {
    const rows = page.rows(id, first, end);
    for (const row of rows) yield limitRow(row);
    if (rows.length < PAGE) return;
    first = Number(rows.at(-1)?.[0]) / quarterMs + 1;
  }
}

/** How many there are in the span, of one limit: of all at once the whole table would be read. */
export function countRows(
  database: Database,
  what: "change" | "quarter",
  id: number,
  span: TimeSpan,
): number {
  const count = `SELECT count(*) FROM ${what} WHERE limit_id = ?`;
  const [row] = what === "change"
    ? database.prepare(`${count} AND at >= ? AND at < ?`).rows(id, span.from, span.to)
    : database.prepare(`${count} AND number >= ? AND number < ?`).rows(id, ...numbersIn(span));
  return Number(row?.[0]);
}

function numbersIn({ from, to }: TimeSpan): readonly [first: number, end: number] {
  return [Math.ceil(from / quarterMs), Math.ceil(to / quarterMs)];
}

/** The last row before `at`; null = there is none. */
export function rowBefore(database: Database, id: number, at: number): LimitRow | null {
  const change = database.prepare(`${changes} AND at < ? ORDER BY at DESC LIMIT 1`);
  const quarter = database.prepare(`${quarters} AND number < ? ORDER BY number DESC LIMIT 1`);
  const row = change.rows(id, at)[0] ?? quarter.rows(id, Math.ceil(at / quarterMs))[0];
  return row === undefined ? null : limitRow(row);
}

/** Writes changes, and the quarters that they are in. */
export function addChanges(database: Database, added: readonly LimitChange[]): void {
  const limit = database.prepare(
    `INSERT INTO limits (account, name, title) VALUES (?, ?, ?)
     ON CONFLICT (account, name) DO UPDATE SET title = excluded.title RETURNING id`,
  );
  const change = database.prepare("INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?)");
  const quarter = database.prepare("INSERT OR REPLACE INTO quarter VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const { account, limit: name, title, row } of added) {
    const id = Number(limit.rows(account, name, JSON.stringify(title))[0]?.[0]);
    const source = wordNumber(database, row.source);
    const at = quarterOf(row.at);
    const there = [...quartersBetween(database, id, { from: at, to: at + quarterMs })];
    const [whole] = there.length > 0
      ? together([...there, row], quarterOf)
      : together([row], quarterOf, rowBefore(database, id, row.at));
    change.run(id, row.at, row.last, row.resetsAt, source, row.seenBefore);
    if (whole === undefined) continue;
    const { low, high, last, resetsAt, seenBefore } = whole;
    quarter.run(id, at / quarterMs, low, high, last, inSeconds(resetsAt), source, inSeconds(seenBefore));
  }
}

/** The begin of the oldest quarter with a change, epoch ms; null = there is none. */
export function firstQuarter(database: Database): number | null {
  const [row] = database.prepare("SELECT min(number) FROM quarter").rows();
  return typeof row?.[0] === "number" ? row[0] * quarterMs : null;
}

/** Drops changes before `exact`, and everything before `all`. */
export function dropRows(
  database: Database,
  { exact, all }: { readonly exact: number; readonly all: number },
): void {
  database.prepare("DELETE FROM change WHERE at < ?").run(exact);
  database.prepare("DELETE FROM quarter WHERE number < ?").run(all / quarterMs);
}

/** Drops limits of which nothing is left. */
export function dropUnnamedLimits(database: Database): void {
  database.run(
    `DELETE FROM limits WHERE NOT EXISTS (SELECT 1 FROM quarter WHERE limit_id = limits.id)
     AND NOT EXISTS (SELECT 1 FROM change WHERE limit_id = limits.id)
     AND id NOT IN (SELECT limit_id FROM alert WHERE limit_id IS NOT NULL)`,
  );
}

function inSeconds(at: number | null): number | null {
  return at === null ? null : Math.floor(at / second);
}

/** The tables are strict, so that each value has the type of its column. */
function limitRow(row: DatabaseRow): LimitRow {
  return {
    at: Number(row[0]),
    low: Number(row[1]),
    high: Number(row[2]),
    last: Number(row[3]),
    resetsAt: numberOrNull(row[4]),
    source: String(row[5]),
    seenBefore: numberOrNull(row[6]),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
