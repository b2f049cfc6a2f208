/** Databases that exist in memory only: for the demo, which must leave nothing behind, and for tests. */
import type { Database, Databases } from "../host.ts";
import { databaseOver } from "./sqlite_databases.ts";

/** What was opened stays when it is closed, so that it can be opened again. */
export function memoryDatabases(): Databases {
  const databases = new Map<string, Database>();
  return {
    async open(path) {
      const { DatabaseSync } = await import("node:sqlite");
      const known = databases.get(path);
      if (known !== undefined) return known;
      const database = databaseOver(new DatabaseSync(":memory:"), { doing: "write", path });
      const stays = { ...database, close: () => {} };
      databases.set(path, stays);
      return stays;
    },
  };
}
