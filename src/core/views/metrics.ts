/** Everything that is told to Prometheus, made from the state when it is asked for. */
import { alertKinds } from "../alerts/kinds.ts";
import { nextAgentChange } from "../agents/sources.ts";
import type { State } from "../state.ts";
import type { System } from "../system.ts";
import { hour, second } from "../time/units.ts";
import { agentMetrics } from "./agent_metrics.ts";
import { type MetricFamily, singleMetric, unixSeconds } from "./metric_family.ts";
import { sidecarMetrics } from "./sidecar_metrics.ts";
import { nextViewChange } from "./tray_view.ts";
import { usageMetrics } from "./usage_metrics.ts";

export interface AboutProgram {
  readonly version: string;
  readonly os: System;
}

/** What the program knows, without what it costs. */
export function programMetrics(
  state: State,
  now: number,
  { version, os }: AboutProgram,
): readonly MetricFamily[] {
  return [
    {
      name: "claudeminder_build_info",
      type: "gauge",
      help: "Which program this is.",
      samples: [{ labels: { version, os }, value: 1 }],
    },
    ...usageMetrics(state, now),
    ...agentMetrics(state.agents, now),
    ...sidecarMetrics(state.sidecars, state.counts),
    {
      name: "claudeminder_alerts_told_total",
      type: "counter",
      help: "Alerts that a person was told, by kind.",
      samples: alertKinds.map(({ kind }) => ({ labels: { kind }, value: state.counts.told.get(kind) ?? 0 })),
    },
  ];
}

/** What a process uses, under the names that Prometheus' own clients have for it. */
export function processMetrics(
  { cpuMs, residentBytes, startedAt }: {
    readonly cpuMs: number;
    readonly residentBytes: number;
    readonly startedAt: number;
  },
): readonly MetricFamily[] {
  return [
    singleMetric(
      "process_cpu_seconds_total",
      "counter",
      "Processor time that was used, in seconds.",
      cpuMs / second,
    ),
    singleMetric("process_resident_memory_bytes", "gauge", "Resident memory, in bytes.", residentBytes),
    singleMetric(
      "process_start_time_seconds",
      "gauge",
      "When the process was started, in seconds since 1970.",
      unixSeconds(startedAt),
    ),
  ];
}

/** Epoch ms of the next moment at which time alone changes one of `programMetrics()`. */
export function nextMetricsChange(state: State, now: number): number {
  const budget = state.requestLog.requests.map((at) => at + hour).filter((at) => at > now);
  return Math.min(nextViewChange(state, now), nextAgentChange(state.agents, now) ?? Infinity, ...budget);
}
