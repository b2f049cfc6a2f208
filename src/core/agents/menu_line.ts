/** Lines of the menu that hold text of agents: each one line, and not too long for it. */
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { oneLine } from "../text/excerpt.ts";
import type { AgentProgram } from "./program.ts";

/** Labels are one line of at most this many characters. */
export const LABEL_MAX = 80;

/** What the id of each entry of a program begins with. */
export function programEntryId({ source, key }: AgentProgram): string {
  return `${source}:${key}`;
}

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
