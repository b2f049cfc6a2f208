/** What starts at login follows the person's choice, and the program when that was moved. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { desktopAutostart } from "../../src/platform/linux_autostart.ts";
import type { AutostartPlace } from "../../src/platform/platform.ts";
import { runKey } from "../../src/platform/windows_autostart.ts";
import { createStore } from "../../src/app/store.ts";
import {
  createAutostartKeeper,
  disableAutostart,
  enableAutostart,
  readAutostart,
} from "../../src/tasks/autostart_keeper.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fakeRegistry } from "../host/windows/fake_registry.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

function stage(autostart: AutostartPlace, exe: string) {
  const fake = fakeHost(0);
  const registry = fakeRegistry();
  const host = { ...fake.host, registry };
  const store = createStore(initialState(settingsWith({}), nothingSaved));
  const ended = new AbortController();
  const keeper = createAutostartKeeper({ host, store, autostart, exe });
  return {
    ...{ fake, registry, host, store, keeper, ended },
    shown: () => store.state().autostart,
    notice: () =>
      store.state().remarks.filter(({ id }) => id === "autostart").map(({ reason }) => reasonEn(reason))[0],
  };
}

const desktop = desktopAutostart("/c");
const systems: readonly (readonly [string, AutostartPlace, string, string])[] = [
  ["a file", desktop, "/a b/one", "/a b/two"],
  ["the registry", runKey, "C:\\Đặng\\one.exe", "C:\\a b\\two.exe"],
];

for (const [name, autostart, one, two] of systems) {
  Deno.test(`enableAutostart() and disableAutostart() change ${name}, and readAutostart() says what holds`, async () => {
    const { host } = stage(autostart, one);
    assertEquals(await readAutostart(host, autostart, one), { kind: "off" });
    assertEquals(await disableAutostart(host, autostart), null);
    await enableAutostart(host, autostart, one);
    assertEquals(await readAutostart(host, autostart, one), { kind: "on" });
    await enableAutostart(host, autostart, two);
    assertEquals(await readAutostart(host, autostart, one), { kind: "other", path: two });
    assertEquals(await readAutostart(host, autostart, null), { kind: "other", path: two });
    assert((await disableAutostart(host, autostart))?.includes("claudeminder"));
    assertEquals(await readAutostart(host, autostart, two), { kind: "off" });
  });

  Deno.test(`createAutostartKeeper() mends ${name} when the program was moved, and leaves another copy as it is`, async () => {
    const moved = stage(autostart, one);
    await enableAutostart(moved.host, autostart, two);
    const task = moved.keeper.run(moved.ended.signal);
    await moved.fake.settle();
    assertEquals(moved.shown(), { kind: "on" });
    moved.ended.abort();
    await task;

    const copy = stage(autostart, one);
    await copy.host.files.write(two, "a program");
    await enableAutostart(copy.host, autostart, two);
    const other = copy.keeper.run(copy.ended.signal);
    await copy.fake.settle();
    assertEquals(copy.shown(), { kind: "other", path: two });
    await copy.keeper.toggle();
    assertEquals(copy.shown(), { kind: "on" }, "the one enabled last");
    await copy.keeper.toggle();
    assertEquals(copy.shown(), { kind: "off" });
    copy.ended.abort();
    await other;
  });

  Deno.test(`createAutostartKeeper() registers nothing in ${name} by itself`, async () => {
    const { keeper, fake, shown, ended } = stage(autostart, one);
    const task = keeper.run(ended.signal);
    await fake.settle();
    assertEquals(shown(), { kind: "off" });
    ended.abort();
    await task;
  });
}

Deno.test("createAutostartKeeper() sees what others do to the file", async () => {
  const { keeper, host, fake, shown, ended } = stage(desktop, "/one");
  const task = keeper.run(ended.signal);
  await fake.settle();
  await enableAutostart(host, desktop, "/one");
  await fake.settle();
  assertEquals(shown(), { kind: "on" });
  await host.files.write("/c/autostart/claudeminder.desktop", '[Desktop Entry]\nHidden=true\nExec="/one"\n');
  await fake.settle();
  assertEquals(shown(), { kind: "off" });
  ended.abort();
  await task;
});

Deno.test("createAutostartKeeper() leaves a program that was turned off turned off, though it was moved", async () => {
  const { keeper, host, fake, shown, ended } = stage(desktop, "/one");
  const text = '[Desktop Entry]\nExec="/gone" run --autostart\nHidden=true\n';
  await host.files.write("/c/autostart/claudeminder.desktop", text);
  const task = keeper.run(ended.signal);
  await fake.settle();
  assertEquals(shown(), { kind: "off" });
  assertEquals(await host.files.read("/c/autostart/claudeminder.desktop"), text);
  ended.abort();
  await task;
});

Deno.test("createAutostartKeeper() says why a moved program cannot be registered, until it is", async () => {
  const { keeper, host, fake, shown, notice, ended } = stage(desktop, "/100%");
  await enableAutostart(host, desktop, "/gone");
  const task = keeper.run(ended.signal);
  await fake.settle();
  assert(notice()?.startsWith('Cannot start "/100%" at login: '), notice());
  assertEquals(shown(), { kind: "other", path: "/gone" });
  await assertRejects(() => keeper.toggle(), Error, "the % in the path");
  ended.abort();
  await task;
});

Deno.test("enableAutostart() and createAutostartKeeper() say why the registry cannot be changed", async () => {
  const { host, registry, keeper, fake, notice, ended } = stage(runKey, "C:\\one.exe");
  await enableAutostart(host, runKey, "C:\\gone.exe");
  registry.refuse("Cannot write HKCU\\x: Access is denied (error 5)");
  await assertRejects(() => enableAutostart(host, runKey, "C:\\one.exe"), Error, "Access is denied");
  await assertRejects(() => disableAutostart(host, runKey), Error, "Access is denied");
  const task = keeper.run(ended.signal);
  await fake.settle();
  assertEquals(notice(), "Cannot write HKCU\\x: Access is denied (error 5)");
  ended.abort();
  await task;
});
