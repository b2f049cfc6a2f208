/** The menu as panels see it, without a bus. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertThrows } from "@std/assert";
import type { Action } from "../../src/core/action.ts";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import { BadCall } from "../../src/dbus/bus.ts";
import { createDbusMenu, type DbusMenu, MENU_INTERFACE } from "../../src/tray/dbus_menu.ts";
import {
  createNumbering,
  menuDifference,
  menuLabel,
  type MenuNode,
  nodesById,
} from "../../src/tray/dbus_menu_nodes.ts";

const item = (id: string, label = id, action: Action | null = null): MenuEntry => ({
  kind: "item",
  id,
  label,
  action,
});
const ticked = (id: string, checked: boolean): MenuEntry => ({
  ...item(id),
  kind: "item",
  label: id,
  action: null,
  checked,
});
const line = (id: string): MenuEntry => ({ kind: "separator", id });
const sub = (id: string, ...entries: MenuEntry[]): MenuEntry => ({ kind: "submenu", id, label: id, entries });

Deno.test("menuLabel() keeps a label in one line and without mnemonics", () => {
  const cases: readonly [string, string][] = [
    ["Refresh now", "Refresh now"],
    ["snake_case __", "snake__case ____"],
    ["two\nlines\tand\r\nmore\u2028", "two lines and more "],
    ["a\u0000b\u007fc\u0085d", "a�b�c d"],
    ["half \ud83d a pair", "half \ufffd a pair"],
    ["100 % & <b>", "100 % & <b>"],
  ];
  for (const [text, label] of cases) assertEquals(menuLabel(text), label);
});

/** What differs, with the root's own number 0 for the top. */
function difference(before: readonly MenuEntry[], after: readonly MenuEntry[]) {
  const numbering = createNumbering();
  const tree = (entries: readonly MenuEntry[]): MenuNode => ({
    id: 0,
    properties: new Map(),
    children: numbering.number(entries),
    action: null,
  });
  const { updated, removed, parent } = menuDifference(nodesById(tree(before)), nodesById(tree(after)));
  return {
    updated: updated.map(({ id, properties }) => [id, Object.fromEntries(properties)]),
    removed: removed.map(({ id, names }) => [id, names]),
    parent,
  };
}

Deno.test("menuDifference() tells a change of looks from a change of structure", () => {
  const base = [item("a"), line("l"), sub("s", item("s1"), item("s2")), item("z")];
  const same = { updated: [], removed: [], parent: null };
  const cases: readonly [string, readonly MenuEntry[], readonly MenuEntry[], unknown][] = [
    ["nothing", base, base, same],
    ["a label", base, [item("a", "A"), ...base.slice(1)], { ...same, updated: [[1, { label: "A" }]] }],
    [
      "an action comes",
      base,
      [item("a", "a", { kind: "quit" }), ...base.slice(1)],
      { ...same, updated: [[1, { enabled: true }]] },
    ],
    ["a tick", [ticked("t", false)], [ticked("t", true)], { ...same, updated: [[1, { "toggle-state": 1 }]] }],
    [
      "no tick any more",
      [ticked("t", true)],
      [item("t")],
      { ...same, removed: [[1, ["toggle-type", "toggle-state"]]] },
    ],
    ["a new first entry", base, [item("n"), ...base], { ...same, parent: 0 }],
    ["one less", base, base.slice(1), { ...same, parent: 0 }],
    ["another order", base, [...base].reverse(), { ...same, parent: 0 }],
    ["another kind", base, [line("a"), ...base.slice(1)], { ...same, parent: 0 }],
    [
      "only inside a submenu",
      base,
      [item("a"), line("l"), sub("s", item("s2"), item("s1")), item("z")],
      { ...same, parent: 3 },
    ],
    [
      "in two places",
      base,
      [item("a"), line("l"), sub("s", item("s1"))],
      { ...same, parent: 0 },
    ],
    ["both at once", base, [item("a", "A"), ...base.slice(2)], {
      updated: [[1, { label: "A" }]],
      removed: [],
      parent: 0,
    }],
  ];
  for (const [name, before, after, expected] of cases) {
    assertEquals(difference(before, after), expected, name);
  }
});

