/**
 * The systray2 driver with Windows' data and the helper for Windows, whose icon Wine docks in a panel: as near to Windows as it
 * comes without one.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import type { TrayView } from "../../src/core/views/tray_view.ts";
import type { Command } from "../../src/host/host.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { until } from "./desktop.ts";
import { type Stage, startStage } from "./tray_client.ts";
import { VIEW, withEntry, withLabel, withPercent } from "./tray_views.ts";
import { hasWine } from "./wine.ts";
import {
  clickAt,
  closeMenu,
  entryAt,
  iconOf,
  menusBecome,
  openMenu,
  PANEL,
  type Seat,
  ticks,
  tooltipAt,
  withWindows,
} from "./wine_screen.ts";

const platform = windowsPlatform((name) => name === "USERPROFILE" ? "C:\\users\\ann" : undefined);
const reg = (...args: readonly string[]): Command => ({ program: "C:\\windows\\system32\\reg.exe", args });

/** Shows the view with the helper for Windows, on a Windows that has just come up. */
async function stageOn(
  { desktop, windows }: Seat,
  view: TrayView,
  env: Record<string, string> = {},
): Promise<Stage> {
  await windows.end();
  await windows.bringUp();
  // The first program brings it up, which takes longer than the driver waits for an answer.
  await windows.run(reg("query", "HKCU"));
  return await startStage(desktop, "systray2", view, { ...windows.env, STAGE_WINE: windows.wine, ...env });
}

const submenuOf = ({ menu }: TrayView): readonly MenuEntry[] =>
  menu.flatMap((entry) => entry.kind === "submenu" ? entry.entries : []);

/** The view with the tick at another number of minutes. */
function withTick(view: TrayView, minutes: number): TrayView {
  const ticked = (entry: MenuEntry): MenuEntry => {
    switch (entry.kind) {
      case "separator":
        return entry;
      case "submenu":
        return { ...entry, entries: entry.entries.map(ticked) };
      case "item":
        return entry.checked === undefined ? entry : { ...entry, checked: entry.id === `snooze:${minutes}` };
    }
  };
  return { ...view, menu: view.menu.map(ticked) };
}

const sameAction = (wanted: object) => ({ action }: { readonly action: unknown }) =>
  JSON.stringify(action) === JSON.stringify(wanted);

/**
 * Shows each of the views, and asserts that what is measured grows by the same each time: where a text has one letter more, none
 * is swallowed.
 */
async function assertGrows(stage: Stage, views: readonly TrayView[], measure: () => Promise<number>) {
  const widths: number[] = [];
  for (const view of views) {
    await stage.show(view);
    let width = 0;
    const before = widths.at(-1);
    await until(async () => (width = await measure()) !== before, `another width than ${before} px`)
      .catch(() => {});
    widths.push(width);
  }
  const steps = widths.slice(1).map((width, i) => width - (widths[i] ?? 0));
  assert(steps.every((step) => step > 0 && step === steps[0]), `${widths} px`);
}

const helpersOf = ({ windows }: Seat) =>
  windows.processes().filter(([program]) => program?.endsWith("claudeminder.exe")).length;

/** The scale of the screen, as it is from the next login on. */
async function setScale({ windows }: Seat, dotsAnInch: number): Promise<void> {
  const desktop = "HKCU\\Control Panel\\Desktop";
  const set = (key: string, name: string) =>
    windows.run(reg("add", key, "/v", name, "/t", "REG_DWORD", "/d", String(dotsAnInch), "/f"));
  await set(desktop, "LogPixels");
  // Windows writes it at the login; Wine does not.
  await set(`${desktop}\\WindowMetrics`, "AppliedDPI");
}

