/**
 * When the menu says another uptime. It is said as it was at the last half minute of the clock: at these all tasks wake up anyway
 * (`tasks/sleep_until.ts`), so that any number of sidecars costs no wake-up of its own.
 */
import { hour, minute } from "../time/units.ts";
import { processIn } from "./phase_parts.ts";
import type { Sidecar } from "./sidecar_state.ts";

const halfMinute = minute / 2;

/** Epoch ms of the moment whose uptime is shown at `now`. */
export function uptimeShownAt(now: number): number {
  return Math.floor(now / halfMinute) * halfMinute;
}

/** Epoch ms, after `now`; null = no process is there. The words for an uptime change with each minute, from an hour on with each hour. */
export function nextUptimeChange(sidecars: readonly Sidecar[], now: number): number | null {
  const moments = sidecars.flatMap(({ phase }) => {
    const held = processIn(phase);
    if (held === null) return [];
    const shownMs = Math.max(0, uptimeShownAt(now) - held.startedAt);
    const unit = shownMs < hour ? minute : hour;
    const changesAt = held.startedAt + (Math.floor(shownMs / unit) + 1) * unit;
    return [Math.ceil(changesAt / halfMinute) * halfMinute];
  });
  return moments.length === 0 ? null : Math.min(...moments);
}
