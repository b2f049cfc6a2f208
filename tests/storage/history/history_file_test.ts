/** history_file.ts and schema_steps.ts: damaged files, older and newer ones, full disks, two processes. */
import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { noRows } from "../../../src/core/history/history_rows.ts";
import type { LimitChange } from "../../../src/core/history/limit_row.ts";
import { reasonOf } from "../../../src/core/reason_error.ts";
import { reasonEn } from "../../../src/core/language/en/reasons.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { isDamaged, openHistory, openHistoryToRead } from "../../../src/storage/history/history_file.ts";
import { migrate, steps } from "../../../src/storage/history/schema_steps.ts";
import { smallDisk, withDisks } from "../../support/disks.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const TESTDATA = join(import.meta.dirname ?? ".", "..", "..", "testdata", "history");
const host = denoHost();
const noon = Date.UTC(2026, 6, 20, 12);
const rowOf = (at: number, percent: number) => ({
  account: "ann",
  limit: "session",
  title: { kind: "session" as const },
  row: {
    at,
    low: percent,
    high: percent,
    last: percent,
    resetsAt: null,
    source: "endpoint",
    seenBefore: null,
  },
});
const added = (changes: readonly LimitChange[]) => ({ ...noRows, changes });
const everything = { from: 0, to: noon * 2, resolution: "raw" as const };

/** A file with a few hundred rows, closed. */
async function filled(file: string): Promise<void> {
  const { history } = await openHistory(host, file);
  history.add(added(Array.from({ length: 2000 }, (_, index) => rowOf(noon + index * 900_000, index % 100))));
  history.close();
}

function overwrite(file: string, from: number, length: number): void {
  using open = Deno.openSync(file, { write: true });
  open.seekSync(from, Deno.SeekMode.Start);
  open.writeSync(new Uint8Array(length).fill(0xa5));
}

const damages: Readonly<Record<string, (file: string) => void>> = {
  "text": (file) => Deno.writeTextFileSync(file, "this is no database\n".repeat(500)),
  "a wrong beginning": (file) => overwrite(file, 0, 100),
  "an overwritten first page": (file) => overwrite(file, 100, 3996),
  "a file that is cut in the middle": (file) => Deno.truncateSync(file, 5000),
  "a database of another program": (file) => {
    Deno.removeSync(file);
    const other = new DatabaseSync(file);
    other.exec("CREATE TABLE notes (text TEXT)");
    other.close();
  },
  "the version without the tables": (file) => {
    Deno.removeSync(file);
    const other = new DatabaseSync(file);
    other.exec("PRAGMA user_version = 1");
    other.close();
  },
};

for (const [what, damage] of Object.entries(damages)) {
  Deno.test(`openHistory() sets ${what} aside, says so, and begins a new file`, async () => {
    await withFolder(async (folder) => {
      const file = `${folder}/history.sqlite`;
      await filled(file);
      damage(file);
      const before = Deno.readFileSync(file);
      await assertRejects(async () => (await openHistoryToRead(host, file))?.read(everything, noon));
      const { history, problem } = await openHistory(host, file);
      history.add(added([rowOf(noon, 1)]));
      assertEquals(history.lastRows().length, 1);
      history.close();
      const [aside, ...others] = namesIn(folder).filter((name) => name.startsWith("history.sqlite.bad-"));
      assertEquals(others, []);
      assertEquals(
        problem === null ? "" : reasonEn(problem),
        `${file} made no sense and was set aside as ${folder}/${aside}`,
      );
      assertEquals(Deno.readFileSync(`${folder}/${aside}`), before);
      assertEquals(namesIn(folder), ["history.sqlite", aside].sort());
    });
  });
}

Deno.test("pages that are damaged in the middle are told when they are read", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    await filled(file);
    overwrite(file, 3 * 4096, Deno.statSync(file).size - 3 * 4096);
    const { history } = await openHistory(host, file);
    const error = assertThrows(() => history.read(everything, noon));
    history.close();
    assert(isDamaged(error), reasonEn(reasonOf(error)));
  });
});

Deno.test("an empty file is a new history, and nothing is told of it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    Deno.writeTextFileSync(file, "");
    assertEquals(await openHistoryToRead(host, file), null);
    const { history, problem } = await openHistory(host, file);
    assertEquals([history.lastRows(), problem], [[], null]);
    history.close();
  });
});

