/** history_store.ts with history_file.ts, over real SQLite files. */
import { assertEquals, assertThrows } from "@std/assert";
import type { LimitChange, LimitRow } from "../../../src/core/history/limit_row.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { openHistory, openHistoryToRead } from "../../../src/storage/history/history_file.ts";
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
    history.add(rows.map((one) => change(one)));
    const reader = await openHistoryToRead(host, file);
    const read = reader?.changes({ from: noon, to: noon + day }, noon);
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
      history.add([change(row(noon, 10))]);
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
    history.add([
      change(row(noon, 10)),
      change(row(noon + 10 * minute, 30, { seenBefore: noon + 5 * minute })),
    ]);
    // Until 12:17 it was 30, then it was reset; nothing was seen between 12:20 and 12:50.
    history.add([change(row(noon + 17 * minute, 0, { seenBefore: noon + 16 * minute }))]);
    history.add([change(row(noon + 50 * minute, 5, { seenBefore: noon + 20 * minute }))]);
    const [limit] = history.quarters({ from: noon, to: noon + hour });
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
    history.add([change(row(noon, 10)), change(row(noon + hour, 20)), change(row(noon + 2 * hour, 30))]);
    const at = (rows: readonly { readonly at: number }[] | undefined) =>
      rows?.map((one) => (one.at - noon) / hour);
    const span = { from: noon + 1.5 * hour, to: noon + 2 * hour + 1 };
    assertEquals(at(history.quarters(span)[0]?.rows), [1, 2]);
    assertEquals(at(history.changes(span, 0)[0]?.rows), [1, 2]);
    assertEquals(at(history.lastRows()[0]?.rows), [2]);
  });
});

Deno.test("thin() keeps each change for 60 days and quarters for two years", async () => {
  await withHistory((history) => {
    const ages = [0, 59, 61, 729, 731];
    history.add(ages.map((age) => change(row(noon - age * day, age))));
    history.thin(noon);
    const span = { from: 0, to: noon + 1 };
    const kept = (exactSince: number) => history.changes(span, exactSince)[0]?.rows.map(({ last }) => last);
    assertEquals(kept(0), [59, 0]);
    assertEquals(kept(Infinity), [729, 61, 59, 0]);
    // Asked for each change, it gives quarters where there are no changes any more.
    assertEquals(kept(noon - 60 * day), [729, 61, 59, 0]);
  });
});

Deno.test("limits of several accounts are kept apart", async () => {
  await withHistory((history) => {
    history.add([
      change(row(noon, 1)),
      change(row(noon, 2), "week"),
      change(row(noon, 3), "session", "bob/org"),
    ]);
    const span = { from: noon, to: noon + 1 };
    const last = (filter: { account?: string; limit?: string }) =>
      history.quarters(span, filter).map(({ rows }) => rows.at(-1)?.last);
    assertEquals(last({}), [1, 2, 3]);
    assertEquals(last({ account: "ann/org" }), [1, 2]);
    assertEquals(last({ limit: "session" }), [1, 3]);
    assertEquals(last({ account: "bob/org", limit: "week" }), []);
  });
});

Deno.test("an account goes on under its whole name once that is known", async () => {
  await withHistory((history) => {
    history.add([change(row(noon, 1), "session", "ann")]);
    history.add([change(row(noon + hour, 2), "session", "ann/org")]);
    const limits = history.quarters({ from: 0, to: noon + day });
    assertEquals(limits.map(({ account, rows }) => [account, rows.length]), [["ann/org", 2]]);
  });
});

Deno.test("add() writes all of it or nothing", async () => {
  await withHistory((history) => {
    const bad = { ...row(noon, 1), at: 0.5 };
    assertThrows(() => history.add([change(row(noon, 1)), change(bad, "week")]));
    assertEquals(history.lastRows(), []);
    history.add([change(row(noon, 1))]);
    assertEquals(history.lastRows().length, 1);
  });
});
