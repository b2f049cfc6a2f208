/**
 * The list of sources, that is of the kinds of coding agents that the program knows. Each has a folder here and one in `src/agents/`.
 * No other file of the core may import from those folders.
 */
import type { Settings } from "../settings.ts";
import { opencodeCore } from "./opencode/opencode_core.ts";
import type { AgentProgram } from "./program.ts";
import type { AgentAlertSettings, ReportWeight, SourceCore } from "./source_core.ts";

const sources = { opencode: opencodeCore };

/** The state before the first report. */
export const noAgents: AgentsState = { opencode: opencodeCore.initial };

export type SourceId = keyof typeof sources;

/** For each source: the types of its state and of its reports. */
type Sources = {
  readonly [S in SourceId]: (typeof sources)[S] extends SourceCore<infer State, infer Report>
    ? { readonly state: State; readonly report: Report }
    : never;
};

/** The same as `sources`, typed so that the state and the report of one source belong together. */
const cores: { readonly [S in SourceId]: SourceCore<Sources[S]["state"], Sources[S]["report"]> } = sources;

export const sourceIds = Object.keys(sources) as readonly SourceId[];

/** The state of each source. */
export type AgentsState = { readonly [S in SourceId]: Sources[S]["state"] };

/** A report of the edge of a source. */
export type AgentReport<S extends SourceId = SourceId> = {
  readonly [K in S]: { readonly source: K; readonly content: Sources[K]["report"] };
}[S];

/** The state after a report at `now` (epoch ms); the same object if nothing has changed. */
export function agentsAfter<S extends SourceId>(
  agents: AgentsState,
  { source, content }: AgentReport<S>,
  now: number,
): AgentsState {
  const after = cores[source].after(agents[source], content, now);
  return after === agents[source] ? agents : { ...agents, [source]: after };
}

export function weightOf<S extends SourceId>({ source, content }: AgentReport<S>): ReportWeight {
  return cores[source].weightOf(content);
}

/** All agent programs of all sources, as they are shown at `now` (epoch ms). */
export function agentPrograms(agents: AgentsState, now: number): readonly AgentProgram[] {
  return sourceIds.flatMap((source) => programsOf(agents, source, now));
}

/** The agent programs of one source. */
export function programsOf<S extends SourceId>(
  agents: AgentsState,
  source: S,
  now: number,
): readonly AgentProgram[] {
  return cores[source].programs(agents[source], now);
}

/** A program, and which alerts about it are wanted. */
export interface ProgramWithAlerts extends AgentAlertSettings {
  readonly program: AgentProgram;
}

export function programsWithAlerts(
  agents: AgentsState,
  settings: Settings,
  now: number,
): readonly ProgramWithAlerts[] {
  return sourceIds.flatMap((source) => {
    const alerts = cores[source].alertSettings(settings);
    return programsOf(agents, source, now).map((program) => ({ program, ...alerts }));
  });
}

/** When a program changes next by time alone: epoch ms, after `now`; null = none does. */
export function nextAgentChange(agents: AgentsState, now: number): number | null {
  const moments = sourceIds.map((source) => nextChangeOf(agents, source, now))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

function nextChangeOf<S extends SourceId>(agents: AgentsState, source: S, now: number): number | null {
  return cores[source].nextChange(agents[source], now);
}
