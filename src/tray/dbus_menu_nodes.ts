/**
 * The tray menu as numbered nodes with properties, which is how panels know it, and what differs between two of them.
 */
import type { Action } from "../core/action.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import { shownLine } from "../core/text/shown_text.ts";

/** Booleans, numbers (as `i`) and strings; what is not there has its default. */
export type Properties = ReadonlyMap<string, string | boolean | number>;

export interface MenuNode {
  readonly id: number;
  readonly properties: Properties;
  readonly children: readonly MenuNode[];
  readonly action: Action | null;
}

/** What hosts have to be told. */
export interface MenuDifference {
  /** Properties that are new or have a new value, of nodes that are in both menus. */
  readonly updated: readonly { readonly id: number; readonly properties: Properties }[];
  /** Names of properties that are no more. */
  readonly removed: readonly { readonly id: number; readonly names: readonly string[] }[];
  /** The node under which all that came, went or moved lies; null = nothing did. */
  readonly parent: number | null;
}

/**
 * Gives each entry a number that it keeps while it is in the menu. A number is never given again, so a click that crosses
 * a change of the menu on its way hits nothing instead of something else.
 */
export function createNumbering(): { number(entries: readonly MenuEntry[]): readonly MenuNode[] } {
  let last = 0;
  let numbers: ReadonlyMap<string, number> = new Map();
  return {
    number(entries) {
      const next = new Map<string, number>();
      const numberOf = (entry: MenuEntry): number => {
        // An entry that changes its kind is another entry to hosts; one of a double pair needs a number of its own.
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

/** A single `_` would mark a mnemonic and vanish; line breaks, tabs and other control characters break the line. */
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
