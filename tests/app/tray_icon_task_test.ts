/** A person who started the program and sees no icon is told so once. If the icon comes and goes, they are not told. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/app/store.ts";
import { supervise } from "../../src/tasks/supervise.ts";
import type { TrayChoice } from "../../src/tray/driver_choice.ts";
import type { Availability, TrayPort } from "../../src/tray/driver.ts";
import { trayIconTask, type TrayIconTaskParts } from "../../src/app/tray_icon_task.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { minute, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { remedyEn } from "../../src/core/language/en/remedies.ts";
import type { Reason } from "../../src/core/reason.ts";

const NO_PANEL: Reason = { about: "tray", kind: "no-panel" };
const LATER: Availability = { kind: "later", why: NO_PANEL, remedy: { kind: "start-panel-with-tray" } };

function stage(
  choice: "headless" | "asked" | Availability,
  { atLogin = false, missing }: {
    atLogin?: boolean;
    missing?: NonNullable<TrayIconTaskParts["tell"]>["missing"];
  } = {},
) {
  const fake = fakeHost(t0);
  const store = createStore(initialState(settingsWith({}), nothingSaved));
  const told: string[] = [];
  const ended = new AbortController();
  let port: TrayPort | null = null;
  let fail: (error: Error) => void = () => {};
  let runs = 0;
  let settled = 0;
  const driver = {
    name: "sni",
    available: () => Promise.resolve(LATER),
    run(given: TrayPort, signal: AbortSignal) {
      runs++;
      port = given;
      return new Promise<void>((resolve, reject) => {
        fail = reject;
        signal.addEventListener("abort", () => resolve());
      });
    },
  } as const;
  const chosen: TrayChoice = choice === "headless"
    ? {
      kind: "headless",
      why: { about: "tray", kind: "no-display" },
      remedy: { kind: "start-in-desktop-session" },
    }
    : choice === "asked"
    ? { kind: "headless", why: { about: "bus", kind: "none" }, remedy: null }
    : { kind: "driver", driver, availability: choice };
  const task = trayIconTask({
    host: fake.host,
    store,
    views: {
      view: () =>
        (() => {
          throw new Error("not asked for");
        })(),
      subscribe: () => () => {},
    },
    choose: () => Promise.resolve(chosen),
    perform: () => {},
    settled: () => void settled++,
    tell: atLogin ? null : {
      missing: missing ?? ((why, remedy) => {
        told.push(`${reasonEn(why)}/${remedy === null ? "" : remedyEn(remedy)}`);
        return Promise.resolve();
      }),
      shown: () => void told.push("taken back"),
    },
  });
  const running = supervise("tray", task, { host: fake.host, store, signal: ended.signal });
  return {
    fake,
    told,
    runs: () => runs,
    settled: () => settled,
    breakdowns: () =>
      store.state().breakdowns.map(({ task, why, retryAt }) =>
        `${task}: ${reasonEn(why)} ${retryAt - fake.host.now()}`
      ),
    notices: () => store.state().remarks.map(({ reason }) => reasonEn(reason)),
    status: (status: Parameters<TrayPort["status"]>[0]) => port?.status(status),
    break: (why: string) => fail(new Error(why)),
    async stop() {
      ended.abort();
      await running;
    },
  };
}

const WAITING = { kind: "waiting", why: NO_PANEL } as const;
const SHOWN = { kind: "shown" } as const;

Deno.test("trayIconTask() tells at once where there can be no icon, and the menu's state says it too", async () => {
  const { fake, told, notices, stop } = stage("headless");
  await fake.advance(0);
  assertEquals([told, notices()], [
    ["There is no display/Start the program inside a desktop session"],
    ["There is no display. Start the program inside a desktop session"],
  ]);
  await fake.advance(60 * minute);
  assertEquals(told.length, 1);
  await stop();
  const other = stage("asked");
  await other.fake.advance(0);
  assertEquals([other.told, other.notices()], [["There is no D-Bus session bus/"], [
    "There is no D-Bus session bus",
  ]]);
  await other.stop();
});

Deno.test("trayIconTask() says when the rest of a start need not wait for the icon any longer", async () => {
  for (
    const settle of [
      ({ status }: ReturnType<typeof stage>) => status(SHOWN),
      ({ status }: ReturnType<typeof stage>) => status(WAITING),
      (all: ReturnType<typeof stage>) => all.break("no more"),
    ]
  ) {
    const all = stage(LATER);
    await all.fake.settle();
    assertEquals(all.settled(), 0);
    settle(all);
    await all.fake.settle();
    assertEquals(all.settled(), 1);
    await all.stop();
  }
  const headless = stage("headless");
  await headless.fake.settle();
  assertEquals(headless.settled(), 1);
  await headless.stop();
});

Deno.test("trayIconTask() gives a panel five seconds, and tells what would help, once", async () => {
  const { fake, told, notices, status, stop } = stage(LATER);
  await fake.settle();
  status(WAITING);
  await fake.advance(4_900);
  assertEquals([told, notices()], [[], ["No panel shows tray icons"]]);
  await fake.advance(200);
  assertEquals(told, ["No panel shows tray icons/Start a panel with a tray, or add the tray to yours"]);
  status(SHOWN);
  assertEquals([told.slice(1), notices()], [["taken back"], []]);
  status(WAITING);
  await fake.advance(60 * minute);
  status(SHOWN);
  status(WAITING);
  assertEquals([told.length, notices()], [2, ["No panel shows tray icons"]]);
  await stop();
});

Deno.test("trayIconTask() is silent about a panel that comes in time, and about one that goes away later", async () => {
  const { fake, told, notices, status, stop } = stage(LATER);
  await fake.settle();
  status(WAITING);
  await fake.advance(3_000);
  status(SHOWN);
  await fake.advance(minute);
  status(WAITING);
  await fake.advance(60 * minute);
  assertEquals([told, notices()], [[], ["No panel shows tray icons"]]);
  await stop();
});

Deno.test("trayIconTask() waits no longer for a panel where the clock is set back, and tells nothing after the end", async () => {
  const back = stage(LATER);
  await back.fake.settle();
  back.fake.jump(-60 * minute);
  back.status(WAITING);
  await back.fake.advance(5_100);
  assertEquals(back.told.length, 1);
  await back.stop();
  const ended = stage(LATER);
  await ended.fake.settle();
  ended.status(WAITING);
  await ended.stop();
  await ended.fake.advance(60 * minute);
  assertEquals(ended.told, []);
});

Deno.test("trayIconTask() tells of a driver that breaks and stays broken, and not of one that is mended by a restart", async () => {
  const broken = stage({ kind: "yes" });
  await broken.fake.settle();
  for (let time = 0; time < 5; time++) {
    broken.break("Cannot write helper");
    await broken.fake.advance(minute);
  }
  assertEquals([broken.told, broken.runs()], [["Cannot write helper/"], 6]);
  await broken.stop();
  const mended = stage({ kind: "yes" });
  await mended.fake.settle();
  mended.break("The helper has ended");
  await mended.fake.advance(2_000);
  mended.status(SHOWN);
  await mended.fake.advance(60 * minute);
  assertEquals([mended.told, mended.runs()], [[], 2]);
  await mended.stop();
});

Deno.test("trayIconTask() says in the state why a driver shows nothing that tries again by itself, until it shows", async () => {
  const { fake, told, runs, settled, breakdowns, status, stop } = stage({ kind: "yes" });
  await fake.settle();
  const broken = (seconds: number) =>
    status({
      kind: "broken",
      why: { about: "tray-helper", kind: "ended", how: "status 1" },
      retryMs: seconds * 1_000,
    });
  broken(1);
  assertEquals([settled(), breakdowns()], [1, ["tray: The tray helper has ended: status 1 1000"]]);
  await fake.advance(1_000);
  broken(2);
  assertEquals(breakdowns(), ["tray: The tray helper has ended: status 1 2000"]);
  await fake.advance(2_000);
  status(SHOWN);
  assertEquals([breakdowns(), told], [[], []]);
  await fake.advance(60 * minute);
  broken(1);
  status(WAITING);
  assertEquals(breakdowns(), []);
  await stop();
  assertEquals([runs(), told], [1, []]);
});

Deno.test("trayIconTask() tells once of a driver that tries again by itself in vain", async () => {
  const { fake, told, status, stop } = stage({ kind: "yes" });
  await fake.settle();
  for (let time = 0; time < 5; time++) {
    status({
      kind: "broken",
      why: { about: "tray-helper", kind: "shows-no-icon" },
      retryMs: minute,
    });
    await fake.advance(minute);
  }
  assertEquals(told, ["The tray helper does not show its icon/"]);
  await stop();
});

Deno.test("trayIconTask() tells nobody at login, when panels come late, and goes on where it cannot tell", async () => {
  const login = stage(LATER, { atLogin: true });
  await login.fake.settle();
  login.status(WAITING);
  await login.fake.advance(60 * minute);
  assertEquals([login.told, login.notices()], [[], ["No panel shows tray icons"]]);
  await login.stop();
  let tries = 0;
  const mute = stage("headless", {
    missing: () => {
      tries++;
      return Promise.reject(new Error("no service"));
    },
  });
  await mute.fake.advance(60 * minute);
  assertEquals([tries, mute.notices()], [1, [
    "There is no display. Start the program inside a desktop session",
  ]]);
  await mute.stop();
});
