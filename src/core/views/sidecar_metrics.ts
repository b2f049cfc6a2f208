/** Metrics of sidecars: what each does now, and how often it was restarted. */
import type { Counts } from "../counts.ts";
import type { Sidecar, SidecarPhase } from "../sidecars/sidecar_state.ts";
import { type MetricFamily, stateSamples } from "./metric_family.ts";

const phases = {
  idle: true,
  starting: true,
  healthy: true,
  unhealthy: true,
  restarting: true,
  stopping: true,
  stopped: true,
  failed: true,
} satisfies Readonly<Record<SidecarPhase["kind"], true>>;

export function sidecarMetrics(
  sidecars: readonly Sidecar[],
  { restarts }: Pick<Counts, "restarts">,
): readonly MetricFamily[] {
  return [
    {
      name: "claudeminder_sidecar_state",
      type: "gauge",
      help: "What a sidecar does: 1 for what is so.",
      samples: sidecars.flatMap(({ name, phase }) =>
        stateSamples(Object.keys(phases), phase.kind, { sidecar: name })
      ),
    },
    {
      name: "claudeminder_sidecar_restarts_total",
      type: "counter",
      help: "How often a sidecar was restarted without being asked to.",
      samples: sidecars.map(({ name }) => ({ labels: { sidecar: name }, value: restarts.get(name) ?? 0 })),
    },
  ];
}
