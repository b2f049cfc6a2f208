/** history_when_wanted.ts with history_keeper.ts: real SQLite in memory, and on disk where the disk matters. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AgentAction } from "../../src/core/agents/agent_action.ts";
import type { StreamMessageBody } from "../../src/core/agents/opencode/stream_message.ts";
import { type AgentsState, noAgents } from "../../src/core/agents/sources.ts";
import { createStore } from "../../src/app/store.ts";
import { defaultSettings, type Settings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState } from "../../src/core/saved_state.ts";
import { type Event, initialState } from "../../src/core/state.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { reasonOf } from "../../src/core/reason_error.ts";
import { noRows } from "../../src/core/history/history_rows.ts";
import type { HistoryQuery } from "../../src/core/history/history_query.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import { day } from "../../src/core/time/units.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { type HistoryHost, isDamaged, openHistory } from "../../src/storage/history/history_file.ts";
import { historyWhenWanted } from "../../src/tasks/history_when_wanted.ts";
import { hour, july, minute, read, signedIn, t0, window } from "../core/situations.ts";
import { agents, instance, permission, run } from "../core/agents/opencode/situations.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import { smallDisk, withDisks } from "../support/disks.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";

/** The extent of everything that is kept. */
const all = (fake: FakeHost): HistoryQuery => ({ from: 0, to: fake.host.now() + day, resolution: "raw" });

const off: Settings = { ...defaultSettings, history: { enabled: false } };
const session = (
  percent: number,
): readonly Limit[] => [window({ kind: "session" }, "session", percent, t0 + 3 * hour)];

interface StageOptions {
  readonly fake?: FakeHost;
  readonly settings?: Settings;
  readonly saved?: SavedState;
  readonly agents?: AgentsState;
  /** Where the file is; by default in memory. */
  readonly disk?: { readonly host: HistoryHost; readonly file: string };
}

function stage(options: StageOptions = {}) {
  const { fake = fakeHost(t0), settings = defaultSettings, saved = nothingSaved, disk } = options;
  const store = createStore({ ...initialState(settings, saved), agents: options.agents ?? noAgents });
  const { host, file } = disk ?? { host: fake.host, file: "/s/history.sqlite" };
  const opened = { times: 0 };
  const history = historyWhenWanted({
    host: fake.host,
    store,
    file,
    open(how) {
      opened.times++;
      return openHistory(host, file, how);
    },
    isDamaged: (error) => Promise.resolve(isDamaged(error)),
  });
  const ended = new AbortController();
  const running = history.run(ended.signal);
  return {
    fake,
    store,
    history,
    opened,
    /** What the history holds of the session: percentages. */
    async kept() {
      const { limits } = await history.read(all(fake));
      return limits.filter(({ limit }) => limit === "session").flatMap(({ rows }) =>
        rows.map(({ last }) => last)
      );
    },
    remarks: () => store.state().remarks.map(({ reason }) => reasonEn(reason)),
    async happens(...events: readonly Event[]) {
      for (const event of events) store.dispatch(event);
      await fake.advance(250);
      // SQLite is loaded, and files of a disk are written, on their own time.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await fake.settle();
    },
    async stop() {
      ended.abort();
      await running;
    },
  };
}

Deno.test("each change of a limit is kept, and no reading that tells the same", async () => {
  const { fake, happens, kept, history, stop } = stage();
  await happens(signedIn, read(july));
  await fake.advance(5 * minute);
  await happens(read(july, fake.host.now()));
  await fake.advance(5 * minute);
  await happens(read(session(16), fake.host.now()));
  assertEquals(await kept(), [15, 16]);
  const { limits } = await history.read(all(fake));
  // Money without a percentage is not among them.
  assertEquals(limits.map(({ account, limit, rows }) => [account, limit, rows.length]), [
    ["one", "session", 2],
    ["one", "week", 1],
    ["one", "week:fable", 1],
  ]);
  await stop();
});

Deno.test("alerts that are told are kept", async () => {
  const { happens, history, fake, stop } = stage();
  const told = [{ series: `limit/one/session/${t0}/threshold`, mark: 75 }];
  const words = { title: "", body: "", pulse: false, spaced: true };
  await happens(signedIn, read(july), { type: "told", told, alerts: [], ...words, now: t0 });
  assertEquals((await history.read(all(fake))).alerts, [
    { at: t0, kind: "threshold", account: "one", limit: "session", threshold: 75 },
  ]);
  await stop();
});

