/** What becomes of a program that has failed: started again after a pause, or given up. */
import type { Reason } from "../reason.ts";
import { minute } from "../time/units.ts";
import type { Moment, ProcessEnd, Supervised, SupervisionRules } from "./sidecar_state.ts";

export const longestPauseMs = minute;
/** Pauses are longer by up to this part, so that sidecars that fail together do not all start together. */
const spread = 0.2;

/** `lastLines`: what it printed last. */
export interface SidecarFailure {
  readonly why: Reason;
  readonly lastLines: readonly string[];
}

/** All its processes are gone. */
export function afterFailure(
  supervised: Supervised,
  { why, lastLines }: SidecarFailure,
  { autoRestart, maxRestarts, restartDelayMs }: SupervisionRules,
  { now, random }: Moment,
): Supervised {
  const { restarts } = supervised;
  if (!autoRestart) {
    return { ...supervised, phase: { kind: "failed", at: now, why, isBreakerOpen: false, lastLines } };
  }
  if (restarts >= maxRestarts) {
    const tooMany: Reason = { about: "sidecar", kind: "too-many-restarts", count: restarts, why };
    return {
      ...supervised,
      phase: { kind: "failed", at: now, why: tooMany, isBreakerOpen: true, lastLines },
    };
  }
  const attempt = restarts + 1;
  const retryAt = now + pauseMs(restartDelayMs, restarts, random);
  return { ...supervised, restarts: attempt, phase: { kind: "restarting", attempt, retryAt, why } };
}

/** `restarts`: how many there were in a row before. */
function pauseMs(firstMs: number, restarts: number, random: number): number {
  const doubled = Math.min(longestPauseMs, firstMs * 2 ** restarts);
  return Math.round(Math.min(longestPauseMs, doubled * (1 + spread * random)));
}

/** It has ended, though nobody has told it to. */
export function reasonOfEnd(end: ProcessEnd): Reason {
  return end.code === null
    ? { about: "sidecar", kind: "killed", signal: end.signal }
    : { about: "sidecar", kind: "exited", code: end.code };
}
