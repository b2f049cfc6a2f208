/**
 * The tables of the history, in the versions that they have had. The number of the version is in the file (`user_version`), and each step
 * makes the next version of the one before. A step that was released is never changed: files of its version are in use.
 *
 * Words that come often stand once, in `word`. `change` has a row for each change of a limit, `quarter` one for each quarter of an hour with a
 * change: there times are whole seconds, since it grows for two years.
 */
import type { Database } from "../../host/host.ts";

/** From nothing to version 1, from 1 to 2, ... */
export const steps: readonly string[] = [
  `CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
   CREATE TABLE limits (
     id INTEGER PRIMARY KEY,
     account TEXT NOT NULL,
     name TEXT NOT NULL,
     title TEXT NOT NULL,
     UNIQUE (account, name)
   ) STRICT;
   CREATE TABLE change (
     limit_id INTEGER NOT NULL,
     at INTEGER NOT NULL,
     percent REAL NOT NULL,
     resets_at INTEGER,
     source INTEGER NOT NULL,
     seen_before INTEGER,
     PRIMARY KEY (limit_id, at)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE quarter (
     limit_id INTEGER NOT NULL,
     number INTEGER NOT NULL,
     low REAL NOT NULL,
     high REAL NOT NULL,
     last REAL NOT NULL,
     resets_at_s INTEGER,
     source INTEGER NOT NULL,
     seen_before_s INTEGER,
     PRIMARY KEY (limit_id, number)
   ) STRICT, WITHOUT ROWID;`,
  `CREATE TABLE alert (
     id INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     kind INTEGER NOT NULL,
     limit_id INTEGER,
     threshold REAL
   ) STRICT;
   CREATE INDEX alert_at ON alert (at);
   CREATE TABLE wait (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     at INTEGER NOT NULL,
     ended_at INTEGER,
     agent INTEGER NOT NULL,
     directory INTEGER NOT NULL,
     what INTEGER NOT NULL,
     answer INTEGER
   ) STRICT;
   CREATE INDEX wait_at ON wait (at);`,
];

/** What a file holds: nothing, tables of some version, or something else. */
export type FoundSchema = "empty" | "older" | "newest" | "newer" | "foreign";

export function foundSchema(database: Database): FoundSchema {
  const version = versionIn(database);
  const isEmpty = database.prepare("SELECT 1 FROM sqlite_master LIMIT 1").rows().length === 0;
  if (version === 0) return isEmpty ? "empty" : "foreign";
  if (version > steps.length) return "newer";
  if (version < 0 || isEmpty) return "foreign";
  return version === steps.length ? "newest" : "older";
}

/** Makes the newest version of what is there. A process that is killed meanwhile leaves the old version, whole. */
export function migrate(database: Database, wanted: readonly string[] = steps): void {
  if (versionIn(database) === wanted.length) return;
  database.run("BEGIN IMMEDIATE");
  try {
    // Another process may have done it while this one waited.
    for (const step of wanted.slice(versionIn(database))) database.run(step);
    database.run(`PRAGMA user_version = ${wanted.length}`);
    database.run("COMMIT");
  } catch (error) {
    database.run("ROLLBACK");
    throw error;
  }
}

function versionIn(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").rows()[0]?.[0] ?? 0);
}
