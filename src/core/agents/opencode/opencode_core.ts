/** The core of the source OpenCode: its reports are about OpenCode servers. */
import { second } from "../../time/units.ts";
import type { ReportWeight, SourceCore } from "../source_core.ts";
import type { Instance } from "./instance.ts";
import { nextChange, opencodeProgram } from "./opencode_program.ts";
import { instancesAfter, type OpencodeReport } from "./opencode_report.ts";

export const opencodeCore: SourceCore<readonly Instance[], OpencodeReport> = {
  initial: [],
  after: instancesAfter,
  programs: (instances, now) => instances.map((instance) => opencodeProgram(instance, now)),
  nextChange(instances, now) {
    const moments = instances.map((instance) => nextChange(instance, now)).filter((moment) =>
      moment !== null
    );
    return moments.length === 0 ? null : Math.min(...moments);
  },
  weightOf,
  alertSettings({ opencode: { alert_permission, permission_seconds, alert_finished } }) {
    return {
      waitingAfterMs: alert_permission ? permission_seconds * second : null,
      finished: alert_finished,
    };
  },
};

function weightOf(report: OpencodeReport): ReportWeight {
  if (report.type !== "happened") return "change";
  const { event } = report;
  if (event.type === "full-state") return "everything";
  if (event.type !== "message") return "change";
  switch (event.message.type) {
    case "tool":
      return "tool";
    case "todos":
    case "session":
      return "detail";
    case "status":
    case "deleted":
    case "permission-asked":
    case "permission-replied":
    case "question-asked":
    case "question-closed":
    case "error":
    case "disposed":
      return "change";
  }
}