async function showsChanges(seat: Seat): Promise<void> {
  await setScale(seat, 96);
  await using stage = await stageOn(seat, VIEW);
  assertEquals((await stage.event("status")).status, { kind: "shown" });
  const icon = await iconOf(seat, VIEW.icon);

  let menu = await openMenu(seat, icon);
  await clickAt(seat, entryAt(menu, VIEW.menu, 3));
  await stage.event("action", sameAction({ kind: "refresh" }));
  await menusBecome(seat, 0);
  const minutes = submenuOf(VIEW);
  menu = await openMenu(seat, icon);
  await clickAt(seat, entryAt(menu, VIEW.menu, 4));
  const [, snooze = menu] = await menusBecome(seat, 2);
  assertEquals(await ticks(seat, snooze, minutes), [true, false]);
  await clickAt(seat, entryAt(snooze, minutes, 1));
  await stage.event("action", sameAction({ kind: "snooze", minutes: 15 }));
  await menusBecome(seat, 0);

  const notice: MenuEntry = { kind: "item", id: "notice", label: "Offline", action: { kind: "quit" } };
  const changed = withEntry(withTick(withPercent(VIEW, 93), 15), notice);
  await stage.show(changed);
  await iconOf(seat, changed.icon);
  const { height } = menu;
  await until(async () => {
    menu = await openMenu(seat, icon);
    if (menu.height > height) return true;
    await closeMenu(seat);
    return false;
  }, "a higher menu");
  await clickAt(seat, entryAt(menu, changed.menu, 5));
  const [, later = menu] = await menusBecome(seat, 2);
  assertEquals(await ticks(seat, later, minutes), [false, true]);
  await clickAt(seat, entryAt(menu, changed.menu, 0));
  await stage.event("action", sameAction({ kind: "quit" }));
  await menusBecome(seat, 0);
  assertEquals(await stage.stop(), 0);
  assertEquals(stage.events.at(-1), { kind: "resolved" });
  await until(async () => (await seat.desktop.colours(PANEL)).size <= 3, "the icon to go");
  assertEquals(helpersOf(seat), 0);
}

async function swallowsNothing(seat: Seat): Promise<void> {
  await using stage = await stageOn(seat, VIEW);
  const icon = await iconOf(seat, VIEW.icon);
  const label = "m".repeat(30);
  const labels = ["", "&", "&&", "&&&"].map((signs) => withLabel(VIEW, "quit", label + signs));
  await assertGrows(stage, labels, async () => {
    const { width } = await openMenu(seat, icon);
    await closeMenu(seat);
    return width;
  });
  const limit = platform.tooltipLimit ?? 0;
  const tooltips = [2, 1, 0].map((fewer) => ({
    ...VIEW,
    tooltip: { title: "i".repeat(limit - fewer), body: "" },
  }));
  await assertGrows(stage, tooltips, async () => (await tooltipAt(seat, icon)).width);
  assertEquals(await stage.stop(), 0);
}

async function replacesItsHelper(seat: Seat): Promise<void> {
  await using stage = await stageOn(seat, VIEW, { STAGE_PICTURES: "3" });
  for (const percent of [42, 50, 60, 70, 80, 90]) {
    const view = withPercent(VIEW, percent);
    await stage.show(view);
    await iconOf(seat, view.icon);
  }
  await until(() => helpersOf(seat) === 1, "one helper");
  assertEquals(await stage.stop(), 0);
}

/** At twice the usual scale. */
async function isSharpAtAnyScale(seat: Seat): Promise<void> {
  await setScale(seat, 192);
  await using stage = await stageOn(seat, VIEW);
  await iconOf(seat, VIEW.icon, 32);
  assertEquals(await stage.stop(), 0);
}

Deno.test({
  name: "systrayDriver() on Windows, as far as Wine is one",
  ignore: !hasWine,
  fn: (t) =>
    withWindows(async (seat) => {
      await t.step("shows icon and menu, does what is chosen, follows changes", () => showsChanges(seat));
      await t.step("swallows nothing of labels and tooltips", () => swallowsNothing(seat));
      await t.step("starts its helper anew after some pictures", () => replacesItsHelper(seat));
      await t.step("shows the icon pixel for pixel at 200 % too", () => isSharpAtAnyScale(seat));
    }),
});
