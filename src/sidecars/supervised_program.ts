/** What the supervisor is given: a seat in the state, and a program with the ways to start, check and end it. */
import type { Reason } from "../core/reason.ts";
import type { SidecarEvent, Supervised, SupervisionRules } from "../core/sidecars/sidecar_state.ts";
import type { StayingCommand, StayingProgram } from "../host/staying_program.ts";

/** Where the state of one program is kept. */
export interface Seat {
  /** Null = it is wanted no longer, and nothing of it was left when it went. */
  supervised(): Supervised | null;
  rules(): SupervisionRules;
  dispatch(event: SidecarEvent): void;
  /** Calls `listener` when the state may have changed. Returns a function that ends this. */
  subscribe(listener: () => void): () => void;
}

export interface SupervisedProgram<A extends Attempt> {
  /** For logs and records. */
  readonly name: string;
  /** Makes everything ready for one start. Rejects with a `ReasonError` where it cannot be started. */
  prepare(): Promise<A>;
}

/** One start of a program. */
export interface Attempt {
  readonly command: StayingCommand;
  /** Where it is reached, as far as it is known by now: it may say so itself, at any time. */
  readonly place: Place;
  /** Takes what it prints, until it has closed its output. Never rejects. */
  takeOutput(program: StayingProgram): Promise<void>;
  /** Resolves once it is well for the first time, with where it is reached by now, or when the signal aborts. Never rejects. */
  ready(signal: AbortSignal): Promise<Place>;
  /** Why it is not ready yet; null = that is not known. Absent = it never is. */
  readonly notReady?: () => Reason | null;
  /** Null = it is well as long as it is there. */
  readonly check: Check | null;
  /** Asks it to end; null = it is only told by signals. Does not wait, and does not throw. */
  readonly askToEnd: (() => void) | null;
  /** How long it may take then, in ms; absent = 5 s. */
  readonly askedMs?: number;
  /** What it printed last. */
  lastLines(): readonly string[];
  /** Closes what was opened for this start. May be called again. */
  close(): void;
}

export interface Place {
  /** Null = it has none, or it is not known yet. */
  readonly port: number | null;
  /** "http://127.0.0.1:8765", "tcp://127.0.0.1:9123", "unix:/path"; null = nowhere. */
  readonly url: string | null;
}

/** How it is seen whether a program is well. */
export interface Check {
  readonly everyMs: number;
  readonly limitMs: number;
  /** Rejects with a `ReasonError` where it is not well, within `limitMs`. */
  run(signal: AbortSignal): Promise<void>;
}
