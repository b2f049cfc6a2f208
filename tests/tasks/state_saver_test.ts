// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/app/store.ts";
import { createStateSaver } from "../../src/tasks/state_saver.ts";
import { july, minute, read, signedIn, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

function stage() {
  const fake = fakeHost(t0);
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const disk = { full: false, writes: 0, kept: nothingSaved };
  const save = (kept: SavedState) => {
    if (disk.full) return Promise.reject(new Error("No space left on device"));
    disk.writes++;
    disk.kept = kept;
    return Promise.resolve();
  };
  const keeper = createStateSaver({ host: fake.host, store, write: save, file: "state.json" });
  const ended = new AbortController();
  const running = keeper.run(ended.signal);
  const stop = async () => {
    ended.abort();
    await running;
  };
  return { fake, store, disk, keeper, stop };
}

Deno.test("the keeper writes once for the changes of a turn, and never when nothing to keep has changed", async () => {
  const { fake, store, disk, stop } = stage();
  store.dispatch(signedIn);
  store.dispatch(read(july));
  store.dispatch({ type: "snoozed", until: t0 + minute, now: t0 });
  await fake.settle();
  assertEquals([disk.writes, disk.kept.snoozedUntil, disk.kept.readings.length], [1, t0 + minute, 1]);
  store.dispatch({ type: "remark", id: "x", reason: { about: "system", text: "x" }, now: t0 });
  store.dispatch({ type: "probed", reachable: true, now: t0 });
  await fake.advance(60 * minute);
  assertEquals(disk.writes, 1);
  await stop();
  assertEquals(disk.writes, 1);
});

Deno.test("the keeper says that a disk is full, tries again, and takes the notice back", async () => {
  const { fake, store, disk, stop } = stage();
  disk.full = true;
  store.dispatch(read(july));
  await fake.settle();
  const notices = () => store.state().remarks.map(({ reason }) => reasonEn(reason));
  assertEquals(notices(), ["Cannot write state.json: No space left on device"]);
  await fake.advance(minute);
  assertEquals(notices().length, 1);
  disk.full = false;
  await fake.advance(minute);
  assertEquals([notices(), disk.writes, disk.kept.readings.length], [[], 1, 1]);
  await stop();
});

Deno.test("the keeper writes what is left when the program ends", async () => {
  const { store, disk, stop } = stage();
  store.dispatch({ type: "snoozed", until: t0 + minute, now: t0 });
  await stop();
  assertEquals(disk.kept.snoozedUntil, t0 + minute);
});
