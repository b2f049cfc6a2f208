/**
 * The kinds of agents that the program knows, each with its folder here and in `src/agents/`: the one place in the core that
 * names them. The state of each is its own affair.
 */
import type { Instance } from "./opencode/instance.ts";
import { opencodeCore } from "./opencode/opencode_core.ts";
import type { OpencodeReport } from "./opencode/report.ts";
import type { AgentProgram } from "./program.ts";
import type { ReportWeight, SourceCore } from "./source_core.ts";

/** By its id: what a source keeps, and what is reported of it. */
interface Sources {
  readonly opencode: { readonly state: readonly Instance[]; readonly report: OpencodeReport };
}

const sources: { readonly [S in SourceId]: SourceCore<Sources[S]["state"], Sources[S]["report"]> } = {
  opencode: opencodeCore,
};

/** Every source there is. */
export const sourceIds = Object.keys(sources) as readonly SourceId[];

export type SourceId = keyof Sources;

/** What each source knows. */
export type AgentsState = { readonly [S in SourceId]: Sources[S]["state"] };

/** What the edge of a source has found out. */
export type AgentReport<S extends SourceId = SourceId> = {
  readonly [K in S]: { readonly source: K; readonly content: Sources[K]["report"] };
}[S];

export const noAgents: AgentsState = { opencode: opencodeCore.initial };

/** The state after a report at `now` (epoch ms); the same one where nothing has changed. */
export function agentsAfter<S extends SourceId>(
  agents: AgentsState,
  { source, content }: AgentReport<S>,
  now: number,
): AgentsState {
  const after = sources[source].after(agents[source], content, now);
  return after === agents[source] ? agents : { ...agents, [source]: after };
}

/** Every agent program on this machine as it may be shown at `now`, whatever its kind. */
export function agentPrograms(agents: AgentsState, now: number): readonly AgentProgram[] {
  return sourceIds.flatMap((source) => programsOf(agents, source, now));
}

export function programsOf<S extends SourceId>(
  agents: AgentsState,
  source: S,
  now: number,
): readonly AgentProgram[] {
  return sources[source].programs(agents[source], now);
}

/** Epoch ms of the next moment, after `now`, at which any of them changes by time alone; null = none. */
export function nextAgentChange(agents: AgentsState, now: number): number | null {
  const moments = sourceIds.map((source) => nextChangeOf(agents, source, now))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : Math.min(...moments);
}

function nextChangeOf<S extends SourceId>(agents: AgentsState, source: S, now: number): number | null {
  return sources[source].nextChange(agents[source], now);
}

export function weightOf<S extends SourceId>({ source, content }: AgentReport<S>): ReportWeight {
  return sources[source].weightOf(content);
}
