/** `doctor` on a session bus of its own: who shows the tray, which notification service there is, and what both can do. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { Message, sessionBus } from "@jellybrick/dbus-next";
import { newStage, said, type Stage } from "../commands/doctor/stage.ts";
import { busProgram, startTestBus, type TestBus } from "./notice_bus.ts";
import { fakeService } from "./notice_service.ts";

const WATCHER = "org.kde.StatusNotifierWatcher";

function watcher(bus: TestBus, shows: boolean) {
  return busProgram(
    bus,
    WATCHER,
    ({ member }) => member === "Get" ? ["v", { signature: "b", value: shows }] : { error: "org.example.No" },
  );
}

async function seen(stage: Stage) {
  const { checks, versions } = await stage.json();
  const line = (name: string) => said(checks.find((check) => check.name === name));
  return { tray: line("tray"), notifications: line("notifications"), versions };
}

Deno.test("doctor() names the tray's host and the notification service with its abilities", async () => {
  await using bus = await startTestBus();
  await using stage = await newStage();
  stage.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
  await using _watcher = await watcher(bus, true);
  await using service = await fakeService(bus, {
    capabilities: ["actions", "body", "x-own.thing", "no\nname"],
  });
  const { tray, notifications, versions } = await seen(stage);
  // The fakes run in the test's own process.
  const own = (await Deno.readTextFile(`/proc/${Deno.pid}/comm`)).trim();
  assertEquals(tray, `ok: sni, shown by ${own}`);
  assertEquals(notifications, "ok: D-Bus, by fake 1.0, with buttons; abilities: actions, body, x-own.thing");
  assertEquals([versions.trayHost, versions.notifications], [own, "fake 1.0"]);
  assertEquals(versions.notificationAbilities, ["actions", "body", "x-own.thing"]);
  assertEquals(service.notices(), []);
});

Deno.test("doctor() says where a tray and a notification service come from when there are none", async () => {
  await using bus = await startTestBus();
  await using stage = await newStage();
  stage.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
  const desktops = [
    [
      "ubuntu:GNOME",
      /^warning: No panel .* -> GNOME shows .*extensions\.gnome\.org.*; in Debian and Ubuntu .* gnome-shell-extension-appindicator/,
    ],
    [
      "XFCE",
      /^warning: No panel .* -> Add the status tray .*; Xfce: Panel Preferences, Items, add "Status Tray Plugin"$/,
    ],
    ["sway", /; Sway, Hyprland and the like: waybar with its module "tray"$/],
    ["i3", /; i3: the tray of i3bar itself, or a panel such as tint2$/],
    [
      "KDE",
      /^warning: No panel .* -> Add the status tray to the panel, or [^;]*; the icon appears by itself$/,
    ],
  ] as const;
  for (const [desktop, expected] of desktops) {
    stage.env.XDG_CURRENT_DESKTOP = desktop;
    const { tray, notifications, versions } = await seen(stage);
    assertMatch(tray, expected);
    assertEquals(
      notifications,
      "warning: there is no notification service -> Start the desktop's notification service, or install one: dunst, mako, xfce4-notifyd",
    );
    assertEquals([versions.trayHost, versions.notifications, versions.desktop], [null, null, desktop]);
  }
});

Deno.test("doctor() waits for no service that hangs", async () => {
  await using bus = await startTestBus();
  await using stage = await newStage();
  stage.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
  await using _hung = await busProgram(bus, "org.freedesktop.Notifications", () => null);
  await using _panel = await busProgram(bus, WATCHER, () => null);
  const { tray, notifications } = await seen(stage);
  assertMatch(tray, /^(warning|ok): /);
  assertMatch(notifications, /^warning: the notification service does not answer -> /);
});

Deno.test("doctor() promises no notifications where there is no bus and no display", async () => {
  await using stage = await newStage();
  const notifications = async () => (await stage.checks("notifications")).map(said).join();
  assertEquals(
    await notifications(),
    "warning: there is no D-Bus session bus -> Start the program inside a desktop session",
  );
  stage.env.DISPLAY = ":7";
  assertEquals(
    await notifications(),
    "warning: notify-send may show them, without buttons: no D-Bus session bus is known" +
      " -> Start the program inside a desktop session",
  );
});

Deno.test("doctor() leaves no connection to the bus open", async () => {
  await using bus = await startTestBus();
  await using stage = await newStage();
  stage.env.DBUS_SESSION_BUS_ADDRESS = bus.address;
  const came: string[] = [], gone: string[] = [];
  const listener = sessionBus({ busAddress: bus.address, authMethods: ["EXTERNAL"] });
  Reflect.apply(listener.on, listener, ["error", () => {}]);
  await new Promise<void>((resolve) => listener.once("connect", () => resolve()));
  const BUS = {
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
  };
  Reflect.apply(listener.on, listener, ["message", ({ member, body: [name, , owner] }: Message) => {
    if (member === "NameOwnerChanged") (owner === "" ? gone : came).push(String(name));
  }]);
  const rule = "type='signal',member='NameOwnerChanged'";
  await listener.call(new Message({ ...BUS, member: "AddMatch", signature: "s", body: [rule] }));
  await stage.checks("tray");
  const open = () => came.filter((name) => !gone.includes(name));
  // The bus tells of an end as soon as it sees it.
  for (let tries = 0; tries < 100 && open().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  listener.disconnect();
  assertEquals([came.length > 0, open()], [true, []]);
});
