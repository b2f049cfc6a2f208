/**
 * The tray menu for systray2. Once a menu is shown there, its entries can only be renamed, hidden and shown. So a menu
 * is laid out with spare places, and entries are put into the places in order. If the entries do not fit, a new layout
 * is needed.
 */
import type { Action } from "../core/action.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import { shownLine } from "../core/text/shown_text.ts";
import type { Platform } from "../platform/platform.ts";
import type { TrayKind } from "./tray_kind.ts";

/** How many spare places there are in each run of entries. */
const SPARE_ITEMS = 8;

/** How labels are written on a system. */
export interface LabelStyle {
  /** Whether a tick is drawn into the label, because the helper's own ticks do not work. */
  readonly drawTicks: boolean;
  /** Escapes characters that the system would take for something else. */
  escape(label: string): string;
}

/** The style of a system. `kind`: the kind of tray there, on Linux. */
export function labelStyle({ os }: Pick<Platform, "os">, kind: TrayKind | null): LabelStyle {
  switch (os) {
    case "linux":
      // Only panels that get the menu over D-Bus have mnemonics.
      return {
        drawTicks: true,
        escape: (label) => kind === "xembed" ? label : label.replaceAll("_", "__"),
      };
    case "windows":
      return { drawTicks: false, escape: (label) => label.replaceAll("&", "&&") };
    case "macos":
      return { drawTicks: false, escape: (label) => label };
  }
}

/** One entry as systray2 wants it. `__id`: its number in the order of the layout, from 1. */
export interface SystrayItem {
  readonly __id: number;
  readonly title: string;
  readonly tooltip: string;
  readonly enabled: boolean;
  readonly hidden: boolean;
  readonly checked: boolean;
  readonly items?: readonly SystrayItem[];
}

export interface SystrayMenu {
  /** The whole layout, for the start. */
  readonly items: readonly SystrayItem[];
  /** The items that change for these entries, without their `items`; null = the entries do not fit. */
  update(entries: readonly MenuEntry[]): readonly SystrayItem[] | null;
  /** What a click on the item does now; null = nothing. */
  action(id: number): Action | null;
}

/** Lays out a menu for these entries, and for others that are similar. */
export function layOutMenu(entries: readonly MenuEntry[], style: LabelStyle): SystrayMenu {
  const places = numbered(placesFor(entries, true));
  let shown = fill(places, entries, style) ?? new Map<number, Filled>();
  const itemOf = (place: MenuPlace): SystrayItem => {
    const item = (shown.get(place.id) ?? EMPTY).item;
    return {
      ...item,
      __id: place.id,
      ...(place.kind === "submenu" ? { items: place.places.map(itemOf) } : {}),
    };
  };
  return {
    items: places.map(itemOf),
    update(next) {
      const filled = fill(places, next, style);
      if (filled === null) return null;
      const before = shown;
      shown = filled;
      return allPlaces(places).flatMap(({ id }) => {
        const item = (filled.get(id) ?? EMPTY).item;
        return sameItem(item, (before.get(id) ?? EMPTY).item) ? [] : [{ ...item, __id: id }];
      });
    },
    action: (id) => shown.get(id)?.action ?? null,
  };
}

type UnnumberedPlace =
  | { readonly kind: "item" }
  | { readonly kind: "separator" }
  | { readonly kind: "submenu"; readonly places: readonly UnnumberedPlace[] };

type MenuPlace =
  | { readonly kind: "item"; readonly id: number }
  | { readonly kind: "separator"; readonly id: number }
  | { readonly kind: "submenu"; readonly id: number; readonly places: readonly MenuPlace[] };

type ShownItem = Omit<SystrayItem, "__id" | "items">;

interface Filled {
  readonly item: ShownItem;
  readonly action: Action | null;
}

const EMPTY: Filled = {
  item: { title: "", tooltip: "", enabled: false, hidden: true, checked: false },
  action: null,
};

