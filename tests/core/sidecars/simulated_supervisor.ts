/**
 * A supervisor with simulated processes, for the property test. It does what the state says without a thought of its own: if the state
 * began a run too early, there would be two processes. What it reports arrives when the test lets it, in any order, some of it twice.
 */
import { nothingSaved } from "../../../src/core/saved_state.ts";
import type { Settings } from "../../../src/core/settings.ts";
import { nextTick, rulesOf } from "../../../src/core/sidecars/sidecar_machine.ts";
import type { Sidecar, SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import { type Event, initialState, reduce, type State } from "../../../src/core/state.ts";
import { minute, t0 } from "../situations.ts";
import { happens, reports } from "./sidecar_samples.ts";

interface Child {
  readonly name: string;
  readonly run: number;
  life: "on its way" | "there" | "gone";
  isEnding: boolean;
}

interface Report {
  readonly name: string;
  readonly event: SidecarEvent;
}

/** What a test sees of each event. */
export interface Seen {
  readonly before: State;
  readonly event: Event;
  readonly after: State;
}

export class SimulatedSupervisor {
  now = t0;
  state: State;
  readonly children: Child[] = [];
  /** On their way. */
  readonly pending: Report[] = [];
  readonly #delivered: Report[] = [];

  constructor(settings: Settings, private readonly see: (seen: Seen) => void) {
    this.state = initialState(settings, nothingSaved);
  }

  dispatch(event: Event): void {
    const before = this.state;
    this.state = reduce(before, event);
    this.see({ before, event, after: this.state });
  }

  happen(name: string, event: SidecarEvent): void {
    this.dispatch(happens(name, event, this.now));
  }

  living(name: string): readonly Child[] {
    return this.children.filter((child) => child.name === name && child.life !== "gone");
  }

  /** Looks at the state of one, and begins to make it so. */
  act(name: string): void {
    const sidecar = this.#named(name);
    if (sidecar === undefined) return;
    const { phase, run } = sidecar;
    const child = this.children.find((one) => one.name === name && one.run === run);
    if (phase.kind === "starting" && child === undefined) {
      this.children.push({ name, run, life: "on its way", isEnding: false });
    }
    if (phase.kind !== "stopping") return;
    if (child === undefined || child.life === "gone") this.#report(name, reports(run).gone);
    else child.isEnding = true;
  }

  /** A process that is being started is there, or cannot be started. */
  spawn(name: string, works: boolean): void {
    const child = this.living(name).find(({ life }) => life === "on its way");
    if (child === undefined) return;
    child.life = works ? "there" : "gone";
    this.#report(name, works ? reports(child.run).spawned : reports(child.run).notSpawned);
  }

  /** A process ends: because it was told to, or by itself. */
  end(name: string): void {
    const child = this.#there(name);
    if (child === undefined) return;
    child.life = "gone";
    const { exited, gone } = reports(child.run);
    if (!child.isEnding) this.#report(name, exited);
    this.#report(name, gone);
  }

  /** A process that was told to end has ended, but not yet what it had started. */
  endHalf(name: string): void {
    const child = this.#there(name);
    if (child?.isEnding === true) this.#report(name, reports(child.run).exited);
  }

  check(name: string, what: "ready" | "passed" | "failed"): void {
    const child = this.#there(name);
    if (child !== undefined && !child.isEnding) this.#report(name, reports(child.run)[what]);
  }

  deliver(which: number): void {
    const [report] = this.pending.splice(which % Math.max(1, this.pending.length), 1);
    if (report === undefined) return;
    this.#delivered.push(report);
    this.happen(report.name, report.event);
  }

  /** Something that has long arrived arrives once more. */
  deliverAgain(which: number): void {
    const report = this.#delivered[which % Math.max(1, this.#delivered.length)];
    if (report !== undefined) this.happen(report.name, report.event);
  }

  /** Time passes; ticks come when they are due, as the real supervisor sees it. */
  pass(ms: number): void {
    const until = this.now + ms;
    let ticks = 0;
    for (let next = this.#nextTick(); next !== null && next.at <= until; next = this.#nextTick()) {
      if (++ticks > 100) throw new Error(`a tick of "${next.name}" that is due changes nothing`);
      this.now = Math.max(this.now, next.at);
      this.happen(next.name, { kind: "tick" });
    }
    this.now = until;
  }

  /** One of them gets on as it should, and all that is on its way arrives. */
  getOn(name: string): void {
    this.deliverAll();
    this.act(name);
    this.spawn(name, true);
    if (this.#there(name)?.isEnding) this.end(name);
    this.check(name, this.#named(name)?.phase.kind === "starting" ? "ready" : "passed");
    this.deliverAll();
  }

  deliverAll(): void {
    while (this.pending.length > 0) this.deliver(0);
  }

  /** From now on nothing goes wrong. */
  settle(): void {
    for (let round = 0; round < 40; round++) {
      for (const { name } of this.state.sidecars) this.getOn(name);
      // In all longer than the longest pause, each time shorter than the limit of a start.
      this.pass(8000);
    }
  }

  #named(name: string): Sidecar | undefined {
    return this.state.sidecars.find((sidecar) => sidecar.name === name);
  }

  #there(name: string): Child | undefined {
    return this.living(name).find(({ life }) => life === "there");
  }

  #report(name: string, event: SidecarEvent): void {
    this.pending.push({ name, event });
  }

  #nextTick(): { readonly name: string; readonly at: number } | null {
    const ticks = this.state.sidecars.flatMap((sidecar) => {
      const at = nextTick(sidecar, rulesOf(sidecar.settings));
      // No limit is longer than a minute: the clock was set back.
      return at === null ? [] : [{ name: sidecar.name, at: at - this.now > minute ? this.now : at }];
    });
    return ticks.sort((one, other) => one.at - other.at)[0] ?? null;
  }
}
