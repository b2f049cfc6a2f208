/**
 * The sources of agents: the kinds of coding agents that the program knows, each with its folder here and in `src/agents/`. This is
 * the one place in the core that names them. What a source keeps of its agents is its own affair.
 */
import type { Settings } from "../settings.ts";
import { opencodeCore } from "./opencode/opencode_core.ts";
import type { AgentProgram } from "./program.ts";
import type { AgentAlertSettings, ReportWeight, SourceCore } from "./source_core.ts";

const sources = { opencode: opencodeCore };

/** What is known before anything was reported. */
export const noAgents: AgentsState = { opencode: opencodeCore.initial };

export type SourceId = keyof typeof sources;

/** By source: what it keeps, and what is reported of it. */
type Sources = {
  readonly [S in SourceId]: (typeof sources)[S] extends SourceCore<infer State, infer Report>
    ? { readonly state: State; readonly report: Report }
    : never;
};

/** The same as `sources`, so that the state and the report of one are known to belong together. */
const cores: { readonly [S in SourceId]: SourceCore<Sources[S]["state"], Sources[S]["report"]> } = sources;

const sourceIds = Object.keys(sources) as readonly SourceId[];

/** What each source keeps of its agents. */
export type AgentsState = { readonly [S in SourceId]: Sources[S]["state"] };

/** What the edge of a source has found out. */
export type AgentReport<S extends SourceId = SourceId> = {
  readonly [K in S]: { readonly source: K; readonly content: Sources[K]["report"] };
}[S];

/** The state after a report at `now` (epoch ms); the same one where nothing has changed. */
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

/** Every agent program on this machine as it may be shown at `now`, whatever its source. */
export function agentPrograms(agents: AgentsState, now: number): readonly AgentProgram[] {
  return sourceIds.flatMap((source) => programsOf(agents, source, now));
}

/** Those of one source. */
export function programsOf<S extends SourceId>(
  agents: AgentsState,
  source: S,
  now: number,
): readonly AgentProgram[] {
  return cores[source].programs(agents[source], now);
}

/** A program, with what a person wants to be told of it. */
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

/** Epoch ms of the next moment, after `now`, at which any program changes by time alone; null = none. */
export function nextAgentChange(agents: AgentsState, now: number): number | null {
  const moments = sourceIds.map((source) => nextChangeOf(agents, source, now))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

function nextChangeOf<S extends SourceId>(agents: AgentsState, source: S, now: number): number | null {
  return cores[source].nextChange(agents[source], now);
}