/**
 * systray2's own way to write a separator. It only works at the top level: a separator in a submenu would be shown at
 * the top.
 */
const SEPARATOR: Filled = {
  ...EMPTY,
  item: { ...EMPTY.item, title: "<SEPARATOR>", enabled: true, hidden: false },
};
const DRAWN_SEPARATOR = "────────";

/** Places for these entries, spare places after each run of items, and a spare submenu at the end of each section. */
function placesFor(entries: readonly MenuEntry[], top: boolean): readonly UnnumberedPlace[] {
  const places: UnnumberedPlace[] = [];
  const addItems = (count: number) => {
    for (let i = 0; i < count; i++) places.push({ kind: "item" });
  };
  const endSection = () => {
    addItems(SPARE_ITEMS);
    if (top) places.push({ kind: "submenu", places: placesFor([], false) });
  };
  for (const entry of entries) {
    switch (entry.kind) {
      case "item":
        addItems(1);
        break;
      case "separator":
        if (top) {
          endSection();
          places.push({ kind: "separator" });
        } else addItems(1);
        break;
      case "submenu":
        addItems(SPARE_ITEMS);
        places.push({ kind: "submenu", places: placesFor(entry.entries, false) });
        break;
    }
  }
  endSection();
  return places;
}

function numbered(shapes: readonly UnnumberedPlace[]): readonly MenuPlace[] {
  let last = 0;
  const number = (shape: UnnumberedPlace): MenuPlace => {
    const id = ++last;
    return shape.kind === "submenu"
      ? { kind: "submenu", id, places: shape.places.map(number) }
      : { kind: shape.kind, id };
  };
  return shapes.map(number);
}

/** The content of each place that is not empty, by its number; null = the entries do not fit. */
function fill(
  places: readonly MenuPlace[],
  entries: readonly MenuEntry[],
  style: LabelStyle,
): ReadonlyMap<number, Filled> | null {
  const filled = new Map<number, Filled>();
  const fillLevel = (level: readonly MenuPlace[], wanted: readonly MenuEntry[], top: boolean): boolean => {
    let at = 0;
    for (const entry of wanted) {
      const kind = entry.kind === "separator" && !top ? "item" : entry.kind;
      // A separator cannot be hidden, so it must not be skipped.
      while (at < level.length && level[at]?.kind !== kind && level[at]?.kind !== "separator") at += 1;
      const place = level[at];
      if (place === undefined || place.kind !== kind) return false;
      at += 1;
      filled.set(place.id, filledBy(entry, top, style));
      if (place.kind === "submenu" && entry.kind === "submenu") {
        if (!fillLevel(place.places, entry.entries, false)) return false;
      }
    }
    return level.slice(at).every((place) => place.kind !== "separator");
  };
  return fillLevel(places, entries, true) ? filled : null;
}

function filledBy(entry: MenuEntry, top: boolean, style: LabelStyle): Filled {
  const visible = (label: string, enabled: boolean, checked = false): ShownItem => {
    const ticked = checked && style.drawTicks ? `✓ ${label}` : label;
    return { title: ticked, tooltip: "", enabled, hidden: false, checked: checked && !style.drawTicks };
  };
  switch (entry.kind) {
    case "separator":
      return top ? SEPARATOR : { item: visible(DRAWN_SEPARATOR, false), action: null };
    case "submenu":
      return { item: visible(style.escape(shownLine(entry.label)), true), action: null };
    case "item": {
      const label = style.escape(shownLine(entry.label));
      return {
        item: visible(label, entry.action !== null || entry.figure === true, entry.checked),
        action: entry.action,
      };
    }
  }
}

function allPlaces(places: readonly MenuPlace[]): readonly MenuPlace[] {
  return places.flatMap((place) => [place, ...(place.kind === "submenu" ? allPlaces(place.places) : [])]);
}

function sameItem(one: ShownItem, other: ShownItem): boolean {
  return one.title === other.title && one.enabled === other.enabled && one.hidden === other.hidden &&
    one.checked === other.checked;
}
