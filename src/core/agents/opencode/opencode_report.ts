/** What is reported of the OpenCode servers, and all that are known after a report. */
import { instanceAfter, newInstance } from "./instance_after_event.ts";
import type { Instance } from "./instance.ts";
import type { InstanceEvent } from "./instance_event.ts";

/** `key`: of an instance, "port:pid", or "host:port:pid". */
export type OpencodeReport =
  | {
    readonly type: "found";
    readonly key: string;
    readonly port: number;
    /** Absent = 127.0.0.1 or [::1]. */
    readonly host?: string;
    /** Null = not known: a port or a server of the settings. */
    readonly pid: number | null;
    readonly tty: string;
    readonly version: string;
  }
  | { readonly type: "happened"; readonly key: string; readonly event: InstanceEvent }
  | { readonly type: "gone"; readonly key: string };

/** The instances after a report; the same list where nothing has changed. */
export function instancesAfter(
  instances: readonly Instance[],
  report: OpencodeReport,
  now: number,
): readonly Instance[] {
  switch (report.type) {
    case "found": {
      const { type: _, ...found } = report;
      return [...instances.filter(({ key }) => key !== report.key), newInstance(found, now)];
    }
    case "happened": {
      const index = instances.findIndex(({ key }) => key === report.key);
      const before = instances[index];
      if (before === undefined) return instances;
      const after = instanceAfter(before, report.event, now);
      return after === before ? instances : instances.with(index, after);
    }
    case "gone":
      return instances.filter(({ key }) => key !== report.key);
  }
}
