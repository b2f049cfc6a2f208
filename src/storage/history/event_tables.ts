/** The tables of alerts and of agents' waits in the history. */
import type { AgentWait, BegunWait, EndedWait, WaitAnswer } from "../../core/history/agent_waits.ts";
import type { ToldAlert } from "../../core/history/told_alerts.ts";
import type { Database } from "../../host/host.ts";
import { wordNumber } from "./word_table.ts";
import type { TimeSpan } from "./limit_tables.ts";

export function addAlerts(database: Database, alerts: readonly ToldAlert[]): void {
  const find = database.prepare("SELECT id FROM limits WHERE account = ? AND name = ?");
  const add = database.prepare("INSERT INTO alert (at, kind, limit_id, threshold) VALUES (?, ?, ?, ?)");
  for (const { at, kind, account, limit, threshold } of alerts) {
    const [known] = account === null || limit === null ? [] : find.rows(account, limit);
    add.run(at, wordNumber(database, kind), known === undefined ? null : Number(known[0]), threshold);
  }
}

/** A wait that is known already goes on, as after a restart of the program. */
export function addWaits(database: Database, begun: readonly BegunWait[]): void {
  const add = database.prepare(
    `INSERT INTO wait (key, at, agent, directory, what) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET ended_at = NULL, answer = NULL`,
  );
  for (const { key, at, agent, directory, what } of begun) {
    const words = [agent, directory, what].map((word) => wordNumber(database, word));
    add.run(key, at, ...words);
  }
}

export function endWaits(database: Database, ended: readonly EndedWait[]): void {
  const end = database.prepare("UPDATE wait SET ended_at = ?, answer = ? WHERE key = ?");
  for (const { key, endedAt, answer } of ended) end.run(endedAt, wordNumber(database, answer), key);
}

/** The newest ones, at most so many, oldest first. */
export function alertsBetween(
  database: Database,
  { from, to }: TimeSpan,
  atMost: number,
): readonly ToldAlert[] {
  return database.prepare(
    `SELECT alert.at, word.text, account, limits.name, threshold FROM alert
     JOIN word ON word.id = kind LEFT JOIN limits ON limits.id = limit_id
     WHERE alert.at >= ? AND alert.at < ? ORDER BY alert.at DESC LIMIT ?`,
  ).rows(from, to, atMost).map((row) => ({
    at: Number(row[0]),
    kind: String(row[1]),
    account: textOrNull(row[2]),
    limit: textOrNull(row[3]),
    threshold: numberOrNull(row[4]),
  })).reverse();
}

/** The newest ones of those that began in the span, at most so many, oldest first. */
export function waitsBetween(
  database: Database,
  { from, to }: TimeSpan,
  atMost: number,
): readonly AgentWait[] {
  return database.prepare(
    `SELECT at, ended_at, agents.text, directories.text, whats.text, answers.text FROM wait
     JOIN word agents ON agents.id = agent JOIN word directories ON directories.id = wait.directory
     JOIN word whats ON whats.id = wait.what LEFT JOIN word answers ON answers.id = wait.answer
     WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ?`,
  ).rows(from, to, atMost).map((row) => ({
    at: Number(row[0]),
    endedAt: numberOrNull(row[1]),
    agent: String(row[2]),
    directory: String(row[3]),
    what: String(row[4]),
    answer: answerOf(row[5]),
  })).reverse();
}

export function countEvents(
  database: Database,
  { from, to }: TimeSpan,
): { readonly alerts: number; readonly waits: number } {
  const count = (table: "alert" | "wait") =>
    Number(
      database.prepare(`SELECT count(*) FROM ${table} WHERE at >= ? AND at < ?`).rows(from, to)[0]
        ?.[0],
    );
  return { alerts: count("alert"), waits: count("wait") };
}

/** Drops what is older than `all`. */
export function dropEvents(database: Database, all: number): void {
  database.prepare("DELETE FROM alert WHERE at < ?").run(all);
  database.prepare("DELETE FROM wait WHERE at < ?").run(all);
}

const answers: Readonly<Record<WaitAnswer, true>> = {
  "allowed-once": true,
  "allowed-always": true,
  "rejected": true,
  "answered": true,
  "elsewhere": true,
  "gone": true,
};

function answerOf(text: unknown): WaitAnswer | null {
  const isAnswer = (word: unknown): word is WaitAnswer =>
    typeof word === "string" && Object.hasOwn(answers, word);
  return isAnswer(text) ? text : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
