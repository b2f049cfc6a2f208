/** SQLite databases in files. SQLite is part of the runtime, and is loaded when the first database is opened. */
import type { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { Database, Databases, DatabaseStatement } from "../host.ts";
import { type Doing, doingKinds, HostError, type HostReason } from "../host_error.ts";

/** How long a statement waits while another process writes, in ms. Nothing else goes on meanwhile. */
const BUSY_MS = 250;

export const sqliteDatabases: Databases = {
  async open(path, { readOnly }) {
    const { DatabaseSync } = await import("node:sqlite");
    const doing = readOnly ? "read" : "write";
    const open = (place: string | URL) => new DatabaseSync(place, { readOnly, timeout: BUSY_MS });
    const opened = told(doing, path, () => open(path));
    if (!readOnly || !isRefused(opened) || await isThere(`${path}-wal`)) {
      return databaseOver(opened, { doing, path });
    }
    opened.close();
    const asItIs = pathToFileURL(path);
    asItIs.searchParams.set("immutable", "1");
    return databaseOver(told(doing, path, () => open(asItIs)), { doing, path });
  },
};

/**
 * Whether SQLite cannot make the files that it wants beside a database, as in a folder that cannot be written. Where there is no log either,
 * nobody writes to the database, and it can be read as it is.
 */
function isRefused(database: DatabaseSync): boolean {
  try {
    database.prepare("PRAGMA schema_version").get();
    return false;
  } catch (error) {
    return error instanceof Error && error.message.includes("unable to open database file");
  }
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** `at`: what its errors say of it. */
export function databaseOver(
  database: DatabaseSync,
  { doing, path }: { readonly doing: Doing; readonly path: string },
): Database {
  const tell = <T>(work: () => T): T => told(doing, path, work);
  const prepared = new Map<string, DatabaseStatement>();
  return {
    run: (sql) => tell(() => database.exec(sql)),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = tell(() => database.prepare(sql));
      if ("setReturnArrays" in statement && typeof statement.setReturnArrays === "function") {
        // Deno 2.7 has it, but no type for it.
        statement.setReturnArrays(true);
      }
      const made: DatabaseStatement = {
        run: (...values) => void tell(() => statement.run(...values)),
        rows: (...values) =>
          tell(() => statement.all(...values)).map((row) => Array.isArray(row) ? row : Object.values(row)),
      };
      prepared.set(sql, made);
      return made;
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function told<T>(doing: Doing, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const why = reasonIn(text);
    throw new HostError(`Cannot ${doing} "${path}": ${text}`, {
      about: "file",
      kind: doingKinds[doing],
      path,
      why,
    });
  }
}

/** Deno 2.7 gives SQLite's own text and no number with it. The text is the same in every language and on every system. */
function reasonIn(text: string): HostReason {
  if (/file is not a database|malformed|file is encrypted/.test(text)) {
    return { about: "file", kind: "damaged" };
  }
  if (/database or disk is full/.test(text)) return { about: "folder", kind: "disk-full" };
  if (/readonly database/.test(text)) return { about: "folder", kind: "read-only" };
  if (/is locked/.test(text)) return { about: "file", kind: "in-use" };
  return { about: "system", text };
}
