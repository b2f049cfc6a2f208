/** How a program that is kept running gets into a phase, and what the groups of phases are called. */
import type { SidecarPhase, Supervised } from "./sidecar_state.ts";

export type PhaseOf<K extends SidecarPhase["kind"]> = Extract<SidecarPhase, { readonly kind: K }>;

/** It runs, or is about to. */
export type UpPhase = PhaseOf<"starting" | "healthy" | "unhealthy">;

/** None of its processes is there. */
export type DownPhase = PhaseOf<"idle" | "stopped" | "restarting" | "failed">;

export function inPhase<S extends Supervised>(supervised: S, phase: SidecarPhase): S {
  return { ...supervised, phase };
}

/** Started now, as a new run. */
export function started<S extends Supervised>(supervised: S, now: number): S {
  return { ...supervised, run: supervised.run + 1, phase: { kind: "starting", since: now, process: null } };
}
