/** The StatusNotifierItem driver under a real panel, asked and clicked as a panel does. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import { startDesktop, until, XFCE_ICON } from "./desktop.ts";
import { allLines, startStage, topLabels, trayClient, type TrayItem } from "./tray_client.ts";
import { VIEW, withEntry, withLabel, withPercent } from "./tray_views.ts";
import { sendUnreadableMessage } from "./unreadable_message.ts";

const ITEM = "org.kde.StatusNotifierItem";
const MENU = "com.canonical.dbusmenu";

Deno.test("sniDriver() puts icon, tooltip and menu on the panel, and takes them away again", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  assertEquals(item.name, `${ITEM}-${stage.pid}-1`);
  assertEquals((await stage.event("status")).status, { kind: "shown" });

  const expected = {
    Category: "ApplicationStatus",
    Id: "claudeminder",
    Status: "Active",
    ItemIsMenu: true,
    IconName: "",
  };
  for (const [name, value] of Object.entries(expected)) assertEquals(await panel.property(item, name), value);
  assertEquals(await panel.property(item, "ToolTip"), ["", [], VIEW.tooltip.title, VIEW.tooltip.body]);
  const icons = createIconPixels();
  for (
    const [width, height, pixels] of await panel.property(item, "IconPixmap") as [
      number,
      number,
      Uint8Array,
    ][]
  ) {
    assertEquals([width, new Uint8Array(pixels)], [height, icons.iconArgb(VIEW.icon, width)]);
  }
  const menu = await panel.menu(item);
  assertEquals(topLabels(menu), [
    "Session 42 %",
    "Week__13 % & <more>",
    "---",
    "Refresh now",
    "Snooze",
    "Quit",
  ]);
  const [five, fifteen] = allLines(menu).filter(({ properties }) =>
    properties["toggle-type"] === "checkmark"
  );
  assertEquals([five?.properties["toggle-state"], fifteen?.properties["toggle-state"]], [1, 0]);

  assertEquals(await stage.stop(), 0);
  assertEquals(stage.events.at(-1), { kind: "resolved" });
  await until(async () => (await panel.items()).length === 0, "the icon to go");
});

Deno.test("sniDriver() performs what an entry says, and nothing for an entry that only informs", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  await panel.click(item, "Session 42 %");
  await panel.click(item, "Refresh now");
  await panel.click(item, "15 minutes");
  await stage.event("action", ({ action }) => JSON.stringify(action).includes("snooze"));
  const actions = stage.events.flatMap((event) => event.kind === "action" ? [event.action] : []);
  assertEquals(actions, [{ kind: "refresh" }, { kind: "snooze", minutes: 15 }]);
});

Deno.test("sniDriver() tells of the parts that changed, and of nothing else", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  const menuPath = await panel.menuPath(item);
  const told = async (view: typeof VIEW, members: readonly string[]) => {
    panel.forgetSignals();
    await stage.show(view);
    // Equal views are the caller's to hold back, so this one, which differs in one place, marks the end.
    await stage.show({ ...view, tooltip: { ...view.tooltip, body: `${view.tooltip.body} end` } });
    const ours = () => panel.signals.filter(({ path }) => path === item.path || path === menuPath);
    await until(() => ours().some(({ member }) => member === "NewToolTip"), "the end of the signals");
    await until(() => ours().length > members.length, "all signals");
    const heard = [...ours()];
    await stage.show(view);
    return heard.slice(0, members.length);
  };
  const labels = async () => topLabels(await panel.menu(item));

  const relabelled = withLabel(VIEW, "limit:session", "Session 43 %");
  const [properties] = await told(relabelled, ["ItemsPropertiesUpdated"]);
  assertEquals(properties?.member, "ItemsPropertiesUpdated");
  assertEquals((await labels())[0], "Session 43 %");

  const [icon] = await told(withPercent(relabelled, 93), ["NewIcon"]);
  assertEquals(icon?.member, "NewIcon");
  const [, , pixels] = (await panel.property(item, "IconPixmap") as [number, number, Uint8Array][])[0] ?? [];
  const { icon: spec } = withPercent(VIEW, 93);
  assertEquals(new Uint8Array(pixels ?? []), createIconPixels().iconArgb(spec, 16));

  const longer = withEntry(relabelled, { kind: "item", id: "notice", label: "Offline", action: null });
  const [, layout] = await told(longer, ["NewIcon", "LayoutUpdated"]);
  assertEquals(layout?.member, "LayoutUpdated");
  assertEquals((await labels()).slice(0, 2), ["Offline", "Session 43 %"]);
});

Deno.test("sniDriver() keeps an open menu open while its labels change", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  await panel.item();
  await until(async () => (await desktop.colours(XFCE_ICON)).size > 10, "the icon on the panel");
  const opened = async () =>
    (await desktop.run("xdotool", ["search", "--onlyvisible", "--name", "."])).length;
  for (const button of ["1", "3"]) {
    const closed = await opened();
    await desktop.run("xdotool", ["mousemove", "1008", "16", "click", button]);
    await until(async () => await opened() > closed, `the menu after button ${button}`);
    panel.forgetSignals();
    await stage.show(withLabel(VIEW, "limit:session", `Session ${button} %`));
    await until(
      () => panel.signals.some(({ member }) => member === "ItemsPropertiesUpdated"),
      "the new label",
    );
    assert(await opened() > closed, "the menu has closed");
    await desktop.run("xdotool", ["key", "Escape"]);
    await until(async () => await opened() === closed, "the menu to close");
  }
});

Deno.test("sniDriver() waits for a panel, and comes back with each new one", async () => {
  await using desktop = await startDesktop();
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  await stage.event("status", ({ status }) => JSON.stringify(status).includes("waiting"));
  await desktop.startPanel("xfce4-panel");
  const first = await panel.item();
  await desktop.stopPanel();
  await until(
    () => stage.events.filter(({ kind }) => kind === "status").length === 3,
    "the news of the lost panel",
  );
  await desktop.startPanel("xfce4-panel");
  assertEquals(await panel.item(), first);
  await until(
    () => stage.events.filter(({ kind }) => kind === "status").length === 4,
    "the news of the new panel",
  );
  const kinds = stage.events.flatMap((event) => event.kind === "status" ? [Object(event.status).kind] : []);
  assertEquals(kinds, ["waiting", "shown", "waiting", "shown"]);
});

Deno.test("sniDriver() rejects when the session bus goes away", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using stage = await startStage(desktop, "sni", VIEW);
  await stage.event("status");
  await desktop.killBus();
  assertEquals((await stage.event("rejected")).why, "The session bus went away");
});

Deno.test("sniDriver() answers what makes no sense with an error, and lives on", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  const menu: TrayItem = { name: item.name, path: await panel.menuPath(item) };
  const properties = "org.freedesktop.DBus.Properties";
  const requests: readonly [TrayItem, string, string, readonly [string, ...unknown[]], string][] = [
    [item, ITEM, "NoSuchMethod", [""], "UnknownMethod"],
    [item, ITEM, "toString", [""], "UnknownMethod"],
    [item, "no.such.Interface", "Activate", ["ii", 0, 0], "UnknownInterface"],
    // The panel opens the menu when it is told that there is nothing to activate.
    [item, ITEM, "Activate", ["ii", 0, 0], "UnknownMethod"],
    [item, ITEM, "Scroll", ["s", "far"], "InvalidArgs"],
    [item, properties, "Get", ["ss", ITEM, "__proto__"], "UnknownProperty"],
    [item, properties, "Get", ["s", ITEM], "UnknownMethod"],
    [item, properties, "Set", ["sss", ITEM, "Title", "x"], "PropertyReadOnly"],
    [menu, MENU, "Event", ["i", 1], "InvalidArgs"],
    [menu, MENU, "GetLayout", ["iias", 99_999, -1, []], "InvalidArgs"],
    [menu, MENU, "GetProperty", ["is", 1, "no-such-property"], "InvalidArgs"],
    [menu, MENU, "AboutToShow", ["i", -7], "InvalidArgs"],
    [{ name: item.name, path: "/nowhere" }, MENU, "AboutToShow", ["i", 0], "UnknownObject"],
  ];
  for (const [target, iface, member, args, expected] of requests) {
    const refused = await assertRejects(
      () => panel.call({ ...target, interface: iface }, member, args),
      Error,
    );
    assertEquals(Reflect.get(refused, "type"), `org.freedesktop.DBus.Error.${expected}`, member);
  }
  await sendUnreadableMessage(desktop, item);
  assertEquals(await panel.property(item, "Id"), "claudeminder");
  assertEquals(stage.events.filter(({ kind }) => kind === "rejected"), []);
});

Deno.test("sniDriver() answers the questions of every kind of panel", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using _stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  const menu = { name: item.name, path: await panel.menuPath(item), interface: MENU };
  for (const target of [item, menu]) {
    const [xml] = await panel.call(
      { ...target, interface: "org.freedesktop.DBus.Introspectable" },
      "Introspect",
    );
    assert(String(xml).includes(`<interface name="${target === menu ? MENU : ITEM}">`));
    const [ping] = await panel.call({ ...target, interface: "org.freedesktop.DBus.Peer" }, "Ping");
    assertEquals(ping, undefined);
  }
  const all = { ...item, interface: "org.freedesktop.DBus.Properties" };
  const [values] = await panel.call(all, "GetAll", ["s", ITEM]) as [Record<string, unknown>];
  assertEquals(
    Object.keys(values).filter((name) => ["IconPixmap", "ToolTip", "Menu"].includes(name)).length,
    3,
  );
  const [group] = await panel.call(menu, "GetGroupProperties", ["aias", [], ["label"]]) as [
    [number, object][],
  ];
  assertEquals(group.map(([id]) => id), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const [, shallow] = await panel.call(menu, "GetLayout", ["iias", 0, 0, ["label"]]) as [
    number,
    [number, object, []],
  ];
  assertEquals(shallow, [0, {}, []]);
  assertEquals(await panel.call(menu, "AboutToShowGroup", ["ai", [0, 5, 77]]), [[], [77]]);
});

Deno.test("sniDriver() does not grow by a thousand icons that a panel reads", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "sni", VIEW);
  const item = await panel.item();
  const rss = async () => {
    const before = stage.events.length;
    await stage.send({ kind: "memory" });
    await until(() => stage.events.length > before, "the memory");
    return (await stage.event("memory", (event) => stage.events.indexOf(event) >= before)).rssBytes;
  };
  const change = async (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      await stage.show(withPercent(VIEW, i % 101));
      // As a panel does after NewIcon.
      await panel.property(item, "IconPixmap");
    }
  };
  // The first few hundred warm the machine up: code is compiled, memory is taken to be used again.
  await change(0, 600);
  const before = await rss();
  await change(600, 1_600);
  const grownMb = (await rss() - before) / 2 ** 20;
  // A single picture kept from each of them would be 35 MB.
  assertLess(grownMb, 20, `grew by ${grownMb} MB`);
});
