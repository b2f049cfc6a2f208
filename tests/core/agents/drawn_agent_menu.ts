/** A menu of agents as lines, for tables. */
import { agentsEn } from "../../../src/core/language/en/agent_messages.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { agentEntries } from "../../../src/core/agents/agent_menu.ts";
import type { AgentProgram } from "../../../src/core/agents/program.ts";
import { drawnMenu } from "../drawn_menu.ts";
import { now } from "./opencode/situations.ts";

export const words = { clock: en.clock, agents: agentsEn };

/** The menu of these programs, in English. */
export const menu = (...instances: readonly AgentProgram[]) => drawnMenu(agentEntries(instances, now, words));