Deno.test("createNumbering() never gives a number again, nor one to two entries", () => {
  const numbering = createNumbering();
  const numbers = (...entries: MenuEntry[]) => numbering.number(entries).map(({ id }) => id);
  assertEquals(numbers(item("a"), item("b")), [1, 2]);
  assertEquals(numbers(item("b"), item("c")), [2, 3]);
  assertEquals(numbers(item("a"), item("b")), [4, 2]);
  assertEquals(numbers(item("b"), item("b")), [2, 5]);
});

function ask(menu: DbusMenu, member: string, signature: string, ...body: unknown[]): Uint8Array {
  return menu.answer({ interface: MENU_INTERFACE, member, signature, body }).bytes;
}

Deno.test("createDbusMenu() performs what an entry does at the time of the click", () => {
  const clicks: Action[] = [];
  const menu = createDbusMenu((action) => clicks.push(action));
  menu.update([
    item("a", "Refresh", { kind: "refresh" }),
    item("b"),
    sub("s", item("s1", "5", { kind: "quit" })),
  ]);
  const click = (id: number, event = "clicked") => ask(menu, "Event", "isvu", id, event, null, 0);
  for (const id of [0, 1, 2, 3, 4]) click(id);
  click(1, "hovered");
  assertEquals(clicks, [{ kind: "refresh" }, { kind: "quit" }]);
  menu.update([item("a", "Sign in", { kind: "sign-in" })]);
  click(1);
  assertEquals(clicks.at(-1), { kind: "sign-in" });
  // An entry that has gone meanwhile is not mistaken for one that has come.
  menu.update([item("q", "Quit", { kind: "quit" })]);
  assertThrows(() => click(1), BadCall);
  assertEquals(clicks.length, 3);
  const unknown = ask(menu, "EventGroup", "a(isvu)", [[1, "clicked", null, 0], [5, "clicked", null, 0]]);
  assertEquals([...unknown], [4, 0, 0, 0, 1, 0, 0, 0]);
  assertEquals(clicks.at(-1), { kind: "quit" });
});

Deno.test("createDbusMenu() raises the revision with each new layout only", () => {
  const menu = createDbusMenu(() => {});
  const revision = () => ask(menu, "GetLayout", "iias", 0, 0, [])[0];
  const news = (...entries: MenuEntry[]) => menu.update(entries).map(({ member }) => member);
  assertEquals(news(item("a")), ["LayoutUpdated"]);
  assertEquals(revision(), 2);
  assertEquals(news(item("a", "A")), ["ItemsPropertiesUpdated"]);
  assertEquals(news(item("a", "A")), []);
  assertEquals(revision(), 2);
  assertEquals(news(item("a", "B"), item("b")), ["ItemsPropertiesUpdated", "LayoutUpdated"]);
  assertEquals(revision(), 3);
});

Deno.test("createDbusMenu() gives as many levels and properties as are asked for", () => {
  const menu = createDbusMenu(() => {});
  menu.update([item("first"), sub("outer", sub("inner", item("deep")))]);
  const layout = (depth: number, ...names: string[]) => {
    const text = new TextDecoder().decode(ask(menu, "GetLayout", "iias", 0, depth, names));
    return ["first", "outer", "inner", "deep", "enabled"].filter((word) => text.includes(word));
  };
  assertEquals(layout(0), []);
  assertEquals(layout(1), ["first", "outer", "enabled"]);
  assertEquals(layout(2, "label"), ["first", "outer", "inner"]);
  assertEquals(layout(-1, "enabled"), ["enabled"]);
  assertEquals(layout(-1), ["first", "outer", "inner", "deep", "enabled"]);
});

Deno.test("createDbusMenu() refuses arguments that are not what their signature says", () => {
  const menu = createDbusMenu(() => {});
  const bad: readonly [string, string, ...unknown[]][] = [
    ["GetLayout", "iias", "0", -1, []],
    ["GetLayout", "iias"],
    ["GetLayout", "iia", 0, -1, []],
    ["EventGroup", "a(isvu)", [[1]]],
    ["AboutToShowGroup", "ai", 3],
    ["GetProperty", "is", 0, "__proto__"],
  ];
  for (const [member, signature, ...body] of bad) {
    assertThrows(() => ask(menu, member, signature, ...body), BadCall);
  }
});