Deno.test("waits are kept with their answers, also one whose answer does not reach the agent", async () => {
  const started = { key: "4096:4097", directory: "/h/app" };
  const { store, happens, history, fake, stop } = stage({
    agents: agents(instance(4096, [{ id: "a" }, { id: "b" }])),
  });
  const tells = (message: StreamMessageBody): Event => {
    const { key, directory } = started;
    const event = { type: "message", message: { directory, ...message } } as const;
    return {
      type: "agents",
      report: { source: "opencode", content: { type: "happened", key, event } },
      now: t0,
    };
  };
  const asked = Object.values({ ...permission("a", run), ...permission("b", run) });
  await happens(...asked.map((one) => tells({ type: "permission-asked", permission: one })));
  const allow = (id: string): AgentAction => ({
    kind: "answer-permission",
    instance: started.key,
    permission: id,
    reply: "once",
  });
  await history.noted(allow("per_a"), () => Promise.resolve());
  await assertRejects(() => history.noted(allow("per_b"), () => Promise.reject(new Error("it is gone"))));
  await happens(...asked.map(({ id }) => tells({ type: "permission-replied", permission: id })));
  const later = Object.values(permission("a", run, 0, { id: "per_c" }));
  await happens(...later.map((one) => tells({ type: "permission-asked", permission: one })));
  // Something else of an agent is not written yet when the answer is given.
  const other = Object.values(permission("b", run, 0, { id: "per_d" }));
  for (const one of other) store.dispatch(tells({ type: "permission-asked", permission: one }));
  await history.noted(allow("per_c"), () => Promise.resolve());
  await happens(tells({ type: "permission-replied", permission: "per_c" }));
  const { waits } = await history.read(all(fake));
  assertEquals(waits.map(({ what, directory, answer }) => [what, directory, answer]), [
    ["run", "/h/app", "allowed-once"],
    ["run", "/h/app", "elsewhere"],
    ["run", "/h/app", "allowed-once"],
    ["run", "/h/app", null],
  ]);
  await stop();
});

Deno.test("nothing is opened before something happens, nor while nothing does, nor where it is off", async () => {
  const { fake, store, opened, happens, history, stop } = stage({ settings: off });
  await happens(signedIn, read(july));
  assertEquals(opened.times, 0);
  const error = await assertRejects(() => history.read(all(fake)));
  assertEquals(reasonEn(reasonOf(error)), "The history is off: history.enabled is false in the settings");
  await happens({ type: "settings", settings: defaultSettings, now: t0 });
  await fake.advance(hour);
  assertEquals(opened.times, 0);
  await happens(read(session(20), fake.host.now()));
  assertEquals(opened.times, 1);
  await happens({ type: "settings", settings: off, now: t0 }, read(session(30), fake.host.now()));
  await happens({ type: "settings", settings: defaultSettings, now: t0 });
  // What was seen last is known, though it was not written while it was off.
  const { limits } = await history.read(all(fake));
  assertEquals(limits.find(({ limit }) => limit === "session")?.rows.map(({ last }) => last), [15, 20, 30]);
  assertEquals(store.state().remarks, []);
  await stop();
});

