/** What an event changes while none of the processes is there: before the first start, in the pause before a restart, after the end. */
import type { Moment, SidecarEvent, Supervised } from "./sidecar_state.ts";
import { type DownPhase, inPhase, started } from "./supervised_phase.ts";

export function whileDown(
  supervised: Supervised,
  phase: DownPhase,
  event: SidecarEvent,
  { now }: Moment,
): Supervised {
  switch (event.kind) {
    case "start":
      return event.by === "person"
        ? startedByPerson(supervised, phase, now)
        : startedByProgram(supervised, phase, now);
    case "restart":
      return startedByPerson(supervised, phase, now);
    case "stop":
      return phase.kind === "restarting" ? inPhase(supervised, { kind: "stopped", at: now }) : supervised;
    case "tick":
      return phase.kind === "restarting" && now >= phase.retryAt ? started(supervised, now) : supervised;
    // Reports of a process that is gone.
    case "spawned":
    case "not-spawned":
    case "ready":
    case "check-passed":
    case "check-failed":
    case "exited":
    case "gone":
      return supervised;
  }
}

/** At once. Only this closes the circuit breaker. */
function startedByPerson(supervised: Supervised, phase: DownPhase, now: number): Supervised {
  switch (phase.kind) {
    case "idle":
    case "stopped":
    case "restarting":
      return started(supervised, now);
    case "failed":
      return started({ ...supervised, restarts: 0 }, now);
  }
}

/** A program that asks again and again shortens no pause, and keeps no series of crashes going on. */
function startedByProgram(supervised: Supervised, phase: DownPhase, now: number): Supervised {
  switch (phase.kind) {
    case "idle":
    case "stopped":
      return started(supervised, now);
    case "restarting":
    case "failed":
      return supervised;
  }
}
