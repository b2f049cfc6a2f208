/** What an event changes while the processes are being ended, and what comes when they are gone. */
import { afterFailure } from "./sidecar_failure.ts";
import type { AfterStop, Moment, SidecarEvent, Supervised, SupervisionRules } from "./sidecar_state.ts";
import { inPhase, type PhaseOf, started } from "./supervised_phase.ts";

export function whileStopping(
  supervised: Supervised,
  phase: PhaseOf<"stopping">,
  event: SidecarEvent,
  rules: SupervisionRules,
  moment: Moment,
): Supervised {
  const { next } = phase;
  const hasProcess = phase.process !== null;
  switch (event.kind) {
    case "start":
      // It comes back by itself, after its pause, and that counts.
      if (next.kind === "restart" && event.by === "program") return supervised;
      return withNext(supervised, phase, { kind: "start" });
    case "restart":
      return withNext(supervised, phase, { kind: "start" });
    case "stop":
      return withNext(supervised, phase, { kind: "stopped" });
    case "spawned":
      return hasProcess ? supervised : inPhase(supervised, { ...phase, process: event.process });
    case "exited":
      // Others of its group may still be there.
      return hasProcess ? inPhase(supervised, { ...phase, process: null }) : supervised;
    case "not-spawned":
      return hasProcess ? supervised : afterGone(supervised, next, [], rules, moment);
    case "gone":
      return afterGone(supervised, next, event.lastLines, rules, moment);
    case "ready":
    case "check-passed":
    case "check-failed":
    case "tick":
      return supervised;
  }
}

function afterGone(
  supervised: Supervised,
  next: AfterStop,
  lastLines: readonly string[],
  rules: SupervisionRules,
  moment: Moment,
): Supervised {
  switch (next.kind) {
    case "start":
      return started(supervised, moment.now);
    case "restart":
      return afterFailure(supervised, { why: next.why, lastLines }, rules, moment);
    case "stopped":
    case "removed":
      return inPhase(supervised, { kind: "stopped", at: moment.now });
  }
}

/** What is removed stays so, whatever is asked of it. */
function withNext(supervised: Supervised, phase: PhaseOf<"stopping">, next: AfterStop): Supervised {
  return phase.next.kind === "removed" || phase.next.kind === next.kind
    ? supervised
    : inPhase(supervised, { ...phase, next });
}
