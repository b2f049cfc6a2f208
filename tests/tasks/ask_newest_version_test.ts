/** If the settings name a place, the newest version is asked for once a day, also after restarts, and shown if it is newer. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { en } from "../../src/core/language/en/messages.ts";
import { nothingSaved, savedStateOf } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { createStore } from "../../src/app/store.ts";
import { askNewestVersion, newerThan, type VersionAnswer } from "../../src/tasks/ask_newest_version.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { hour, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

const URL = "https://example.org/version";
const body = (text: string): VersionAnswer => ({ kind: "body", body: text });

function stage(url: string) {
  const fake = fakeHost(t0);
  const asked: (readonly [url: string, hours: number])[] = [];
  const place = { answer: body("1.3.0"), kept: nothingSaved, hangs: false };
  let changes = 0;
  const settings = (to: string) => settingsWith({ updates: { url: to } });
  let store = createStore(initialState(settings(url), place.kept));
  let ended = new AbortController();
  let task = Promise.resolve();
  const start = (running: string) => {
    store = createStore(initialState(settings(url), place.kept));
    ended = new AbortController();
    store.subscribe(({ type }) => type === "newest-version" && changes++);
    const ask = (to: string, { signal }: { readonly signal: AbortSignal }) => {
      asked.push([to, (fake.host.now() - t0) / hour]);
      if (!place.hangs) return Promise.resolve(place.answer);
      return new Promise<VersionAnswer>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    };
    task = askNewestVersion({ host: fake.host, store, ask, running })(ended.signal);
    return fake.settle();
  };
  return {
    fake,
    asked,
    place,
    start,
    changes: () => changes,
    async stop() {
      ended.abort();
      await task;
      place.kept = savedStateOf(store.state());
    },
    set: (to: string) => {
      store.dispatch({ type: "settings", settings: settings(to), now: fake.host.now() });
      return fake.settle();
    },
    line: () =>
      trayView(store.state(), fake.host.now(), { messages: en, demo: false }).menu
        .flatMap((entry) => entry.kind === "item" && entry.id === "newer-version" ? [entry] : []),
  };
}

Deno.test("askNewestVersion() asks nowhere unless a place is named", async () => {
  const { fake, asked, start, stop, line } = stage("");
  await start("1.2.0");
  await fake.advance(72 * hour);
  assertEquals([asked, line()], [[], []]);
  await stop();
});

Deno.test("askNewestVersion() asks once a day, over restarts, and shows a line that does nothing", async () => {
  const { fake, asked, start, stop, line } = stage(URL);
  await start("1.2.0");
  assertEquals(asked, [[URL, 0]]);
  assertEquals(line(), [
    { kind: "item", id: "newer-version", label: "claudeminder 1.3.0 is out", action: null },
  ]);
  await fake.advance(10 * hour);
  await stop();
  await start("1.2.0");
  assertEquals([asked.length, line().length], [1, 1]);
  await fake.advance(63 * hour);
  assertEquals(asked.map(([, at]) => at), [0, 24, 48, 72]);
  await stop();
  // It has been installed.
  await start("1.3.0");
  assertEquals([asked.length, line()], [4, []]);
  await stop();
});

Deno.test("askNewestVersion() tries a place that cannot be reached each hour, and keeps what it knew", async () => {
  const { fake, asked, place, start, stop, line } = stage(URL);
  await start("1.2.0");
  place.answer = { kind: "none", answered: false, why: "offline" };
  await fake.advance(26 * hour);
  assertEquals([asked.map(([, at]) => at), line().length], [[0, 24, 25, 26], 1]);
  place.answer = { kind: "none", answered: true, why: "status 500" };
  await fake.advance(hour);
  await fake.advance(20 * hour);
  assertEquals([asked.map(([, at]) => at), line().length], [[0, 24, 25, 26, 27], 1]);
  await stop();
});

Deno.test("askNewestVersion() follows the setting at once, and being turned off and on is no reason to ask again", async () => {
  const { fake, asked, place, start, stop, set, line } = stage("");
  await start("1.2.0");
  await set(URL);
  assertEquals([asked.length, line().length], [1, 1]);
  await set("");
  assertEquals(line(), []);
  await set(URL);
  assertEquals([asked.length, line().length], [1, 1]);
  place.answer = body("no version");
  await set("https://example.org/another");
  assertEquals([asked.map(([url]) => url), line()], [[URL, "https://example.org/another"], []]);
  await fake.advance(23 * hour);
  assertEquals(asked.length, 2);
  await stop();
});

Deno.test("askNewestVersion() keeps the last version that was named when an answer names none, and says so", async () => {
  const { fake, place, start, stop, line } = stage(URL);
  await start("1.2.0");
  place.answer = body("soon");
  await fake.advance(25 * hour);
  assertEquals(line().length, 1);
  await stop();
  const { askedAt, ...kept } = place.kept.newest ?? { askedAt: 0 };
  assertEquals([askedAt - t0, kept], [24 * hour, { url: URL, outcome: "odd", version: "1.3.0" }]);
});

Deno.test("askNewestVersion() gives up a question whose place is not wanted any more", async () => {
  const { fake, asked, place, start, stop, set, line } = stage(URL);
  place.hangs = true;
  await start("1.2.0");
  await set("");
  place.hangs = false;
  await set("https://example.org/another");
  assertEquals([asked.map(([url]) => url), line().length], [[URL, "https://example.org/another"], 1]);
  place.hangs = true;
  await fake.advance(24 * hour);
  // The end does not wait for it either.
  await stop();
});

Deno.test("askNewestVersion() changes nothing, so that nothing is written, while nothing is asked", async () => {
  const { fake, start, stop, set, changes } = stage("");
  await start("1.2.0");
  await set("");
  await fake.advance(72 * hour);
  assertEquals(changes(), 0);
  await stop();
});

Deno.test("newerThan() is what is newer, and a release is followed by releases only", () => {
  const rows: readonly (readonly [string, string, string | null])[] = [
    ["1.2.0", "1.2.1", "1.2.1"],
    ["1.2.0", "v1.10.0", "1.10.0"],
    ["1.2.0", "1.2.0", null],
    ["1.2.0", "1.1.9", null],
    ["1.2.0", "1.3.0-rc.1", null],
    ["1.3.0-rc.1", "1.3.0-rc.2", "1.3.0-rc.2"],
    ["1.3.0-rc.1", "1.3.0", "1.3.0"],
    ["1.2.0", "1.3", null],
    ["1.2.0", "1.3.0; rm -rf", null],
  ];
  for (const [running, other, newer] of rows) assertEquals(newerThan(running, other), newer, other);
});
