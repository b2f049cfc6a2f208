// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { noRequests } from "../../src/core/usage/request_log.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState } from "../../src/core/saved_state.ts";
import { mayRequest } from "../../src/core/usage/may_request.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { loadSavedState, readSavedState, saveState, withSavedState } from "../../src/storage/state_file.ts";
import { july, t0 } from "../core/situations.ts";
import { smallDisk, withDisks } from "../support/disks.ts";
import { fakeHost } from "../support/fake_host.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const file = "/state/state.json";
const saved: SavedState = {
  readings: [{ account: "one", observedAt: t0, source: "endpoint", limits: july }],
  snoozedUntil: t0 + 60_000,
  requests: [t0 - 1000, t0],
  gates: [{ tokenHash: "aa", since: t0, until: t0 + 90_000, repeats: 2 }],
  answered: { tokenHash: "t1", endpoint: "https://example.org/usage", at: t0 },
  periods: [{
    account: "one",
    limit: "session",
    title: { kind: "session" },
    startedAt: t0 - 5000,
    resetsAt: t0 + 60_000,
    anchorAt: t0 + 59_000,
    peakPercent: 42,
    samples: [{ at: t0 - 5000, percent: 41 }, { at: t0, percent: 42 }],
    ended: { startedAt: t0 - 90_000, at: t0 - 5000, peakPercent: 93, resetsAt: t0 + 90_000, early: true },
  }],
  told: [{ series: "limit/one/session/5/threshold", mark: 75, at: t0 }],
  toldAt: t0,
  login: { tokenHash: "aa", account: "one", seenAt: t0 - 9000 },
  newest: { url: "https://example.org/version", askedAt: t0, outcome: "version", version: "1.2.3" },
};

Deno.test("saveState() and loadSavedState() lose nothing", async () => {
  const { host } = fakeHost(t0);
  await saveState(host, file, saved);
  assertEquals(await loadSavedState(host, file), { saved, problem: null });
});

Deno.test("loadSavedState() reads what versions without alerts have saved", async () => {
  const { host } = fakeHost(t0);
  const { readings, snoozedUntil, requests, gates } = saved;
  await host.files.write(file, JSON.stringify({ version: 1, readings, snoozedUntil, requests, gates }));
  assertEquals(await loadSavedState(host, file), {
    saved: {
      readings,
      snoozedUntil,
      requests,
      gates,
      answered: null,
      periods: [],
      told: [],
      toldAt: null,
      newest: null,
      login: null,
    },
    problem: null,
  });
});

Deno.test("loadSavedState() begins with nothing where there is no file, and says nothing", async () => {
  assertEquals(await loadSavedState(fakeHost(t0).host, file), { saved: nothingSaved, problem: null });
});

const nonsense = [
  "",
  "{",
  "[]",
  "null",
  '{"version": 2}',
];
for (const text of nonsense) {
  Deno.test(`loadSavedState() sets aside, and does not delete, ${JSON.stringify(text)}`, async () => {
    const { host } = fakeHost(t0);
    await host.files.write(file, text);
    const loaded = await loadSavedState(host, file);
    assertEquals(loaded.saved, nothingSaved);
    assertStringIncludes(loaded.problem === null ? "" : reasonEn(loaded.problem), `${file}.bad-${t0}`);
    assertEquals(await host.files.read(`${file}.bad-${t0}`), text);
    assertEquals(await host.files.read(file), null);
  });
}

const inParts: readonly (readonly [part: string, broken: unknown, left: Partial<SavedState>])[] = [
  ["readings", [{ account: 5 }, ...saved.readings], {}],
  ["readings", "none", { readings: [] }],
  ["snoozedUntil", "soon", { snoozedUntil: null }],
  ["requests", [1e300, ...saved.requests], {}],
  ["gates", { since: 5 }, { gates: [] }],
  ["periods", [null], { periods: [] }],
  ["told", [...saved.told, { series: 5 }], {}],
  ["toldAt", -5, { toldAt: null }],
  ["newest", { url: 5 }, { newest: null }],
  ["login", "one", { login: null }],
];
for (const [part, broken, left] of inParts) {
  Deno.test(`loadSavedState() loses no more than what makes no sense: ${part} ${JSON.stringify(broken).slice(0, 20)}`, async () => {
    const { host } = fakeHost(t0);
    const text = JSON.stringify({ version: 1, ...saved, [part]: broken });
    await host.files.write(file, text);
    const loaded = await loadSavedState(host, file);
    assertEquals(loaded.saved, { ...saved, ...left });
    assertStringIncludes(
      loaded.problem === null ? "" : reasonEn(loaded.problem),
      `${file} (${part}) made no sense`,
    );
    assertEquals(await host.files.read(`${file}.bad-${t0}`), text);
    assertEquals(await host.files.read(file), text, "what is good in it stays until it is written anew");
  });
}

Deno.test("loadSavedState() knows what was asked in the hour, whatever became of state.json", async () => {
  for (const broken of [...nonsense, JSON.stringify({ version: 1, ...saved }).slice(0, 200), null]) {
    const { host } = fakeHost(t0);
    await saveState(host, file, saved);
    if (broken === null) await host.files.remove(file);
    else await host.files.write(file, broken);
    const { saved: { requests, gates } } = await loadSavedState(host, file);
    assertEquals({ requests, gates }, { requests: saved.requests, gates: saved.gates });
  }
});

