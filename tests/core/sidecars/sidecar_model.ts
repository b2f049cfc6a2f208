/**
 * What must hold of each sidecar after each event, whatever happens. It counts on its own, from what has happened and where that has
 * led, and knows nothing of how the machine decides.
 */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { sameProcess, sameSettings } from "../../../src/core/sidecars/changed_settings.ts";
import type { Sidecar, SidecarEvent, SidecarPhase } from "../../../src/core/sidecars/sidecar_state.ts";
import { minute } from "../situations.ts";
import type { Seen } from "./simulated_supervisor.ts";

type Kind = SidecarPhase["kind"];

const up: readonly Kind[] = ["starting", "healthy", "unhealthy"];

/** Where one event can lead. */
const possible: Readonly<Record<Kind, readonly Kind[]>> = {
  idle: ["starting"],
  starting: ["healthy", "restarting", "failed", "stopping"],
  healthy: ["unhealthy", "restarting", "failed", "stopping"],
  unhealthy: ["healthy", "restarting", "failed", "stopping"],
  restarting: ["starting", "stopped"],
  stopping: ["starting", "restarting", "stopped", "failed"],
  stopped: ["starting"],
  failed: ["starting"],
};

/** Exactly the data of each phase. */
const keys: Readonly<Record<Kind, string>> = {
  idle: "kind",
  starting: "kind process since",
  healthy: "kind process since",
  unhealthy: "failures kind process since why",
  restarting: "attempt kind retryAt why",
  stopping: "kind next process since",
  stopped: "at kind",
  failed: "at isBreakerOpen kind lastLines why",
};

interface Counted {
  restarts: number;
  /** Failed checks in a row. */
  failures: number;
  healthySince: number;
  /** Starts by time alone, since it was healthy for a minute, a person closed the breaker, or the settings changed. */
  startsByItself: number;
  /** Whether a person has stopped it since it was wanted last. */
  isStopped: boolean;
}

/** "idle to starting", and so on. */
export const possibleSteps = Object.entries(possible).flatMap(([from, all]) =>
  all.map((to) => `${from} to ${to}`)
);

export class SidecarModel {
  /** Whether those have been started that start with the program. */
  hasBegun = false;

  /** `steps`: is told of all that happens. */
  constructor(private readonly steps: Set<string>) {}

  readonly #counted = new Map<string, Counted>();

  see({ before, event, after }: Seen): void {
    for (const sidecar of after.sidecars) {
      const known = before.sidecars.find(({ name }) => name === sidecar.name);
      if (known === undefined) this.#counted.set(sidecar.name, fresh());
      const counted = this.#counted.get(sidecar.name) ?? fresh();
      this.#counted.set(sidecar.name, counted);
      if (event.type === "settings" && known !== undefined) seeSettings(counted, known, sidecar);
      if (event.type === "sidecar" && known !== undefined) {
        if (event.name === sidecar.name) {
          seeEvent(counted, known, event.event, sidecar, event.now);
          this.steps.add(`${known.phase.kind} to ${sidecar.phase.kind}`);
        } else assert(sidecar === known, "an event changes one sidecar only");
      }
      const { phase, restarts, settings } = sidecar;
      assertEquals(Object.keys(phase).sort().join(" "), keys[phase.kind]);
      assertEquals(restarts, counted.restarts, "restarts");
      if (settings.start !== "with-app" || !this.hasBegun) continue;
      assert(phase.kind !== "idle" && (phase.kind !== "stopped" || counted.isStopped), "it is not up");
    }
  }
}

function fresh(): Counted {
  return { restarts: 0, failures: 0, healthySince: 0, startsByItself: 0, isStopped: false };
}

function seeSettings(counted: Counted, before: Sidecar, after: Sidecar): void {
  const wasRemoved = before.phase.kind === "stopping" && before.phase.next.kind === "removed";
  const isRemoved = after.phase.kind === "stopping" && after.phase.next.kind === "removed";
  if (isRemoved) return;
  const wasStopped = before.phase.kind === "stopped" ||
    before.phase.kind === "stopping" && before.phase.next.kind === "stopped";
  if (wasStopped) assertEquals(after.phase, before.phase, "it comes up by itself");
  if (wasRemoved) Object.assign(counted, { ...fresh(), isStopped: after.settings.start === "on-demand" });
  else if (sameSettings(before.settings, after.settings)) {
    assert(before === after, "nothing has changed");
  } else if (!up.includes(before.phase.kind) || !sameProcess(before.settings, after.settings)) {
    Object.assign(counted, { restarts: 0, startsByItself: 0 });
    if (before.phase.kind === "failed") counted.isStopped = false;
  } else assertEquals(before.phase, after.phase, "its process goes on");
}

