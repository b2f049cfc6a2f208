/** Lines of the menu that hold text of agents: each one line, and not too long for it. */
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { oneLine } from "../text/excerpt.ts";

/** Labels are one line of at most this many characters. */
export const LABEL_MAX = 80;

export function label(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return indent + oneLine(text, LABEL_MAX - indent.length);
}

export function info(id: string, text: string): MenuEntry {
  return { kind: "item", id, label: label(text), action: null };
}

export function item(id: string, text: string, action: Action): MenuEntry {
  return { kind: "item", id, label: label(text), action };
}
