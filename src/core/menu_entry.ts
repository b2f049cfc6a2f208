/** One entry of the menu, as data. */
import type { Action } from "./action.ts";
import { cut, shownLine } from "./text/shown_text.ts";
import { menuLabelMax } from "./text/tray_text_lengths.ts";

/** `id` is stable over views and unique in the whole menu: the same entry keeps it while its label changes. */
export type MenuEntry =
  | {
    readonly kind: "item";
    readonly id: string;
    readonly label: string;
    /** An entry without one only informs, and is shown disabled unless it is a `figure`. */
    readonly action: Action | null;
    /** What the menu is opened for: as readable as an entry that can be chosen, though choosing it does nothing. */
    readonly figure?: true;
    readonly checked?: boolean;
  }
  | {
    readonly kind: "submenu";
    readonly id: string;
    readonly label: string;
    readonly entries: readonly MenuEntry[];
  }
  | { readonly kind: "separator"; readonly id: string };

/** The entry with labels of one line, not too long, all of which can be seen. What it does is data, and stays. */
export function shownEntry(entry: MenuEntry): MenuEntry {
  const shown = (label: string) => cut(shownLine(label), menuLabelMax);
  switch (entry.kind) {
    case "separator":
      return entry;
    case "item":
      return { ...entry, label: shown(entry.label) };
    case "submenu":
      return { ...entry, label: shown(entry.label), entries: entry.entries.map(shownEntry) };
  }
}