function seeEvent(counted: Counted, before: Sidecar, event: SidecarEvent, after: Sidecar, now: number): void {
  if ("run" in event && event.run !== before.run) return assert(before === after, "a report of another run");
  const [was, is] = [before.phase, after.phase];
  assert(was.kind === is.kind || possible[was.kind].includes(is.kind), `${was.kind} became ${is.kind}`);
  assert(
    after.run - before.run === (is.kind === "starting" && was.kind !== "starting" ? 1 : 0),
    "one run a start",
  );

  if (was.kind === "healthy") {
    counted.healthySince = Math.min(counted.healthySince, now);
    if (now - counted.healthySince >= minute) Object.assign(counted, { restarts: 0, startsByItself: 0 });
  }
  if (is.kind === "healthy" && was.kind !== "healthy") {
    Object.assign(counted, { healthySince: now, failures: 0 });
  }
  if (is.kind === "starting" && event.kind === "tick" && was.kind !== "starting") {
    assert(was.kind === "restarting" && now >= was.retryAt, "it starts too early");
    assert(++counted.startsByItself <= after.settings.max_restarts, "it starts too often");
  }
  if (is.kind === "restarting") assert(is.retryAt <= now + minute, "a pause of over a minute");
  seeFailure(counted, was, is, after);
  seeWish(counted, was, event, is);

  if (event.kind === "check-failed" && (was.kind === "healthy" || was.kind === "unhealthy")) {
    counted.failures++;
    const isEnough = counted.failures >= after.settings.unhealthy_after;
    assertEquals(is.kind, isEnough ? "stopping" : "unhealthy");
  }
  if (event.kind === "check-passed" && was.kind === "unhealthy") assertEquals(is.kind, "healthy");
  if (is.kind === "unhealthy") assertEquals(is.failures, counted.failures, "failed checks");
}

/** It has failed, and is started again or given up. */
function seeFailure(counted: Counted, was: SidecarPhase, is: SidecarPhase, { settings }: Sidecar): void {
  if (is.kind === was.kind) return;
  const { auto_restart, max_restarts } = settings;
  if (is.kind === "restarting") {
    assert(auto_restart && counted.restarts < max_restarts, "it is to be given up");
    assertEquals(is.attempt, ++counted.restarts);
  }
  if (is.kind === "failed") {
    assertEquals(is.isBreakerOpen, auto_restart, "the breaker");
    assert(!auto_restart || counted.restarts >= max_restarts, "it is given up too early");
  }
}

/** What a person wants is so, and what nobody wants is not. */
function seeWish(counted: Counted, was: SidecarPhase, event: SidecarEvent, is: SidecarPhase): void {
  const next = is.kind === "stopping" ? is.next.kind : null;
  if (was.kind === "stopping" && was.next.kind === "removed") {
    return assertEquals(next, "removed", "it was to go for good");
  }
  const isWantedUp = is.kind === "stopping" ? next !== "stopped" : up.includes(is.kind);
  switch (event.kind) {
    case "start":
      if (event.by === "program" && (was.kind === "failed" || isRestarting(was))) {
        assert(is.kind === was.kind && isRestarting(is) === isRestarting(was), "only a person may hurry it");
        return;
      }
      if (was.kind === "failed") Object.assign(counted, { restarts: 0, startsByItself: 0 });
      counted.isStopped = false;
      return assert(isWantedUp, "it was to start");
    case "restart":
      if (was.kind === "failed") Object.assign(counted, { restarts: 0, startsByItself: 0 });
      counted.isStopped = false;
      return assert(next === "start" || is.kind === "starting", "it was to start anew");
    case "stop":
      if (was.kind !== "idle" && was.kind !== "failed") counted.isStopped = true;
      return assert(!isWantedUp && is.kind !== "restarting", "it was to stop");
    case "exited":
      if (up.includes(was.kind)) assert(["restarting", "failed"].includes(is.kind), "a crash");
      break;
    case "spawned":
    case "not-spawned":
    case "ready":
    case "check-passed":
    case "check-failed":
    case "gone":
    case "tick":
  }
  const wasDown = was.kind === "idle" || was.kind === "stopped" || was.kind === "failed" ||
    was.kind === "stopping" && was.next.kind === "stopped";
  if (wasDown) assert(!isWantedUp && is.kind !== "restarting", "it comes up by itself");
}

/** It has failed, and comes back by itself. */
function isRestarting(phase: SidecarPhase): boolean {
  return phase.kind === "restarting" || phase.kind === "stopping" && phase.next.kind === "restart";
}
