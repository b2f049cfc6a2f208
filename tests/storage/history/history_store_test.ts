/** history_store.ts with history_file.ts, over real SQLite files. */
import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { type HistoryRows, noRows } from "../../../src/core/history/history_rows.ts";
import type { LimitChange, LimitRow } from "../../../src/core/history/limit_row.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { openHistory, openHistoryToRead } from "../../../src/storage/history/history_file.ts";
import { maxEvents, maxRows } from "../../../src/core/history/history_query.ts";
import type { HistoryWriter } from "../../../src/storage/history/history_store.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const host = denoHost();
/** The begin of a quarter of an hour. */
const noon = Date.UTC(2026, 6, 20, 12);

function row(at: number, percent: number, rest: Partial<LimitRow> = {}): LimitRow {
  const one = { low: percent, high: percent, last: percent };
  return { at, ...one, resetsAt: noon + 5 * hour, source: "endpoint", seenBefore: null, ...rest };
}

function change(of: LimitRow, limit = "session", account = "ann/org"): LimitChange {
  return { account, limit, title: { kind: "named", name: limit }, row: of };
}

async function withHistory(
  work: (history: HistoryWriter, file: string) => Promise<void> | void,
): Promise<void> {
  await withFolder(async (folder) => {
    const file = `${folder}/state/history.sqlite`;
    const { history, problem } = await openHistory(host, file);
    try {
      assertEquals(problem, null);
      await work(history, file);
    } finally {
      history.close();
    }
  });
}

Deno.test("what was added is read back as it was, oldest first, by another process too", async () => {
  await withHistory(async (history, file) => {
    const rows = [
      row(noon, 10),
      row(noon + 7, 12.5, { seenBefore: noon + 3, resetsAt: null, source: "cache" }),
    ];
    history.add({ ...noRows, changes: rows.map((one) => change(one)) });
    const reader = await openHistoryToRead(host, file);
    const read = reader?.read({ from: noon, to: noon + day, resolution: "raw" }, noon).limits;
    reader?.close();
    assertEquals(read, [{
      account: "ann/org",
      limit: "session",
      title: { kind: "named", name: "session" },
      rows,
    }]);
  });
});

