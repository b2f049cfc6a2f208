/** What several phases of a sidecar hold, read from any of them. */
import type { Reason } from "../reason.ts";
import type { SidecarPhase, SidecarProcess } from "./sidecar_state.ts";

/** Each that there is. */
export const phaseKinds = [
  "idle",
  "starting",
  "healthy",
  "unhealthy",
  "restarting",
  "stopping",
  "stopped",
  "failed",
] as const satisfies readonly SidecarPhase["kind"][];

/** Null = there is none, or it does not exist yet. */
export function processIn(phase: SidecarPhase): SidecarProcess | null {
  switch (phase.kind) {
    case "starting":
    case "healthy":
    case "unhealthy":
    case "stopping":
      return phase.process;
    case "idle":
    case "restarting":
    case "stopped":
    case "failed":
      return null;
  }
}

/** Why it is not well, or does not run though it should; null = nothing is wrong. */
export function reasonIn(phase: SidecarPhase): Reason | null {
  switch (phase.kind) {
    case "unhealthy":
    case "restarting":
    case "failed":
      return phase.why;
    case "stopping":
      return phase.next.kind === "restart" ? phase.next.why : null;
    case "idle":
    case "starting":
    case "healthy":
    case "stopped":
      return null;
  }
}

/** Epoch ms; null = it was never started, or is in the pause before a restart. */
export function sinceIn(phase: SidecarPhase): number | null {
  switch (phase.kind) {
    case "starting":
    case "healthy":
    case "unhealthy":
    case "stopping":
      return phase.since;
    case "stopped":
    case "failed":
      return phase.at;
    case "idle":
    case "restarting":
      return null;
  }
}