Deno.test("that it cannot be written is told until it can, or until the history is off", async () => {
  await withFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/in the way`, "");
    const file = `${folder}/in the way/history.sqlite`;
    const { store, happens, remarks, stop } = stage({ disk: { host: denoHost(), file } });
    await happens(signedIn, read(july));
    while (remarks().length === 0) await happens();
    assert(remarks()[0]?.startsWith(`Cannot write ${file}: `), remarks()[0]);
    await happens({ type: "settings", settings: off, now: t0 });
    while (remarks().length > 0) await happens();
    assertEquals(store.state().remarks, []);
    await stop();
  });
});

Deno.test("a restart goes on: what was saved but not yet in the history is written, what is there is not", async () => {
  const fake = fakeHost(t0);
  const first = stage({ fake });
  await first.happens(signedIn, read(session(10)));
  await first.stop();
  const saved = { ...nothingSaved, readings: first.store.state().readings };
  // Killed after the state was saved and before the history was written.
  const [reading] = saved.readings;
  assert(reading !== undefined);
  const newer = { ...reading, observedAt: t0 + minute, limits: session(11) };
  await fake.advance(2 * minute);
  const second = stage({ fake, saved: { ...saved, readings: [newer] } });
  await second.happens(signedIn, read(session(11), fake.host.now()));
  assertEquals(await second.kept(), [10, 11]);
  await second.stop();
});

Deno.test("what happens in the last moment is written at the end", async () => {
  const fake = fakeHost(t0);
  const first = stage({ fake });
  first.store.dispatch(signedIn);
  first.store.dispatch(read(session(10)));
  await first.stop();
  const second = stage({ fake });
  assertEquals(await second.kept(), [10]);
  await second.stop();
});

Deno.test("changes are dropped after 60 days, also in a program that runs for so long", async () => {
  const { fake, happens, kept, stop } = stage();
  await happens(signedIn, read(session(10)));
  await fake.advance(61 * day);
  await happens(read(session(20), fake.host.now()));
  await fake.advance(day);
  await happens(read(session(30), fake.host.now()));
  // The first one is left as a quarter: of all time, but not of the last 60 days.
  assertEquals(await kept(), [10, 20, 30]);
  await stop();
});

Deno.test({
  ...withDisks,
  name:
    "a full disk stops the history alone: a remark says so, and what happened is written when there is room",
  fn: () =>
    withFolder(async (folder) => {
      await using disk = await smallDisk(`${folder}/disk`, "size=200k");
      await disk.fill();
      const file = `${disk.path}/history.sqlite`;
      const { fake, happens, kept, remarks, stop } = stage({ disk: { host: denoHost(), file } });
      const until = async (isSo: () => boolean) => {
        while (!isSo()) await happens();
      };
      await happens(signedIn, read(session(10)));
      await until(() => remarks().length > 0);
      assertEquals(remarks(), [`Cannot write ${file}: the disk is full`]);
      await happens(read(session(20), t0 + minute));
      Deno.removeSync(`${disk.path}/filler`);
      await fake.advance(minute);
      await until(() => remarks().length === 0);
      assertEquals(await kept(), [10, 20]);
      await stop();
    }),
});

for (
  const [what, from] of [["where new rows go", 3], ["in the middle", 30]] as const
) {
  Deno.test(`a file that is damaged ${what} is set aside, and a new one begins with what is known`, async () => {
    await withFolder(async (folder) => {
      const file = `${folder}/history.sqlite`;
      const host = denoHost();
      await fill(file, from);
      const { fake, happens, kept, remarks, history, stop } = stage({ disk: { host, file } });
      await happens(signedIn, read(session(10)));
      // The damage is found when those pages are read.
      await history.read({ ...all(fake), resolution: "quarter" });
      assertEquals(remarks().length, 1);
      assert(
        remarks()[0]?.startsWith(`${file} made no sense and was set aside as ${file}.bad-`),
        remarks()[0],
      );
      assertEquals(await kept(), [10]);
      await happens(read(session(20), t0 + minute));
      assertEquals(await kept(), [10, 20]);
      assertEquals(namesIn(folder).filter((name) => /^history\.sqlite\.bad-\d+$/.test(name)).length, 1);
      await stop();
    });
  });
}

/** Some hundred pages of rows, which make no sense from one of them on. */
async function fill(file: string, fromPage: number): Promise<void> {
  const { history } = await openHistory(denoHost(), file);
  const changes = Array.from({ length: 10_000 }, (_, index) => {
    const one = { low: 1, high: 1, last: 1, resetsAt: t0, source: "endpoint", seenBefore: null };
    const at = t0 - (10_001 - index) * 15 * minute;
    return { account: "one", limit: "session", title: { kind: "session" as const }, row: { at, ...one } };
  });
  history.add({ ...noRows, changes });
  history.close();
  const size = Deno.statSync(file).size, begin = fromPage * 4096;
  using open = Deno.openSync(file, { write: true });
  open.seekSync(begin, Deno.SeekMode.Start);
  open.writeSync(new Uint8Array(fromPage === 3 ? size - begin : 4096 * 20).fill(0x5a));
}
