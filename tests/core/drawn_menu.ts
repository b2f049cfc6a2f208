/** A menu as lines, for tables. */
import type { MenuEntry } from "../../src/core/menu_entry.ts";

/** What can be chosen stands with what it does, what only informs without. */
export function drawnMenu(entries: readonly MenuEntry[], indent = ""): readonly string[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "separator":
        return [`${indent}--`];
      case "submenu":
        return [`${indent}${entry.label} >`, ...drawnMenu(entry.entries, `${indent}| `)];
      case "item":
        return [`${indent}${entry.label}${entry.action === null ? "" : ` [${entry.action.kind}]`}`];
    }
  });
}
