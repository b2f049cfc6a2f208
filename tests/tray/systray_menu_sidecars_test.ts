// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { en } from "../../src/core/language/en/messages.ts";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import type { SidecarEvent } from "../../src/core/sidecars/sidecar_state.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import { labelStyle, layOutMenu, type SystrayItem } from "../../src/tray/systray_menu.ts";
import { july, read, signedIn, stateAfter, t0 } from "../core/situations.ts";
import { happens, reports, sidecar, withSidecars } from "../core/sidecars/sidecar_samples.ts";

const style = labelStyle({ os: "windows" }, null);
const start: SidecarEvent = { kind: "start", by: "person" };
const { spawned, ready, failed, exited } = reports(1);

/** The menu with so many sidecars, after what has happened to the last one of them. */
function menu(count: number, ...events: readonly SidecarEvent[]): readonly MenuEntry[] {
  const names = Array.from({ length: count }, (_, index) => `s${index + 1}`);
  const state = stateAfter(
    [signedIn, read(july), ...events.map((event) => happens(`s${count}`, event))],
    withSidecars(...names.map((name) => sidecar(name, { auto_restart: false }))),
  );
  return trayView(state, t0, { messages: en, demo: false }).menu;
}

/** What the helper shows below an entry with that text. */
function shownBelow(items: readonly SystrayItem[], text: string): readonly SystrayItem[] {
  return items.flatMap((item) =>
    item.title.includes(text)
      ? (item.items ?? []).filter(({ hidden }) => !hidden)
      : shownBelow(item.items ?? [], text)
  );
}

Deno.test("layOutMenu() has room for a sidecar in each of its phases: the helper keeps its menu", () => {
  for (const count of [1, 5, 7]) {
    const laidOut = layOutMenu(menu(count), style);
    const lives = [
      [start],
      [start, spawned],
      [start, spawned, ready],
      [start, spawned, ready, failed],
      [start, spawned, ready, exited],
      [start, spawned, ready, { kind: "stop" } as const],
    ];
    for (const life of lives) {
      // With more than five, one that is not well moves up, and another one takes its place below.
      assertNotEquals(laidOut.update(menu(count, ...life)), null, `${count} sidecars, ${life.at(-1)?.kind}`);
    }
  }
});

Deno.test("layOutMenu() finds the actions of a sidecar, in a submenu of a submenu too", () => {
  const laidOut = layOutMenu(menu(7), style);
  const more = shownBelow(laidOut.items, "+2 more sidecars");
  assertEquals(more.map(({ title }) => title), ["s6: not started", "s7: not started"]);
  const [first, second] = shownBelow(more, "s7:");
  assertEquals([first?.title, second?.title], ["Start", "Open log"]);
  assert(first !== undefined && second !== undefined);
  assertEquals(laidOut.action(first.__id), { kind: "start-sidecar", name: "s7" });
  assertEquals(laidOut.action(second.__id), { kind: "open-sidecar-log", name: "s7" });
});
