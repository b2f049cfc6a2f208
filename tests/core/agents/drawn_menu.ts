/** A menu of agents as lines, for tables. */
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { agentEntries } from "../../../src/core/agents/agent_menu.ts";
import type { AgentProgram } from "../../../src/core/agents/program.ts";
import type { MenuEntry } from "../../../src/core/menu_entry.ts";
import { now } from "./opencode/situations.ts";

export const words = { clock: en.clock, agents: agentsEn };

/** A menu as lines: what can be chosen with what it does, what only informs without. */
function drawn(entries: readonly MenuEntry[], indent = ""): readonly string[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "separator":
        return [`${indent}--`];
      case "submenu":
        return [`${indent}${entry.label} >`, ...drawn(entry.entries, `${indent}| `)];
      case "item":
        return [`${indent}${entry.label}${entry.action === null ? "" : ` [${entry.action.kind}]`}`];
    }
  });
}

/** The menu of these programs, in English. */
export const menu = (...instances: readonly AgentProgram[]) => drawn(agentEntries(instances, now, words));
