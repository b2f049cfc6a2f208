/** Words that come again and again in the history stand once in a table, and elsewhere by their numbers. */
import type { Database } from "../../host/host.ts";

/** The number of a word. A new one gets one. */
export function wordNumber(database: Database, text: string): number {
  const find = database.prepare("SELECT id FROM word WHERE text = ?");
  const found = find.rows(text)[0] ??
    database.prepare("INSERT INTO word (text) VALUES (?) RETURNING id").rows(text)[0];
  return Number(found?.[0]);
}

/** Drops words that stand nowhere any more, such as the names of folders in which agents worked years ago. */
export function dropUnnamedWords(database: Database): void {
  database.run(
    `DELETE FROM word WHERE id NOT IN (
       SELECT source FROM change UNION SELECT source FROM quarter UNION SELECT kind FROM alert
       UNION SELECT agent FROM wait UNION SELECT directory FROM wait UNION SELECT what FROM wait
       UNION SELECT answer FROM wait WHERE answer IS NOT NULL
     )`,
  );
}
