/** What Prometheus is told, made when somebody asks; what makes it is loaded then too. */
import type { AboutProgram } from "../core/views/metrics.ts";
import type { Host } from "../host/host.ts";
import type { Store } from "../tasks/task.ts";

export interface MetricsParts {
  readonly host: Pick<Host, "now" | "processUse">;
  readonly store: Store;
  readonly about: AboutProgram;
}

export function metricsWhenAsked({ host, store, about }: MetricsParts): () => Promise<string> {
  return async () => {
    const { processMetrics, programMetrics } = await import("../core/views/metrics.ts");
    const { metricsText } = await import("../core/views/metric_family.ts");
    return metricsText([
      ...programMetrics(store.state(), host.now(), about),
      ...processMetrics(host.processUse()),
    ]);
  };
}
