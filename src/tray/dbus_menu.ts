/**
 * The tray menu as panels read it over D-Bus (`com.canonical.dbusmenu`): it gives numbers to entries, answers the
 * panels' questions, and sends only the signals that a change needs, so that an open menu stays open.
 * Source: libdbusmenu, "dbus-menu.xml", and what xfce4-panel and lxqt-panel were seen to ask.
 */
import * as z from "zod";
import type { Action } from "../core/action.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import { BadCall, type BusBody, type IncomingCall } from "../dbus/bus.ts";
import { answerAs, busMethod, type BusObject, type BusProperty, INVALID_ARGS } from "../dbus/bus_object.ts";
import { type BodyWriter, writeBody } from "../dbus/message_writer.ts";
import {
  createNumbering,
  type MenuDifference,
  menuDifference,
  type MenuNode,
  nodesById,
  type Properties,
} from "./dbus_menu_nodes.ts";

export const MENU_INTERFACE = "com.canonical.dbusmenu";

/** A signal to send from the menu's path. */
export interface MenuSignal {
  readonly member: "ItemsPropertiesUpdated" | "LayoutUpdated";
  readonly body: BusBody;
}

export interface DbusMenu {
  /** Takes the new entries, and gives the signals that tell panels of the difference, in their order. */
  update(entries: readonly MenuEntry[]): readonly MenuSignal[];
  /** Answers a panel's call; throws `BadCall`. */
  answer(call: IncomingCall): BusBody;
}

/** An empty menu. `clicked` is called while a panel's call is answered: it must not throw. */
export function createDbusMenu(clicked: (action: Action) => void): DbusMenu {
  const numbering = createNumbering();
  let revision = 1;
  let root = rootOf([]);
  let nodes = nodesById(root);

  function rootOf(entries: readonly MenuEntry[]): MenuNode {
    const properties = new Map([["children-display", "submenu"]]);
    return { id: 0, properties, children: numbering.number(entries), action: null };
  }
  function node(id: number): MenuNode {
    const found = nodes.get(id);
    if (found === undefined) throw new BadCall(INVALID_ARGS, `There is no menu entry ${id}`);
    return found;
  }
  function event(id: number, name: string): void {
    const { action } = node(id);
    if (name === "clicked" && action !== null) clicked(action);
  }
  function knows(id: number): boolean {
    return nodes.has(id);
  }

  const object: BusObject = {
    interface: MENU_INTERFACE,
    properties: () => MENU_PROPERTIES,
    signals: { ItemsPropertiesUpdated: ["a(ia{sv})", "a(ias)"], LayoutUpdated: ["u", "i"] },
    methods: {
      GetLayout: busMethod({ takes: "iias", gives: "u(ia{sv}av)" }, GET_LAYOUT, ([id, depth, names]) => {
        const top = node(id);
        return (out) => {
          out.uint32(revision);
          writeLayout(out, top, { depth, names });
        };
      }),
      GetGroupProperties: busMethod({ takes: "aias", gives: "a(ia{sv})" }, GET_GROUP, ([ids, names]) => {
        const wanted = ids.length === 0 ? [...nodes.keys()] : ids.filter(knows);
        return (out) => writeGroup(out, wanted.map((id) => ({ id, properties: node(id).properties })), names);
      }),
      GetProperty: busMethod({ takes: "is", gives: "v" }, GET_PROPERTY, ([id, name]) => {
        const value = node(id).properties.get(name);
        if (value === undefined) {
          throw new BadCall(INVALID_ARGS, `Entry ${id} has no property of that name`);
        }
        return (out) => writeValue(out, value);
      }),
      Event: busMethod({ takes: "isvu", gives: "" }, EVENT, ([id, name]) => {
        event(id, name);
        return () => {};
      }),
      EventGroup: busMethod({ takes: "a(isvu)", gives: "ai" }, z.tuple([z.array(EVENT)]), ([events]) => {
        const unknown = events.filter(([id]) => !knows(id)).map(([id]) => id);
        for (const [id, name] of events) if (knows(id)) event(id, name);
        return (out) => writeNumbers(out, unknown);
      }),
      // The menu is always up to date before it is shown.
      AboutToShow: busMethod({ takes: "i", gives: "b" }, z.tuple([z.int()]), ([id]) => {
        node(id);
        return (out) => out.boolean(false);
      }),
      AboutToShowGroup: busMethod({ takes: "ai", gives: "aiai" }, z.tuple([z.array(z.int())]), ([ids]) => {
        const unknown = ids.filter((id) => !knows(id));
        return (out) => {
          writeNumbers(out, []);
          writeNumbers(out, unknown);
        };
      }),
    },
  };

  return {
    update(entries) {
      const before = nodes;
      root = rootOf(entries);
      nodes = nodesById(root);
      const news: MenuSignal[] = [];
      const { updated, removed, parent } = menuDifference(before, nodes);
      if (updated.length > 0 || removed.length > 0) {
        const bytes = writeBody((out) => {
          writeGroup(out, updated, []);
          writeRemoved(out, removed);
        });
        news.push({ member: "ItemsPropertiesUpdated", body: { signature: "a(ia{sv})a(ias)", bytes } });
      }
      if (parent !== null) {
        revision += 1;
        const bytes = writeBody((out) => {
          out.uint32(revision);
          out.int32(parent);
        });
        news.push({ member: "LayoutUpdated", body: { signature: "ui", bytes } });
      }
      return news;
    },
    answer: (call) => answerAs(object, call),
  };
}

