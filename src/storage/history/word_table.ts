/** Words that come again and again in the history stand once in a table, and elsewhere by their numbers. */
import type { Database } from "../../host/host.ts";

/** The number of a word. A new one gets one. */
export function wordNumber(database: Database, text: string): number {
  const find = database.prepare("SELECT id FROM word WHERE text = ?");
  const found = find.rows(text)[0] ??
    database.prepare("INSERT INTO word (text) VALUES (?) RETURNING id").rows(text)[0];
  return Number(found?.[0]);
}
