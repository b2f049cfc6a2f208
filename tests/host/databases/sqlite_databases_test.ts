/** sqlite_databases.ts and memory_databases.ts: values, and troubles as reasons. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { reasonEn } from "../../../src/core/language/en/reasons.ts";
import { reasonOf } from "../../../src/core/reason_error.ts";
import { memoryDatabases } from "../../../src/host/databases/memory_databases.ts";
import { sqliteDatabases } from "../../../src/host/databases/sqlite_databases.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const said = (error: unknown) => reasonEn(reasonOf(error));
const writing = { readOnly: false }, reading = { readOnly: true };

Deno.test("rows have their values in the order of the columns, and statements of one text are one", async () => {
  await withFolder(async (folder) => {
    const database = await sqliteDatabases.open(`${folder}/a.sqlite`, writing);
    database.run("CREATE TABLE t (a INTEGER, b TEXT); CREATE TABLE u (a)");
    const add = database.prepare("INSERT INTO t VALUES (?, ?)");
    add.run(1, "x");
    add.run(2, null);
    assertEquals(database.prepare("SELECT b, a, a AS b FROM t ORDER BY a").rows(), [["x", 1, 1], [
      null,
      2,
      2,
    ]]);
    assertEquals(database.prepare("SELECT a FROM t WHERE a > ?").rows(1), [[2]]);
    assertEquals(database.prepare("INSERT INTO t VALUES (?, ?)") === add, true);
    database.close();
  });
});

Deno.test("a database that is closed already may be closed again", async () => {
  await withFolder(async (folder) => {
    const database = await sqliteDatabases.open(`${folder}/a.sqlite`, writing);
    database.close();
    database.close();
  });
});

Deno.test("what cannot be done is told with the file and the reason", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/a.sqlite`;
    const missing = await assertRejects(() => sqliteDatabases.open(file, reading));
    assertEquals(said(missing), `Cannot read "${file}": unable to open database file: ${file}`);
    assertEquals(namesIn(folder), []);

    const database = await sqliteDatabases.open(file, writing);
    database.run("CREATE TABLE t (a)");
    assertEquals(
      said(assertThrows(() => database.prepare("SELECT b FROM t"))),
      `Cannot write "${file}": no such column: b`,
    );
    const reader = await sqliteDatabases.open(file, reading);
    assertEquals(
      said(assertThrows(() => reader.run("INSERT INTO t VALUES (1)"))),
      `Cannot read "${file}": it is read-only`,
    );
    reader.close();

    const other = new DatabaseSync(file);
    other.exec("BEGIN EXCLUSIVE");
    assertEquals(
      said(assertThrows(() => database.run("INSERT INTO t VALUES (1)"))),
      `Cannot write "${file}": another process is writing to it`,
    );
    other.close();
    database.close();

    Deno.writeTextFileSync(file, "no database ".repeat(100));
    const damaged = await sqliteDatabases.open(file, writing);
    assertEquals(
      said(assertThrows(() => damaged.run("CREATE TABLE t (a)"))),
      `Cannot write "${file}": it is damaged`,
    );
    damaged.close();
  });
});

Deno.test("a database in memory stays when it is closed, apart from those of other paths and other machines", async () => {
  const databases = memoryDatabases();
  const first = await databases.open("/a", writing);
  first.run("CREATE TABLE t (a)");
  first.close();
  const tables = async (of: typeof databases, path: string) =>
    (await of.open(path, reading)).prepare("SELECT name FROM sqlite_master").rows();
  assertEquals(await tables(databases, "/a"), [["t"]]);
  assertEquals(await tables(databases, "/b"), []);
  assertEquals(await tables(memoryDatabases(), "/a"), []);
});
