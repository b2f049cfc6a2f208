/** The menu for systray2: its places are laid out once, and filled again and again. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import {
  type LabelStyle,
  layOutMenu,
  type SystrayItem,
  type SystrayMenu,
} from "../../src/tray/systray_menu.ts";

const PLAIN: LabelStyle = { drawTicks: false, escape: (label) => label };

/** What the helper shows: the layout, with the updates that it got. */
function helper(menu: SystrayMenu) {
  const items = new Map<number, SystrayItem>();
  const add = (item: SystrayItem) => {
    items.set(item.__id, item);
    item.items?.forEach(add);
  };
  menu.items.forEach(add);
  const labels = (level: readonly SystrayItem[]): unknown[] =>
    level.flatMap((item): unknown[] => {
      const now = items.get(item.__id) ?? item;
      if (now.hidden) return [];
      return item.items === undefined ? [now.title] : [[now.title, ...labels(item.items)]];
    });
  return {
    labels: () => labels(menu.items),
    take: (updates: readonly SystrayItem[]) => updates.forEach((item) => items.set(item.__id, item)),
  };
}

/** What it should show; a separator inside a submenu is drawn. */
function expected(entries: readonly MenuEntry[], top = true): unknown[] {
  return entries.map((entry) => {
    switch (entry.kind) {
      case "item":
        return entry.label;
      case "separator":
        return top ? "<SEPARATOR>" : "────────";
      case "submenu":
        return [entry.label, ...expected(entry.entries, false)];
    }
  });
}

const anyItem = fc.record({ label: fc.string({ minLength: 1, unit: "grapheme-ascii" }), number: fc.nat(9) })
  .map(({ label, number }): MenuEntry => ({
    kind: "item",
    id: `i${number}`,
    label,
    action: { kind: "refresh" },
  }));
const anySeparator = fc.constant<MenuEntry>({ kind: "separator", id: "s" });
const anySubmenu = fc.array(fc.oneof(anyItem, anySeparator), { maxLength: 12 })
  .map((entries): MenuEntry => ({ kind: "submenu", id: "sub", label: "Sub", entries }));
const anyMenu = fc.array(fc.oneof({ weight: 4, arbitrary: anyItem }, anySeparator, anySubmenu), {
  maxLength: 15,
});

Deno.test("layOutMenu() shows any menu, and after it any other that fits, exactly", () => {
  let fitted = 0;
  fc.assert(
    fc.property(anyMenu, fc.array(anyMenu, { maxLength: 4 }), (first, others) => {
      const menu = layOutMenu(first, PLAIN);
      const shown = helper(menu);
      assertEquals(shown.labels(), expected(first));
      for (const next of [...others, first]) {
        const updates = menu.update(next);
        if (updates === null) continue;
        fitted += 1;
        shown.take(updates);
        assertEquals(shown.labels(), expected(next));
        assertEquals(menu.update(next), []);
      }
    }),
    { seed: 10 },
  );
  assert(fitted > 100);
});

const item = (id: string, label = id): MenuEntry => ({
  kind: "item",
  id,
  label,
  action: { kind: "refresh" },
});

Deno.test("layOutMenu() has room for entries that come later, and says when there is none", () => {
  const menu = layOutMenu([item("a"), { kind: "separator", id: "s" }, item("z")], PLAIN);
  const many = (count: number) => Array.from({ length: count }, (_, i) => item(`n${i}`));
  const between = (...more: MenuEntry[]): MenuEntry[] => [...more, { kind: "separator", id: "s" }, item("z")];
  assertNotEquals(menu.update(between(item("a"), ...many(8))), null);
  assertNotEquals(
    menu.update(between(item("a"), { kind: "submenu", id: "m", label: "New", entries: many(8) })),
    null,
  );
  assertEquals(menu.update(between(...many(10))), null);
  assertEquals(menu.update([item("a"), item("z")]), null, "a separator cannot be hidden");
});

Deno.test("layOutMenu() sends what changed only, by number, and never a parent with its items", () => {
  const submenu = (label: string): MenuEntry => ({ kind: "submenu", id: "m", label, entries: [item("a")] });
  const menu = layOutMenu([submenu("Snooze")], PLAIN);
  const [update, ...others] = menu.update([submenu("Snoozed")]) ?? [];
  assertEquals([update?.title, update?.items, others], ["Snoozed", undefined, []]);
});

Deno.test("layOutMenu() performs what stands at a place now", () => {
  const menu = layOutMenu([item("a"), { kind: "item", id: "b", label: "b", action: null }], PLAIN);
  const numbers = menu.items.filter(({ hidden }) => !hidden).map(({ __id }) => __id);
  assertEquals(numbers.map((id) => menu.action(id)), [{ kind: "refresh" }, null]);
  menu.update([{ kind: "item", id: "q", label: "q", action: { kind: "quit" } }]);
  assertEquals(numbers.map((id) => menu.action(id)), [{ kind: "quit" }, null]);
  assertEquals(menu.action(9_999), null);
});

Deno.test("layOutMenu() draws ticks where the helper's own are broken, and escapes as the panel needs", () => {
  const ticked: MenuEntry = { kind: "item", id: "t", label: "a_b\nc", action: null, checked: true };
  const own = layOutMenu([ticked], PLAIN).items[0];
  assertEquals([own?.title, own?.checked, own?.enabled], ["a_b c", true, false]);
  const drawn =
    layOutMenu([ticked], { drawTicks: true, escape: (label) => label.replaceAll("_", "__") }).items[0];
  assertEquals([drawn?.title, drawn?.checked], ["✓ a__b c", false]);
});
