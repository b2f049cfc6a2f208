/** The systray2 driver with its real helper, on a panel that speaks StatusNotifierItem and on one that takes in windows. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import { createIconFiles } from "../../src/tray/icon_files.ts";
import { levelColour } from "../../src/core/icon/colours.ts";
import type { Level } from "../../src/core/usage/level.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";
import { startStage, topLabels, type TrayClient, trayClient, type TrayItem } from "./tray_client.ts";
import { helperFolder, running } from "./tray_helpers.ts";
import { VIEW, withEntry, withLabel, withPercent } from "./tray_views.ts";
import { inEnglish } from "../support/in_english.ts";

const TITLE = VIEW.tooltip.title;
const PICTURE_PX = 48;

/** The menu's labels, once they are what they should be. */
async function labelsBecome(panel: TrayClient, item: TrayItem, expected: readonly string[]): Promise<void> {
  let labels: readonly string[] = [];
  const same = async () => {
    labels = topLabels(await panel.menu(item));
    return JSON.stringify(labels) === JSON.stringify(expected);
  };
  await until(same, `the labels ${expected.join(", ")}`).catch(() => assertEquals(labels, expected));
}

/** The file that the panel is told to show; empty while it is being replaced. */
async function picture(panel: TrayClient, item: TrayItem): Promise<Uint8Array> {
  try {
    return await Deno.readFile(String(await panel.property(item, "IconName")));
  } catch {
    return new Uint8Array(0);
  }
}

Deno.test("systrayDriver() shows icon and menu, follows changes, performs clicks and ends its helper", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW);
  const item = await panel.item();
  assertEquals((await stage.event("status")).status, { kind: "shown" });
  // The helper's name is all that such a panel shows as a tooltip.
  assertEquals(await panel.property(item, "Title"), "claudeminder");
  const icons = createIconFiles();
  await until(async () => await panel.property(item, "IconName") !== "", "the picture");
  assertEquals(await picture(panel, item), icons.iconPng(VIEW.icon, PICTURE_PX));
  const labels = ["Session 42 %", "Week__13 % & <more>", "---", "Refresh now", "Snooze", "Quit"];
  await labelsBecome(panel, item, [TITLE, ...labels]);

  await panel.click(item, "Refresh now");
  await stage.event("action", ({ action }) => JSON.stringify(action) === JSON.stringify({ kind: "refresh" }));
  await panel.click(item, "✓ 5 minutes");
  await stage.event("action", ({ action }) => JSON.stringify(action).includes('"minutes":5'));

  const changed = withPercent(withLabel(VIEW, "limit:session", "Session 93 %"), 93);
  const before = await panel.property(item, "IconName");
  await stage.show(changed);
  await labelsBecome(panel, item, [TITLE, "Session 93 %", ...labels.slice(1)]);
  await until(async () => await panel.property(item, "IconName") !== before, "the new picture");
  assertEquals(await picture(panel, item), icons.iconPng(changed.icon, PICTURE_PX));

  const helpers = await running(helperFolder(desktop));
  await stage.show(withEntry(changed, { kind: "item", id: "notice", label: "Offline", action: null }));
  await labelsBecome(panel, item, [TITLE, "Offline", "Session 93 %", ...labels.slice(1)]);
  await stage.show(changed);
  await labelsBecome(panel, item, [TITLE, "Session 93 %", ...labels.slice(1)]);
  // All of that fits into the places that were laid out at the start.
  assertEquals(await running(helperFolder(desktop)), helpers);
  await panel.click(item, "Quit");
  await stage.event("action", ({ action }) => JSON.stringify(action).includes("quit"));

  assertEquals(await stage.stop(), 0);
  assertEquals(stage.events.at(-1), { kind: "resolved" });
  assertEquals(await running(helperFolder(desktop)), []);
  assertEquals([...Deno.readDirSync(`${desktop.env.XDG_RUNTIME_DIR}/claudeminder/tray`)], []);
});

Deno.test("systrayDriver() starts its helper anew for a menu that does not fit", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW);
  const first = await panel.item();
  await labelsBecome(panel, first, [TITLE, ...topOf(VIEW)]);
  const helpers = await running(helperFolder(desktop));
  const longer = withEntry(VIEW, { kind: "separator", id: "more" });
  await stage.show(withEntry(longer, { kind: "item", id: "notice", label: "Offline", action: null }));
  await until(async () => {
    const now = await running(helperFolder(desktop));
    return now.length === 1 && now[0] !== helpers[0];
  }, "another helper");
  await until(async () => (await panel.items()).some(({ name }) => name !== first.name), "the new icon");
  await labelsBecome(panel, await panel.item(), [TITLE, "Offline", "---", ...topOf(VIEW)]);
  assertEquals(stage.events.filter(({ kind }) => kind === "rejected"), []);
});

function topOf({ menu }: typeof VIEW): readonly string[] {
  return menu.map((entry) => entry.kind === "separator" ? "---" : entry.label.replaceAll("_", "__"));
}

