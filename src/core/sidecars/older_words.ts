/** The words that older supervisors had for the phases of a sidecar. Programs that read them know no others. */
import type { SidecarPhase } from "./sidecar_state.ts";

export type OlderWord = "idle" | "starting" | "running" | "stopping" | "stopped" | "error" | "restarting";

export function olderWord(phase: SidecarPhase): OlderWord {
  switch (phase.kind) {
    case "healthy":
    case "unhealthy":
      return "running";
    case "failed":
      return "error";
    case "idle":
    case "starting":
    case "restarting":
    case "stopping":
    case "stopped":
      return phase.kind;
  }
}