Deno.test("the file and what SQLite puts beside it are for the owner alone, also where the file was open to others", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/history.sqlite`;
    const modes = async () => {
      const { history } = await openHistory(host, file);
      history.add({ ...noRows, changes: [change(row(noon, 10))] });
      const found = ["", "-wal", "-shm"].map((end) => (Deno.statSync(`${file}${end}`).mode ?? 0) & 0o777);
      history.close();
      return found;
    };
    assertEquals(await modes(), [0o600, 0o600, 0o600]);
    Deno.chmodSync(file, 0o644);
    assertEquals(await modes(), [0o600, 0o600, 0o600]);
    assertEquals(namesIn(folder), ["history.sqlite"]);
  });
});

Deno.test("quarters() has the lowest, highest and last percentage, also of what still held when the quarter began", async () => {
  await withHistory((history) => {
    history.add({
      ...noRows,
      changes: [
        change(row(noon, 10)),
        change(row(noon + 10 * minute, 30, { seenBefore: noon + 5 * minute })),
      ],
    });
    // Until 12:17 it was 30, then it was reset; nothing was seen between 12:20 and 12:50.
    history.add({
      ...noRows,
      changes: [change(row(noon + 17 * minute, 0, { seenBefore: noon + 16 * minute }))],
    });
    history.add({
      ...noRows,
      changes: [change(row(noon + 50 * minute, 5, { seenBefore: noon + 20 * minute }))],
    });
    const [limit] = history.read({ from: noon, to: noon + hour, resolution: "quarter" }, noon).limits;
    assertEquals(
      limit?.rows.map((
        { at, low, high, last, seenBefore },
      ) => [(at - noon) / minute, low, high, last, seenBefore]),
      [
        [0, 10, 30, 30, null],
        [15, 0, 30, 0, noon + 16 * minute],
        [45, 5, 5, 5, noon + 20 * minute],
      ],
    );
  });
});

Deno.test("a span begins with the row that held before it", async () => {
  await withHistory((history) => {
    history.add({
      ...noRows,
      changes: [change(row(noon, 10)), change(row(noon + hour, 20)), change(row(noon + 2 * hour, 30))],
    });
    const at = (rows: readonly { readonly at: number }[] | undefined) =>
      rows?.map((one) => (one.at - noon) / hour);
    const span = { from: noon + 1.5 * hour, to: noon + 2 * hour + 1 };
    for (const resolution of ["quarter", "raw"] as const) {
      assertEquals(at(history.read({ ...span, resolution }, noon).limits[0]?.rows), [1, 2]);
    }
    assertEquals(at(history.samples("ann/org", "session", span)), [1, 2]);
    assertEquals(at(history.lastRows()[0]?.rows), [2]);
  });
});

Deno.test("thin() keeps each change for 60 days and quarters for two years", async () => {
  await withHistory((history) => {
    const ages = [0, 59, 61, 729, 731];
    history.add({ ...noRows, changes: ages.map((age) => change(row(noon - age * day, age))) });
    history.thin(noon);
    const span = { from: 0, to: noon + 1 };
    const kept = (resolution: "raw" | "quarter", now = noon) =>
      history.read({ ...span, resolution }, now).limits[0]?.rows.map(({ last }) => last);
    assertEquals(kept("quarter"), [729, 61, 59, 0]);
    // Asked for each change, it gives quarters where there are no changes any more.
    assertEquals(kept("raw"), [729, 61, 59, 0]);
    // As if the changes of the last two years were there still.
    assertEquals(kept("raw", 0), [59, 0]);
  });
});

Deno.test("thin() leaves no word and no limit that nothing is left of", async () => {
  await withHistory((history, file) => {
    const wait = (key: string, at: number, directory: string): HistoryRows["begun"][number] => ({
      ...{ key, at, agent: "opencode", directory, what: "run" },
    });
    history.add({
      ...noRows,
      changes: [
        change(row(noon - 731 * day, 10, { source: "cache" }), "dead"),
        change(row(noon - 61 * day, 10), "quiet"),
      ],
      begun: [wait("a", noon - 731 * day, "/old"), wait("b", noon, "/new")],
    });
    history.thin(noon);
    const database = new DatabaseSync(file);
    const texts = (sql: string) => database.prepare(sql).all().map((one) => String(one["text"])).toSorted();
    assertEquals(texts("SELECT name AS text FROM limits"), ["quiet"]);
    assertEquals(texts("SELECT text FROM word"), ["/new", "endpoint", "opencode", "run"]);
    database.close();
    history.add({ ...noRows, changes: [change(row(noon, 20, { source: "cache" }), "dead")] });
    assertEquals(history.samples("ann/org", "dead", { from: 0, to: noon + 1 }).map((one) => one.last), [20]);
  });
});

Deno.test("limits of several accounts are kept apart", async () => {
  await withHistory((history) => {
    history.add({
      ...noRows,
      changes: [
        change(row(noon, 1)),
        change(row(noon, 2), "week"),
        change(row(noon, 3), "session", "bob/org"),
      ],
    });
    const span = { from: noon, to: noon + 1 };
    const last = (of: { account?: string }) =>
      history.read({ ...span, resolution: "raw", ...of }, noon).limits.map(({ rows }) => rows.at(-1)?.last);
    assertEquals(last({}), [1, 2, 3]);
    assertEquals(last({ account: "ann/org" }), [1, 2]);
    assertEquals(last({ account: "carl/org" }), []);
    assertEquals(history.samples("bob/org", "session", span).map((one) => one.last), [3]);
    assertEquals(history.samples("bob/org", "week", span), []);
  });
});

Deno.test("an account goes on under its whole name once that is known", async () => {
  await withHistory((history) => {
    history.add({ ...noRows, changes: [change(row(noon, 1), "session", "ann")] });
    history.add({ ...noRows, changes: [change(row(noon + hour, 2), "session", "ann/org")] });
    const { limits } = history.read({ from: 0, to: noon + day, resolution: "raw" }, noon);
    assertEquals(limits.map(({ account, rows }) => [account, rows.length]), [["ann/org", 2]]);
  });
});

Deno.test("add() writes all of it or nothing", async () => {
  await withHistory((history) => {
    const bad = { ...row(noon, 1), at: 0.5 };
    const changes = [change(row(noon, 1)), change(bad, "week")];
    assertThrows(() => history.add({ ...noRows, changes }));
    assertEquals(history.lastRows(), []);
    history.add({ ...noRows, changes: changes.slice(0, 1) });
    assertEquals(history.lastRows().length, 1);
  });
});

Deno.test("alerts and waits are read back, the newest ones where there are too many", async () => {
  await withHistory((history) => {
    const alert = { at: noon + 1, kind: "threshold", account: "ann/org", limit: "session", threshold: 75 };
    const network = { at: noon + 2, kind: "network", account: null, limit: null, threshold: null };
    // Of a limit that the history does not have.
    const unknown = { at: noon + 3, kind: "reset", account: "bob", limit: "week", threshold: null };
    const begun = { key: "1:2 permission p", at: noon, agent: "opencode", directory: "/a b", what: "run" };
    history.add({
      changes: [change(row(noon, 80))],
      alerts: [alert, network, unknown],
      begun: [begun],
      ended: [],
    });
    const read = (account?: string) => {
      const of = account === undefined ? {} : { account };
      return history.read({ from: noon, to: noon + day, resolution: "raw", ...of }, noon);
    };
    const { key: _, ...wait } = begun;
    assertEquals(read().waits, [{ ...wait, endedAt: null, answer: null }]);
    assertEquals(read().alerts, [alert, network, { ...unknown, account: null, limit: null }]);
    assertEquals(read("bob").alerts.map(({ kind }) => kind), ["network", "reset"]);
    history.add({ ...noRows, ended: [{ key: begun.key, endedAt: noon + 7, answer: "allowed-once" }] });
    assertEquals(read().waits, [{ ...wait, endedAt: noon + 7, answer: "allowed-once" }]);

    const many = Array.from({ length: maxEvents }, (_, index) => ({ ...network, at: noon + 10 + index }));
    history.add({ ...noRows, alerts: many });
    assertEquals(read().alerts, many);
    assertEquals(read().leftOut, { alerts: 3, waits: 0 });
  });
});

Deno.test("a wait that is found again after a restart is the same one", async () => {
  await withHistory((history) => {
    const begun = { key: "1:2 permission p", at: noon, agent: "opencode", directory: "", what: "run" };
    history.add({ ...noRows, begun: [begun] });
    history.add({ ...noRows, begun: [{ ...begun, at: noon + hour }] });
    history.add({ ...noRows, ended: [{ key: begun.key, endedAt: noon + 2 * hour, answer: "elsewhere" }] });
    const { waits } = history.read({ from: noon, to: noon + day, resolution: "raw" }, noon);
    assertEquals(waits.map(({ at, endedAt }) => [at - noon, (endedAt ?? 0) - noon]), [[0, 2 * hour]]);
  });
});

Deno.test("what is too much is told less exactly, and the answer says so", async () => {
  await withHistory((history) => {
    const changes = Array.from(
      { length: maxRows + 1 },
      (_, index) => change(row(noon + index * minute, index % 90)),
    );
    history.add({ ...noRows, changes });
    const span = { from: noon, to: noon + changes.length * minute };
    const read = history.read({ ...span, resolution: "raw" }, noon);
    assertEquals(read.resolution, "quarter");
    assertEquals(read.limits[0]?.rows.length, Math.ceil(changes.length / 15));
    assertEquals(history.read({ ...span, to: span.to - minute, resolution: "raw" }, noon).resolution, "raw");
  });
});