Deno.test("systrayDriver() passes over views that come too fast, and ends with the last", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW);
  const item = await panel.item();
  panel.forgetSignals();
  for (let percent = 0; percent <= 100; percent++) await stage.show(withPercent(VIEW, percent));
  const last = createIconFiles().iconPng(withPercent(VIEW, 100).icon, PICTURE_PX);
  await until(async () => String(await picture(panel, item)) === String(last), "the last picture");
  const pictures = panel.signals.filter(({ path, member }) => path === item.path && member === "NewIcon");
  assertLess(pictures.length, 20);
  // Nothing of an old picture is left.
  assertEquals([...Deno.readDirSync(`${desktop.env.XDG_RUNTIME_DIR}/claudeminder/tray`)].length, 1);
});

Deno.test("systrayDriver() starts its helper anew where pictures cost handles, after many of them", async () => {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  await using panel = await trayClient(desktop);
  await using stage = await startStage(desktop, "systray2", VIEW, { STAGE_ICO: "1", STAGE_PICTURES: "3" });
  await stage.event("status");
  const ico = (percent: number) => String(createIconFiles().iconIco(withPercent(VIEW, percent).icon, null));
  const shown = (percent: number) =>
    until(async () => {
      const [item, ...others] = await panel.items();
      return item !== undefined && others.length === 0 && String(await picture(panel, item)) === ico(percent);
    }, `the picture of ${percent} %`);
  await shown(42);
  const helpers = await running(helperFolder(desktop));
  for (const percent of [51, 42, 51]) {
    await stage.show(withPercent(VIEW, percent));
    await shown(percent);
  }
  assertEquals(await running(helperFolder(desktop)), helpers);
  await stage.show(withPercent(VIEW, 52));
  await shown(52);
  await until(async () => (await running(helperFolder(desktop)))[0] !== helpers[0], "another helper");
  await shown(52);
});

/** Whether the screen's upper right corner, where the tray is, has the colour of a level in it. */
async function hasLevel(desktop: Desktop, level: Level): Promise<boolean> {
  const [r, g, b] = levelColour(level);
  const wanted = [r, g, b].map((value) => value.toString(16).padStart(2, "0")).join("");
  return (await desktop.colours({ x: 900, y: 0, width: 124, height: 32 })).has(wanted);
}

Deno.test("chooseTray() takes systray2 where only a tray of the older kind is, and the icon is on the screen", async () => {
  await using desktop = await startDesktop({ panel: "trayer" });
  await using stage = await startStage(desktop, "auto", withPercent(VIEW, 100));
  assertEquals((await stage.event("chosen")).choice, { kind: "driver", name: "systray2" });
  await stage.event("status", ({ status }) => Object(status).kind === "shown");
  await until(() => hasLevel(desktop, "red"), "a red icon on the screen");
  await stage.show(VIEW);
  await until(() => hasLevel(desktop, "green"), "a green icon on the screen");
  assertEquals(await stage.stop(), 0);
  await until(async () => !await hasLevel(desktop, "green"), "the icon to go");
});

Deno.test("chooseTray() does the same without a session bus", async () => {
  await using desktop = await startDesktop({ panel: "trayer", bus: false });
  await using stage = await startStage(desktop, "auto", VIEW);
  assertEquals((await stage.event("chosen")).choice, { kind: "driver", name: "systray2" });
  await until(() => hasLevel(desktop, "green"), "the icon on the screen");
  assertEquals(await stage.stop(), 0);
});

Deno.test("chooseTray() waits for whatever tray comes first", async () => {
  for (const panel of ["trayer", "xfce4-panel"] as const) {
    await using desktop = await startDesktop();
    await using stage = await startStage(desktop, "auto", VIEW);
    await stage.event("status", ({ status }) => Object(status).kind === "waiting");
    await desktop.startPanel(panel);
    await stage.event("status", ({ status }) => Object(status).kind === "shown");
    await until(() => hasLevel(desktop, "green"), "the icon on the screen");
    assertEquals((await running(helperFolder(desktop))).length, panel === "trayer" ? 1 : 0);
    assertEquals(await stage.stop(), 0);
  }
});

Deno.test("chooseTray() leaves the X server of a Wayland session alone", async () => {
  await using desktop = await startDesktop({ panel: "trayer" });
  await using stage = await startStage(desktop, "auto", VIEW, { WAYLAND_DISPLAY: "wayland-0" });
  assertEquals((await stage.event("chosen")).choice, { kind: "driver", name: "sni" });
});

Deno.test("chooseTray() says what is missing where nothing can be shown", async () => {
  await using desktop = await startDesktop({ bus: false });
  await using stage = await startStage(desktop, "auto", VIEW, { DISPLAY: "" });
  assertEquals(inEnglish((await stage.event("chosen")).choice), {
    kind: "headless",
    why: "There is no D-Bus session bus. There is no display",
    remedy: "Start the program inside a desktop session",
  });
});
