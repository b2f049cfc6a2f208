/**
 * The file of the history: it belongs to its owner alone, a damaged one is set aside and a new one begun, and one of a newer version of
 * the program is left as it is.
 */
import type { Reason } from "../../core/reason.ts";
import { ReasonError, reasonOf } from "../../core/reason_error.ts";
import type { Database, Host } from "../../host/host.ts";
import { setAside, sweepAside } from "../set_aside.ts";
import { foundSchema, migrate } from "./schema_steps.ts";
import { type HistoryReader, historyReader, type HistoryWriter, historyWriter } from "./history_store.ts";

export type HistoryHost = Pick<Host, "now" | "databases"> & {
  readonly files: Pick<
    Host["files"],
    "append" | "list" | "read" | "remove" | "rename" | "setMode" | "stat" | "write"
  >;
};

/** Only this much is kept in memory: queries read rows that stand together. In KiB. */
const CACHE_KIB = 256;

export interface OpenedHistory {
  readonly history: HistoryWriter;
  /** Something a person should know: a damaged file was set aside. */
  readonly problem: Reason | null;
}

/** Opens the history to write it. `anew`: what is there was found to be damaged. Rejects when it cannot be written. */
export async function openHistory(
  host: HistoryHost,
  file: string,
  { anew }: { readonly anew: boolean } = { anew: false },
): Promise<OpenedHistory> {
  if (!anew) {
    try {
      return { history: historyWriter(await opened(host, file)), problem: null };
    } catch (error) {
      if (!isDamaged(error)) throw error;
    }
  }
  const problem = await setHistoryAside(host, file);
  if (problem.about === "own-file" && problem.kind === "not-set-aside") throw new ReasonError(problem);
  return { history: historyWriter(await opened(host, file)), problem };
}

/** Opens the history to read it; null = there is none. Rejects when it cannot be read. */
export async function openHistoryToRead(host: HistoryHost, file: string): Promise<HistoryReader | null> {
  const info = await host.files.stat(file);
  if (info === null) return null;
  // SQLite would speak of the disk.
  if (info.isDirectory) throw unreadable(file, "is-folder");
  const database = await host.databases.open(file, { readOnly: true });
  try {
    switch (foundSchema(database)) {
      case "empty":
        database.close();
        return null;
      case "newest":
        return historyReader(database);
      case "older":
        // The tables that are asked for are not all there yet.
        database.close();
        return historyReader(await opened(host, file));
      case "newer":
        throw new ReasonError({ about: "own-file", kind: "of-newer-version", file });
      case "foreign":
        throw unreadable(file, "damaged");
    }
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether what is in the file makes no sense. */
export function isDamaged(error: unknown): boolean {
  const reason = reasonOf(error);
  return reason.about === "file" && "why" in reason && reason.why.about === "file" &&
    reason.why.kind === "damaged";
}

/** Gives the damaged file another name. What belongs to it must not become part of a new one. */
async function setHistoryAside(host: HistoryHost, file: string): Promise<Reason> {
  const log = `${file}-wal`;
  if (await host.files.stat(log).catch(() => null) !== null) {
    await setAside(host, log);
    await sweepAside(host, log);
  }
  await host.files.remove(`${file}-shm`).catch(() => {});
  const told = await setAside(host, file);
  await sweepAside(host, file);
  return told;
}

async function opened(host: HistoryHost, file: string): Promise<Database> {
  // Makes it for the owner alone; SQLite gives its other files the same rights. Fails in words of the system where that cannot be.
  await host.files.append(file, new Uint8Array());
  await host.files.setMode(file, 0o600);
  const database = await host.databases.open(file, { readOnly: false });
  try {
    switch (foundSchema(database)) {
      case "empty":
      case "older":
      case "newest":
        break;
      case "newer":
        throw new ReasonError({ about: "own-file", kind: "of-newer-version", file });
      case "foreign":
        throw unreadable(file, "damaged");
    }
    database.run(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KIB}`,
    );
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function unreadable(file: string, why: "damaged" | "is-folder"): ReasonError {
  return new ReasonError({
    about: "file",
    kind: "unreadable",
    path: file,
    why: { about: "file", kind: why },
  });
}
