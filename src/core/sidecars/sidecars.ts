/**
 * The sidecars of the settings, each with what is known of it. When the settings change, just those are started, ended or started anew
 * that have changed.
 */
import { sameProcess, sameSettings } from "./changed_settings.ts";
import { rulesOf, supervisedAfter } from "./sidecar_machine.ts";
import type { SidecarSettings } from "./sidecar_settings.ts";
import type { AfterStop, Moment, Sidecar, SidecarEvent } from "./sidecar_state.ts";
import { inPhase, started, type UpPhase } from "./supervised_phase.ts";

export interface SidecarsState {
  /** In the order of the settings. Those that are no longer there come last, until their processes are gone. */
  readonly sidecars: readonly Sidecar[];
  /**
   * The highest number of a run among those that were removed. A new one counts on from it, so that a late report about one of the same
   * name is not taken for a report about the new one.
   */
  readonly removedRuns: number;
}

export const noSidecars: SidecarsState = { sidecars: [], removedRuns: 0 };

/** At the start of the program: none was started. */
export function initialSidecars(settings: readonly SidecarSettings[]): SidecarsState {
  return { ...noSidecars, sidecars: settings.map((one) => newSidecar(one, 0)) };
}

/** The sidecars after an event of the one with that name; the same object if nothing has changed. */
export function sidecarsAfter(
  state: SidecarsState,
  name: string,
  event: SidecarEvent,
  moment: Moment,
): SidecarsState {
  const before = state.sidecars.find((sidecar) => sidecar.name === name);
  if (before === undefined) return state;
  const after = supervisedAfter(before, event, rulesOf(before.settings), moment);
  if (after === before) return state;
  if (isRemoved(before) && after.phase.kind === "stopped") {
    const sidecars = state.sidecars.filter((sidecar) => sidecar !== before);
    return { sidecars, removedRuns: removedRuns(state, [after]) };
  }
  const sidecars = state.sidecars.map((sidecar) => sidecar === before ? after : sidecar);
  return { sidecars, removedRuns: state.removedRuns };
}

/** The sidecars under these settings, at `now` (epoch ms); the same object if nothing has changed. */
export function sidecarsAfterSettings(
  state: SidecarsState,
  settings: readonly SidecarSettings[],
  now: number,
): SidecarsState {
  const known = new Map(state.sidecars.map((sidecar) => [sidecar.name, sidecar]));
  const wanted = settings.map((one) => {
    const before = known.get(one.name);
    return before === undefined
      ? startedWithApp(newSidecar(one, state.removedRuns), now)
      : sidecarAfterSettings(before, one, now);
  });
  const names = new Set(settings.map(({ name }) => name));
  const others = state.sidecars.filter(({ name }) => !names.has(name));
  const sidecars = [...wanted, ...others.flatMap((sidecar) => beingRemoved(sidecar, now))];
  const isSame = sidecars.length === state.sidecars.length &&
    sidecars.every((sidecar, index) => sidecar === state.sidecars[index]);
  return isSame ? state : { sidecars, removedRuns: removedRuns(state, others) };
}

/** Whether it is no longer in the settings, and only there until its processes are gone. */
export function isRemoved({ phase }: Sidecar): boolean {
  return phase.kind === "stopping" && phase.next.kind === "removed";
}

function newSidecar(settings: SidecarSettings, run: number): Sidecar {
  return { name: settings.name, settings, phase: { kind: "idle" }, run, restarts: 0 };
}

function startedWithApp(sidecar: Sidecar, now: number): Sidecar {
  return sidecar.settings.start === "with-app" ? started(sidecar, now) : sidecar;
}

function sidecarAfterSettings(sidecar: Sidecar, settings: SidecarSettings, now: number): Sidecar {
  if (sameSettings(sidecar.settings, settings) && !isRemoved(sidecar)) return sidecar;
  const changed = { ...sidecar, settings };
  const anew = { ...changed, restarts: 0 };
  const { phase } = sidecar;
  switch (phase.kind) {
    case "idle":
      return startedWithApp(anew, now);
    case "stopped":
      return anew;
    case "restarting":
    case "failed":
      return started(anew, now);
    case "starting":
    case "healthy":
    case "unhealthy":
      return sameProcess(sidecar.settings, settings) ? changed : ending(anew, phase, { kind: "start" }, now);
    case "stopping":
      return inPhase(anew, { ...phase, next: nextUnder(settings, phase.next) });
  }
}

/** What comes after its end under new settings. */
function nextUnder({ start }: SidecarSettings, next: AfterStop): AfterStop {
  switch (next.kind) {
    case "stopped":
    case "start":
      return next;
    case "restart":
      return { kind: "start" };
    case "removed":
      // It is back in the settings.
      return start === "with-app" ? { kind: "start" } : { kind: "stopped" };
  }
}

/** [] = none of its processes is there, so that it can go at once. */
function beingRemoved(sidecar: Sidecar, now: number): readonly Sidecar[] {
  const { phase } = sidecar;
  switch (phase.kind) {
    case "idle":
    case "restarting":
    case "stopped":
    case "failed":
      return [];
    case "starting":
    case "healthy":
    case "unhealthy":
      return [ending(sidecar, phase, { kind: "removed" }, now)];
    case "stopping":
      return [isRemoved(sidecar) ? sidecar : inPhase(sidecar, { ...phase, next: { kind: "removed" } })];
  }
}

function ending(sidecar: Sidecar, { process: held }: UpPhase, next: AfterStop, now: number): Sidecar {
  return inPhase(sidecar, { kind: "stopping", since: now, process: held, next });
}

/** `removed`: those that are gone, or will be. */
function removedRuns(state: SidecarsState, removed: readonly Sidecar[]): number {
  return Math.max(state.removedRuns, ...removed.map(({ run }) => run));
}
