/**
 * What becomes of a program that is kept running when something happens. For each phase, a file beside this one says what each event
 * changes: `while_up.ts`, `while_stopping.ts`, `while_down.ts`. None of them knows what the program is for. Reports of an earlier run
 * change nothing, and no run begins before the processes of the one before are gone.
 */
import { minute, second } from "../time/units.ts";
import { longestPauseMs } from "./sidecar_failure.ts";
import type { SidecarSettings } from "./sidecar_settings.ts";
import type { Moment, SidecarEvent, Supervised, SupervisionRules } from "./sidecar_state.ts";
import { inPhase } from "./supervised_phase.ts";
import { whileDown } from "./while_down.ts";
import { whileStopping } from "./while_stopping.ts";
import { whileUp } from "./while_up.ts";

/** How long a sidecar may take from its start to its first health. */
const startLimitMs = 10 * second;
/** After so long a time of unbroken health the restarts before it count no more. */
export const healthyAgainMs = minute;

export function rulesOf(settings: SidecarSettings): SupervisionRules {
  return {
    autoRestart: settings.auto_restart,
    restartDelayMs: settings.restart_delay_ms,
    startLimitMs,
    unhealthyAfter: settings.unhealthy_after,
    maxRestarts: settings.max_restarts,
  };
}

/** The program after an event; the same object if nothing has changed. */
export function supervisedAfter<S extends Supervised>(
  supervised: S,
  event: SidecarEvent,
  rules: SupervisionRules,
  moment: Moment,
): S {
  if ("run" in event && event.run !== supervised.run) return supervised;
  const now = afterHealth(atClock(supervised, moment.now), moment.now);
  const after = afterEvent(now, event, rules, moment);
  return after === supervised ? supervised : { ...supervised, ...after };
}

/** Epoch ms at which a `tick` is due; null = time alone changes nothing. */
export function nextTick({ phase, restarts }: Supervised, { startLimitMs }: SupervisionRules): number | null {
  switch (phase.kind) {
    case "starting":
      return phase.since + startLimitMs;
    case "healthy":
      return restarts === 0 ? null : phase.since + healthyAgainMs;
    case "restarting":
      return phase.retryAt;
    case "idle":
    case "unhealthy":
    case "stopping":
    case "stopped":
    case "failed":
      return null;
  }
}

/** The clock may have been set back: nothing has begun in the future, and no pause is longer than the longest. */
function atClock(supervised: Supervised, now: number): Supervised {
  const { phase } = supervised;
  switch (phase.kind) {
    case "starting":
    case "healthy":
    case "unhealthy":
    case "stopping":
      return phase.since <= now ? supervised : inPhase(supervised, { ...phase, since: now });
    case "restarting":
      return phase.retryAt - now <= longestPauseMs
        ? supervised
        : inPhase(supervised, { ...phase, retryAt: now + longestPauseMs });
    case "idle":
    case "stopped":
    case "failed":
      return supervised;
  }
}

/** A tick may come late: what its time of health has earned counts before anything else. */
function afterHealth(supervised: Supervised, now: number): Supervised {
  const { phase, restarts } = supervised;
  return phase.kind === "healthy" && restarts > 0 && now - phase.since >= healthyAgainMs
    ? { ...supervised, restarts: 0 }
    : supervised;
}

function afterEvent(
  supervised: Supervised,
  event: SidecarEvent,
  rules: SupervisionRules,
  moment: Moment,
): Supervised {
  const { phase } = supervised;
  switch (phase.kind) {
    case "idle":
    case "stopped":
    case "restarting":
    case "failed":
      return whileDown(supervised, phase, event, moment);
    case "starting":
    case "healthy":
    case "unhealthy":
      return whileUp(supervised, phase, event, rules, moment);
    case "stopping":
      return whileStopping(supervised, phase, event, rules, moment);
  }
}
