/** Menu entries with text from agents: each label is one line that is not too long. */
import type { Action } from "../action.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { oneLine } from "../text/excerpt.ts";
import { menuAgentLineMax } from "../text/tooltip_and_menu_lengths.ts";
import type { AgentProgram } from "./program.ts";

/** The ids of all entries of a program begin with this. */
export function programEntryId({ source, key }: AgentProgram): string {
  return `${source}:${key}`;
}

export function label(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return indent + oneLine(text, menuAgentLineMax - indent.length);
}

export function info(id: string, text: string): MenuEntry {
  return { kind: "item", id, label: label(text), action: null };
}

export function item(id: string, text: string, action: Action): MenuEntry {
  return { kind: "item", id, label: label(text), action };
}
