/**
 * Makes true what the state says of one program: looks at the phase, does what it says, and what has happened is reported. It knows
 * nothing of what the program is for. There is never more than one process of it: no start begins before the one before is gone, with
 * all that it has started.
 */
import { getLogger } from "@logtape/logtape";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import { nextTick } from "../core/sidecars/sidecar_machine.ts";
import type { SidecarPhase } from "../core/sidecars/sidecar_state.ts";
import { minute, second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { Task } from "../tasks/task.ts";
import type { ProgramRecords } from "./program_records.ts";
import { aborted } from "../host/abort_signals.ts";
import { rest } from "./rest.ts";
import { type Child, startChild } from "./supervised_child.ts";
import type { Attempt, Seat, SupervisedProgram } from "./supervised_program.ts";

const log = getLogger(["claudeminder", "sidecars"]);

/** When processes that could not be ended are tried again: they may hang in the kernel for hours. */
const nextTryMs = 30 * second;
/** No limit of a phase is longer: where one seems to be, the clock was set back. */
const longestLimitMs = minute;

export interface SupervisorParts<A extends Attempt> {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "programs">;
  readonly seat: Seat;
  readonly program: SupervisedProgram<A>;
  readonly records: Pick<ProgramRecords, "add" | "remove">;
}

export interface Supervisor<A extends Attempt> {
  /**
   * Goes on until the signal aborts, and then ends the program; or until the program is wanted no longer and nothing of it is left. May
   * be run again.
   */
  readonly run: Task;
  /** The start that runs, until its process ends or is told to; null = there is none. */
  current(): Pick<Child<A>, "attempt" | "ended"> | null;
  /** Whether it is not to run, and nothing of it is left. */
  isGone(): boolean;
  /** The pids of processes that could not be ended. */
  stuck(): readonly number[];
}

export function createSupervisor<A extends Attempt>(
  { host, seat, program, records }: SupervisorParts<A>,
): Supervisor<A> {
  const { name } = program;
  let child: Child<A> | null = null;
  let isEnding = false;
  /** The pids of processes that could not be ended. */
  let stuck: readonly number[] = [];
  let nap = new AbortController();
  /** Aborts when `run()` ends. */
  let over = new AbortController();
  const wake = () => nap.abort();
  /** An error of work beside the loop. */
  let broken: { readonly error: unknown } | null = null;

  async function beside(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      broken = { error };
    }
    wake();
  }

  /** Does what the phase says, as far as that can be begun now. */
  async function act(signal: AbortSignal): Promise<void> {
    const supervised = seat.supervised();
    if (supervised === null) return end();
    const { phase, run } = supervised;
    if (signal.aborted && isToRun(phase)) return seat.dispatch({ kind: "stop" });
    switch (phase.kind) {
      case "starting":
        if (child === null) return await begin(run, signal);
        if (child.run === run) return;
        // What is left of the start before has to go first.
        if (stuck.length > 0) {
          return refuse(run, { about: "sidecar", kind: "does-not-end", pids: stuck });
        }
        return end();
      case "healthy":
      case "unhealthy":
        return;
      case "stopping":
        return child === null ? seat.dispatch({ kind: "gone", run, lastLines: [] }) : end();
      case "idle":
      case "restarting":
      case "stopped":
      case "failed":
        // Others of its group may be there after a crash.
        return end();
    }
  }

  function refuse(run: number, why: Reason): void {
    log.info("{name} is not started: {why}", { name, why: reasonEn(why) });
    seat.dispatch({ kind: "not-spawned", run, why });
  }

  async function begin(run: number, signal: AbortSignal): Promise<void> {
    let attempt: A | null = null;
    try {
      attempt = await program.prepare();
      const latest = seat.supervised();
      // Meanwhile it may have been stopped, or the end has come.
      if (signal.aborted || latest?.run !== run || latest.phase.kind !== "starting") return attempt.close();
      child = await startChild({ host, seat, name, run, attempt });
    } catch (error) {
      attempt?.close();
      return refuse(run, reasonOf(error));
    }
    records.add(name, child.record);
    void beside(child.follow());
  }

  function end(): void {
    if (child === null || isEnding) return;
    isEnding = true;
    void beside(endAll(child).finally(() => isEnding = false));
  }

  async function endAll(ending: Child<A>): Promise<void> {
    stuck = await ending.end();
    if (stuck.length > 0) {
      // Who waits for the end need not wait for the next try.
      wake();
      await host.sleep(nextTryMs, over.signal);
      return;
    }
    ending.release();
    records.remove(ending.record);
    child = null;
    seat.dispatch({ kind: "gone", run: ending.run, lastLines: ending.attempt.lastLines() });
  }

  function isDown(): boolean {
    const supervised = seat.supervised();
    return child === null &&
      (supervised === null || !isToRun(supervised.phase) && supervised.phase.kind !== "stopping");
  }

  function isOver(signal: AbortSignal): boolean {
    return signal.aborted ? isDown() || stuck.length > 0 : child === null && seat.supervised() === null;
  }

  /**
   * Ms until time alone changes something; null = it does not. `earliest`: no start is late before, on the monotonic clock, which nobody
   * sets.
   */
  function untilTick(earliest: number): number | null {
    const supervised = seat.supervised();
    const at = supervised === null ? null : nextTick(supervised, seat.rules());
    if (supervised === null || at === null) return null;
    const leftMs = at - host.now();
    return supervised.phase.kind === "starting" ? Math.max(leftMs, earliest - host.monotonic()) : leftMs;
  }

  function tick(): void {
    const notReady = child?.attempt.notReady?.() ?? null;
    seat.dispatch({ kind: "tick", ...(notReady === null ? {} : { notReady }) });
  }

  return {
    async run(signal) {
      const unsubscribe = seat.subscribe(wake);
      signal.addEventListener("abort", wake);
      let earliest = -Infinity;
      over = new AbortController();
      try {
        for (;;) {
          nap = new AbortController();
          await act(signal);
          if (broken !== null) {
            const { error } = broken;
            broken = null;
            throw error;
          }
          if (isOver(signal)) return;
          const pauseMs = untilTick(earliest);
          if (pauseMs !== null && (pauseMs <= 0 || pauseMs > longestLimitMs)) tick();
          const how = pauseMs === null ? await aborted(nap.signal) : await rest(host, pauseMs, nap.signal);
          // No program can start while the machine is suspended: its time begins anew.
          if (how === "woke" && seat.supervised() !== null) {
            earliest = host.monotonic() + seat.rules().startLimitMs;
          }
        }
      } finally {
        unsubscribe();
        signal.removeEventListener("abort", wake);
        over.abort();
      }
    },
    current: () => child === null || child.ended.aborted ? null : child,
    isGone: isDown,
    stuck: () => stuck,
  };
}

/** It runs, or will by itself. */
function isToRun(phase: SidecarPhase): boolean {
  switch (phase.kind) {
    case "starting":
    case "healthy":
    case "unhealthy":
    case "restarting":
      return true;
    case "stopping":
      return phase.next.kind === "start" || phase.next.kind === "restart";
    case "idle":
    case "stopped":
    case "failed":
      return false;
  }
}
