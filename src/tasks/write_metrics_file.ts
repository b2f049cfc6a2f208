/**
 * Writes the metrics into a file for node_exporter's textfile collector, where the settings name one. What the process uses is not in
 * it: node_exporter tells the same names of itself, and refuses a file that has them too.
 */
import { placeOf } from "../core/text/path.ts";
import type { Reason } from "../core/reason.ts";
import { ReasonError } from "../core/reason_error.ts";
import type { AboutProgram } from "../core/views/metrics.ts";
import { second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import { writeChangedFiles } from "./paced_file_writes.ts";
import type { Store, Task } from "./task.ts";
import { whileSettingsSame } from "./while_settings_same.ts";

/** Prometheus asks no more often. */
const everyMs = 15 * second;
/** node_exporter runs as another user. */
const readableMode = 0o644;

export interface MetricsFileParts {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "run"> & {
    readonly files: Pick<Host["files"], "write" | "remove" | "stat">;
  };
  readonly store: Store;
  readonly about: AboutProgram;
}

export function writeMetricsFile({ host, store, about }: MetricsFileParts): Task {
  function trouble(path: string, why: Reason | null): void {
    const reason: Reason | null = why === null
      ? null
      : { about: "own-file", kind: "unwritable", file: path, why };
    store.dispatch({ type: "remark", id: `file:${path}`, reason, now: host.now() });
  }

  return whileSettingsSame(store, ({ metrics: { textfile } }) => textfile, async (signal, path) => {
    if (path === "") return;
    const { nextMetricsChange, programMetrics } = await import("../core/views/metrics.ts");
    const { metricsText } = await import("../core/views/metric_family.ts");
    await writeChangedFiles({
      host: { ...host, files: { ...host.files, write: intoFolder(host.files) } },
      files: [{
        path,
        mode: readableMode,
        content(now) {
          const text = metricsText(programMetrics(store.state(), now, about));
          return { text, key: text };
        },
        // Figures that nobody renews must not stay.
        atEnd: () => "removed",
        tell: null,
      }],
      everyMs,
      subscribe: (listener) => store.subscribe(listener),
      nextAt: (now) => nextMetricsChange(store.state(), now),
      trouble,
    })(signal);
  });
}

/** A folder that is missing is not made: it would be one that node_exporter may not enter. */
function intoFolder({ stat, write }: MetricsFileParts["host"]["files"]): Host["files"]["write"] {
  return async (path, data, mode) => {
    const { folder } = placeOf(path);
    if (await stat(folder === "" ? "/" : folder) === null) {
      const why: Reason = { about: "folder", kind: "missing" };
      throw new ReasonError({ about: "folder", kind: "unusable", folder, why });
    }
    await write(path, data, mode);
  };
}
