/** The tray menu as panels know it: numbered nodes with properties; and the difference between two menus. */
import type { Action } from "../core/action.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import { shownLine } from "../core/text/shown_text.ts";

/** Booleans, numbers (as `i`) and strings. A property that is missing has its default. */
export type Properties = ReadonlyMap<string, string | boolean | number>;

export interface MenuNode {
  readonly id: number;
  readonly properties: Properties;
  readonly children: readonly MenuNode[];
  readonly action: Action | null;
}

/** What panels have to be told. */
export interface MenuDifference {
  /** Properties that are new or have a new value, of nodes that are in both menus. */
  readonly updated: readonly { readonly id: number; readonly properties: Properties }[];
  /** Names of properties that do not exist any more. */
  readonly removed: readonly { readonly id: number; readonly names: readonly string[] }[];
  /** The node above all nodes that came, went or moved; null = none did. */
  readonly parent: number | null;
}

/**
 * Gives each entry a number that it keeps while it is in the menu. No number is used twice: a click that was sent just
 * before the menu changed does nothing, instead of something else.
 */
export function createNumbering(): { number(entries: readonly MenuEntry[]): readonly MenuNode[] } {
  let last = 0;
  let numbers: ReadonlyMap<string, number> = new Map();
  return {
    number(entries) {
      const next = new Map<string, number>();
      const numberOf = (entry: MenuEntry): number => {
        // For panels, an entry that changes its kind is another entry. Two entries with the same id need two numbers.
        let key = `${entry.kind}:${entry.id}`;
        while (next.has(key)) key += "+";
        const number = numbers.get(key) ?? ++last;
        next.set(key, number);
        return number;
      };
      const nodeOf = (entry: MenuEntry): MenuNode => ({
        id: numberOf(entry),
        properties: propertiesOf(entry),
        children: entry.kind === "submenu" ? entry.entries.map(nodeOf) : [],
        action: entry.kind === "item" ? entry.action : null,
      });
      const tree = entries.map(nodeOf);
      numbers = next;
      return tree;
    },
  };
}

function propertiesOf(entry: MenuEntry): Properties {
  switch (entry.kind) {
    case "separator":
      return new Map([["type", "separator"]]);
    case "submenu":
      return new Map<string, string | boolean>([
        ["label", menuLabel(entry.label)],
        ["enabled", true],
        ["children-display", "submenu"],
      ]);
    case "item": {
      const properties = new Map<string, string | boolean | number>([
        ["label", menuLabel(entry.label)],
        ["enabled", entry.action !== null || entry.figure === true],
      ]);
      if (entry.checked !== undefined) {
        properties.set("toggle-type", "checkmark");
        properties.set("toggle-state", entry.checked ? 1 : 0);
      }
      return properties;
    }
  }
}

/**
 * A single `_` would be taken for a mnemonic and not be shown. Line breaks, tabs and other control characters would
 * break the line.
 */
export function menuLabel(text: string): string {
  return shownLine(text).replaceAll("_", "__");
}

export function nodesById(root: MenuNode): ReadonlyMap<number, MenuNode> {
  const nodes = new Map<number, MenuNode>();
  const add = (node: MenuNode) => {
    nodes.set(node.id, node);
    node.children.forEach(add);
  };
  add(root);
  return nodes;
}

/** The difference between two menus, as `nodesById()` gives them. */
export function menuDifference(
  before: ReadonlyMap<number, MenuNode>,
  after: ReadonlyMap<number, MenuNode>,
): MenuDifference {
  const updated: { readonly id: number; readonly properties: Properties }[] = [];
  const removed: { readonly id: number; readonly names: readonly string[] }[] = [];
  const parents: number[] = [];
  for (const [id, { properties, children }] of after) {
    const old = before.get(id);
    if (old === undefined) continue;
    const changed = new Map([...properties].filter(([name, value]) => old.properties.get(name) !== value));
    if (changed.size > 0) updated.push({ id, properties: changed });
    const names = [...old.properties.keys()].filter((name) => !properties.has(name));
    if (names.length > 0) removed.push({ id, names });
    const same = old.children.length === children.length &&
      old.children.every((child, index) => child.id === children[index]?.id);
    if (!same) parents.push(id);
  }
  const [first, ...others] = parents;
  return { updated, removed, parent: first === undefined ? null : others.length === 0 ? first : 0 };
}
