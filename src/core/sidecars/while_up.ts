/** What an event changes while the program runs, or is about to. */
import { second } from "../time/units.ts";
import { afterFailure, reasonOfEnd } from "./sidecar_failure.ts";
import type { AfterStop, Moment, SidecarEvent, Supervised, SupervisionRules } from "./sidecar_state.ts";
import { inPhase, type UpPhase } from "./supervised_phase.ts";

export function whileUp(
  supervised: Supervised,
  phase: UpPhase,
  event: SidecarEvent,
  rules: SupervisionRules,
  moment: Moment,
): Supervised {
  const { now } = moment;
  const stopping = (next: AfterStop) =>
    inPhase(supervised, { kind: "stopping", since: now, process: phase.process, next });
  switch (event.kind) {
    case "start":
    case "gone":
      return supervised;
    case "stop":
      return stopping({ kind: "stopped" });
    case "restart":
      return stopping({ kind: "start" });
    case "spawned":
      return phase.process === null ? inPhase(supervised, { ...phase, process: event.process }) : supervised;
    case "not-spawned":
      return phase.process === null
        ? afterFailure(supervised, { why: event.why, lastLines: [] }, rules, moment)
        : supervised;
    case "ready":
      if (phase.kind === "starting") {
        return inPhase(supervised, { kind: "healthy", since: now, process: event.process });
      }
      return phase.process.url === event.process.url
        ? supervised
        : inPhase(supervised, { ...phase, process: event.process });
    case "check-passed":
      return phase.kind === "unhealthy"
        ? inPhase(supervised, { kind: "healthy", since: now, process: phase.process })
        : supervised;
    case "check-failed": {
      // What is not up yet has its start limit.
      if (phase.kind === "starting") return supervised;
      const { why } = event;
      const [failures, since] = phase.kind === "healthy" ? [1, now] : [phase.failures + 1, phase.since];
      return failures >= rules.unhealthyAfter
        ? stopping({ kind: "restart", why })
        : inPhase(supervised, { kind: "unhealthy", since, failures, why, process: phase.process });
    }
    case "exited":
      return afterFailure(
        supervised,
        { why: reasonOfEnd(event.end), lastLines: event.lastLines },
        rules,
        moment,
      );
    case "tick": {
      if (phase.kind !== "starting" || now < phase.since + rules.startLimitMs) return supervised;
      const seconds = rules.startLimitMs / second;
      const why = event.notReady === undefined ? {} : { why: event.notReady };
      return stopping({ kind: "restart", why: { about: "sidecar", kind: "not-ready", seconds, ...why } });
    }
  }
}