const GET_LAYOUT = z.tuple([z.int(), z.int(), z.array(z.string())]);
const GET_GROUP = z.tuple([z.array(z.int()), z.array(z.string())]);
const GET_PROPERTY = z.tuple([z.int(), z.string()]);
const EVENT = z.tuple([z.int(), z.string(), z.unknown(), z.unknown()]);

const MENU_PROPERTIES: Readonly<Record<string, BusProperty>> = {
  Version: { signature: "u", write: (out) => out.uint32(3) },
  TextDirection: { signature: "s", write: (out) => out.string("ltr") },
  Status: { signature: "s", write: (out) => out.string("normal") },
  IconThemePath: { signature: "as", write: (out) => out.array(4, () => {}) },
};

interface LayoutRequest {
  /** How many levels of children; negative = all of them. */
  readonly depth: number;
  /** Empty = all. */
  readonly names: readonly string[];
}

/** `(ia{sv}av)` */
function writeLayout(out: BodyWriter, node: MenuNode, { depth, names }: LayoutRequest): void {
  out.struct(() => {
    out.int32(node.id);
    writeProperties(out, node.properties, names);
    out.array(1, () => {
      if (depth === 0) return;
      for (const child of node.children) {
        out.variant("(ia{sv}av)", () => writeLayout(out, child, { depth: depth - 1, names }));
      }
    });
  });
}

/** `a(ia{sv})` */
function writeGroup(
  out: BodyWriter,
  group: MenuDifference["updated"],
  names: readonly string[],
): void {
  out.array(8, () => {
    for (const { id, properties } of group) {
      out.struct(() => {
        out.int32(id);
        writeProperties(out, properties, names);
      });
    }
  });
}

/** `a(ias)` */
function writeRemoved(out: BodyWriter, removed: MenuDifference["removed"]): void {
  out.array(8, () => {
    for (const { id, names } of removed) {
      out.struct(() => {
        out.int32(id);
        out.array(4, () => names.forEach((name) => out.string(name)));
      });
    }
  });
}

/** `a{sv}` */
function writeProperties(out: BodyWriter, properties: Properties, names: readonly string[]): void {
  out.array(8, () => {
    for (const [name, value] of properties) {
      if (names.length > 0 && !names.includes(name)) continue;
      out.struct(() => {
        out.string(name);
        writeValue(out, value);
      });
    }
  });
}

/** `v` */
function writeValue(out: BodyWriter, value: string | boolean | number): void {
  switch (typeof value) {
    case "string":
      return out.variant("s", () => out.string(value));
    case "boolean":
      return out.variant("b", () => out.boolean(value));
    case "number":
      return out.variant("i", () => out.int32(value));
  }
}

/** `ai` */
function writeNumbers(out: BodyWriter, numbers: readonly number[]): void {
  out.array(4, () => numbers.forEach((number) => out.int32(number)));
}
