/** One entry of the menu, as data. */
import type { Action } from "./action.ts";
import { cut, shownLine } from "./text/shown_text.ts";
import { menuLabelMax } from "./text/tooltip_and_menu_lengths.ts";

/** `id` is unique in the whole menu, and an entry keeps it while its label changes. */
export type MenuEntry =
  | {
    readonly kind: "item";
    readonly id: string;
    readonly label: string;
    /** Null = the entry only informs. It is shown as disabled unless it is a `figure`. */
    readonly action: Action | null;
    /**
     * The entry is what people open the menu for. It is as readable as one that can be chosen, though choosing it does
     * nothing.
     */
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

/**
 * The entry with labels of one line that are not too long and have no invisible character. Its action stays as it is.
 */
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