Deno.test("openHistoryToRead() makes nothing where there is nothing", async () => {
  await withFolder(async (folder) => {
    assertEquals(await openHistoryToRead(host, `${folder}/history.sqlite`), null);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test("a file of a newer version is left as it is", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    await filled(file);
    const newer = new DatabaseSync(file);
    newer.exec(`PRAGMA user_version = ${steps.length + 1}`);
    newer.close();
    const before = Deno.readFileSync(file);
    for (const open of [openHistory, openHistoryToRead]) {
      const error = await assertRejects(() => open(host, file));
      assertMatch(
        reasonEn(reasonOf(error)),
        /was made by a newer version of claudeminder, and is left as it is$/,
      );
    }
    assertEquals(Deno.readFileSync(file), before);
    assertEquals(namesIn(folder).filter((name) => name.includes("bad")), []);
  });
});

Deno.test("migrate() goes on from any version, and a step that fails leaves the version before it", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    await filled(file);
    const next = [...steps, "ALTER TABLE limits ADD COLUMN colour TEXT"];
    const database = await host.databases.open(file, { readOnly: false });
    const version = () => database.prepare("PRAGMA user_version").rows()[0]?.[0];
    assertThrows(() => migrate(database, [...next, "CREATE TABLE limits (id)"]));
    assertEquals(version(), steps.length);
    migrate(database, next);
    assertEquals(version(), steps.length + 1);
    assertEquals(database.prepare("SELECT account, colour FROM limits").rows(), [["ann", null]]);
    migrate(database, next);
    database.close();
  });
});

Deno.test("a file of version 1, as that version wrote it, goes on", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    for (const open of [openHistory, openHistoryToRead]) {
      await Deno.copyFile(join(TESTDATA, "version_1.sqlite"), file);
      const opened = await open(host, file);
      const history = opened !== null && "history" in opened ? opened.history : opened;
      const { limits, alerts, waits } = history?.read(everything, noon) ?? {};
      history?.close();
      assertEquals(limits?.map(({ account, limit, title }) => [account, limit, title]), [
        ["ann/org", "session", { kind: "session" }],
        ["ann/org", "week:fable", { kind: "week", scope: "Fable" }],
      ]);
      assertEquals(
        limits?.map(({ rows }) => rows.map(({ at, last, source }) => [(at - noon) / 60_000, last, source])),
        [
          [[0, 10, "endpoint"], [10, 30, "endpoint"], [20, 35, "endpoint"]],
          [[0, 81, "cache"]],
        ],
      );
      assertEquals([alerts, waits], [[], []]);
    }
    const { history } = await openHistory(host, file);
    history.add({
      ...noRows,
      alerts: [{ at: noon, kind: "network", account: null, limit: null, threshold: null }],
    });
    assertEquals(history.read(everything, noon).alerts.length, 1);
    history.close();
  });
});

Deno.test({
  ...withDisks,
  name: "a full disk and a read-only one are told as such, and what was written before stays",
  fn: () =>
    withFolder(async (folder) => {
      await using disk = await smallDisk(`${folder}/disk`, "size=400k");
      const file = `${disk.path}/history.sqlite`;
      const { history } = await openHistory(host, file);
      history.add(added([rowOf(noon, 1)]));
      await disk.fill();
      const add = () =>
        history.add(added(Array.from({ length: 5000 }, (_, index) => rowOf(noon + index, 2))));
      assertMatch(reasonEn(reasonOf(assertThrows(add))), /history\.sqlite": the disk is full$/);
      assertEquals(history.lastRows()[0]?.rows[0]?.last, 1);
      Deno.removeSync(`${disk.path}/filler`);
      history.add(added([rowOf(noon + 1, 3)]));
      assertEquals(history.lastRows()[0]?.rows[0]?.last, 3);
      history.close();
      await disk.remount("ro");
      await assertRejects(() => openHistory(host, file), Error, "Read-only file system");
      const reader = await openHistoryToRead(host, file);
      assertEquals(reader?.lastRows()[0]?.rows[0]?.last, 3);
      reader?.close();
    }),
});

Deno.test("a folder in the place of the file is told, and left", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    Deno.mkdirSync(file);
    await assertRejects(() => openHistory(host, file), Error, "it is a folder");
    await assertRejects(() => openHistoryToRead(host, file), Error, "it is a folder");
    assert(Deno.statSync(file).isDirectory);
  });
});

Deno.test("a reader is not kept waiting while another process writes, and a writer says who is in its way", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    await filled(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE; DELETE FROM change");
    const reader = await openHistoryToRead(host, file);
    assertEquals(reader?.read(everything, noon).limits[0]?.rows.length, 2000);
    reader?.close();
    const { history } = await openHistory(host, file);
    const error = assertThrows(() => history.add(added([rowOf(1, 1)])));
    assertMatch(reasonEn(reasonOf(error)), /another process is writing to it$/);
    other.exec("ROLLBACK");
    history.add(added([rowOf(1, 1)]));
    other.close();
    history.close();
  });
});