Deno.test("loadSavedState() takes the hour's requests for spent where no file tells of them, for an hour and no longer", async () => {
  const { host, jump } = fakeHost(t0);
  await saveState(host, file, saved);
  for (const path of [file, `/state/requests.json`]) await host.files.write(path, '{"version": 1, "requ');
  jump(10 * 60_000);
  const { saved: { requests } } = await loadSavedState(host, file);
  const requestLog = { ...noRequests, requests };
  const most = { ...defaultSettings, usage: { ...defaultSettings.usage, max_requests_per_hour: 60 } };
  for (const settings of [defaultSettings, most]) {
    assertEquals(mayRequest({ settings, requestLog }, null, host.now()).kind, "no");
    assertEquals(mayRequest({ settings, requestLog }, null, t0 + 3_600_000).kind, "yes");
  }
});

Deno.test("saveState() counts the requests of two logins apart, though their files stand in one folder", async () => {
  const { host } = fakeHost(t0);
  const others = "/state/state-others.json";
  const mine: SavedState = { ...nothingSaved, requests: [t0 - 3, t0 - 2] };
  const theirs: SavedState = { ...nothingSaved, requests: [t0 - 1] };
  await saveState(host, file, mine);
  await saveState(host, others, theirs);
  await saveState(host, file, mine);
  assertEquals((await loadSavedState(host, others)).saved.requests, theirs.requests);
  assertEquals((await loadSavedState(host, file)).saved.requests, mine.requests);
  for (const path of [file, others]) await host.files.write(path, "{");
  assertEquals((await loadSavedState(host, others)).saved.requests, theirs.requests);
  assertEquals((await loadSavedState(host, file)).saved.requests, mine.requests);
});

Deno.test("loadSavedState() reads state.json alone where the file of the requests makes no sense", async () => {
  const { host } = fakeHost(t0);
  await saveState(host, file, saved);
  await host.files.write(`/state/requests.json`, "{");
  assertEquals(await loadSavedState(host, file), { saved, problem: null });
});

Deno.test("loadSavedState() leaves the last three files that were set aside, and takes the others away", async () => {
  const { host } = fakeHost(t0);
  for (const at of [5, 100, 20, 3]) await host.files.write(`${file}.bad-${at}`, "x");
  await host.files.write("/state/other.bad-1", "x");
  await host.files.write(file, "{");
  await loadSavedState(host, file);
  const names = (await host.files.list("/state")).toSorted();
  assertEquals(names, [
    "other.bad-1",
    "state.json.bad-100",
    `state.json.bad-${t0}`,
    "state.json.bad-20",
  ]);
});

Deno.test("readSavedState() changes nothing, whatever it finds", async () => {
  const { host } = fakeHost(t0);
  assertEquals(await readSavedState(host, file), { kind: "missing" });
  for (const text of nonsense) {
    await host.files.write(file, text);
    assertEquals(await readSavedState(host, file), { kind: "senseless" });
    assertEquals(await host.files.read(file), text);
    assertEquals(await host.files.read(`${file}.bad-${t0}`), null);
  }
  await saveState(host, file, saved);
  assertEquals(await readSavedState(host, file), { kind: "read", saved, lost: [] });
  const why = new Error("it is broken");
  const broken = { files: { read: () => Promise.reject(why) } };
  assertEquals(await readSavedState(broken, file), {
    kind: "unreadable",
    problem: { about: "own-file", kind: "unreadable", file, why: { about: "system", text: "it is broken" } },
  });
});

Deno.test("saveState() on a full disk says so and leaves the old file as it was", withDisks, async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using disk = await smallDisk(`${folder}/disk`, "size=16k");
    const host = denoHost();
    const path = `${disk.path}/state.json`;
    await saveState(host, path, saved);
    await disk.fill();
    const many: SavedState = { ...saved, requests: Array.from({ length: 2000 }, (_, i) => t0 + i) };
    await assertRejects(() => saveState(host, path, many), Error);
    assertEquals(await loadSavedState(host, path), { saved, problem: null });
    assertEquals([...Deno.readDirSync(disk.path)].map((entry) => entry.name).sort(), [
      "filler",
      "requests.json",
      "state.json",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("withSavedState() goes on where no lock can be put, not where another holds it, and never twice", async () => {
  const outcome = async (
    lock: (work: () => Promise<string>) => Promise<string>,
    work: () => Promise<string>,
  ) => {
    let runs = 0;
    const { host } = fakeHost(t0);
    const locked = <T>(_: string, inner: () => Promise<T>) => lock(inner as never) as Promise<T>;
    const counted = () => {
      runs++;
      return work();
    };
    const ended = await withSavedState({ ...host, files: { ...host.files, locked } }, file, counted)
      .catch((error: Error) => error.message);
    return [ended, runs];
  };
  const full = () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
  const done = () => Promise.resolve("done");
  assertEquals(await outcome((work) => work(), done), ["done", 1]);
  assertEquals(await outcome(full, done), ["done", 1]);
  assertEquals(await outcome(() => Promise.reject(new Error("held by another")), done), [
    "held by another",
    0,
  ]);
  assertEquals(await outcome((work) => work(), full), ["no space", 1]);
});

Deno.test("withSavedState() makes changes by several at once one after the other", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const host = denoHost();
    const path = `${folder}/state.json`;
    await Promise.all(Array.from({ length: 10 }, (_, i) =>
      withSavedState(host, path, async () => {
        const loaded = await loadSavedState(host, path);
        await saveState(host, path, { ...loaded.saved, requests: [...loaded.saved.requests, t0 + i] });
      })));
    const { saved: all } = await loadSavedState(host, path);
    assertEquals(all.requests.length, 10);
    assertEquals(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
