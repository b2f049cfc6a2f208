/**
 * What is known of one sidecar, and what can happen to it. A sidecar is a local helper program that is kept running. The state says
 * what should be; the supervisor in `src/sidecars/` makes it so.
 */
import type { Reason } from "../reason.ts";
import type { SidecarSettings } from "./sidecar_settings.ts";

/** By which rules a program is kept running. */
export interface SupervisionRules {
  readonly autoRestart: boolean;
  /** The pause before the first restart, in ms; it doubles up to a minute. */
  readonly restartDelayMs: number;
  /** How long it may take from its start to its first health, in ms. */
  readonly startLimitMs: number;
  /** After so many failed checks in a row it is restarted. */
  readonly unhealthyAfter: number;
  /** After so many restarts in a row the circuit breaker opens. */
  readonly maxRestarts: number;
}

/** A process of a sidecar. */
export interface SidecarProcess {
  readonly pid: number;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Null = it has none. */
  readonly port: number | null;
  /** Where it is reached: "http://127.0.0.1:8765", "tcp://127.0.0.1:9123", "unix:/path"; null = nowhere. */
  readonly url: string | null;
}

/** What comes after the processes of a sidecar have ended. */
export type AfterStop =
  | { readonly kind: "stopped" }
  /** Started again at once, because a person wants it or the settings have changed. */
  | { readonly kind: "start" }
  /** Restarted after a pause, or given up, by the rules. */
  | { readonly kind: "restart"; readonly why: Reason }
  /** It is no longer in the settings. */
  | { readonly kind: "removed" };

/** Each with exactly its own data. Times are epoch ms. */
export type SidecarPhase =
  /** It was never started. */
  | { readonly kind: "idle" }
  /** Being started; `process`: null until it exists. */
  | { readonly kind: "starting"; readonly since: number; readonly process: SidecarProcess | null }
  /** `since`: when this run of health began. */
  | { readonly kind: "healthy"; readonly since: number; readonly process: SidecarProcess }
  /** `failures` checks in a row have failed, of `unhealthyAfter`. */
  | {
    readonly kind: "unhealthy";
    readonly since: number;
    readonly failures: number;
    readonly why: Reason;
    readonly process: SidecarProcess;
  }
  /** It has ended and is started again at `retryAt`. `attempt` counts from 1. */
  | {
    readonly kind: "restarting";
    readonly attempt: number;
    readonly retryAt: number;
    readonly why: Reason;
  }
  /** `process`: null = it does not exist yet, or no longer. */
  | {
    readonly kind: "stopping";
    readonly since: number;
    readonly process: SidecarProcess | null;
    readonly next: AfterStop;
  }
  /** A person has ended it. */
  | { readonly kind: "stopped"; readonly at: number }
  /** It has ended and is not started again by itself. */
  | {
    readonly kind: "failed";
    readonly at: number;
    readonly why: Reason;
    /** Whether this is so because of too many restarts in a row. */
    readonly isBreakerOpen: boolean;
    /** What it printed last. */
    readonly lastLines: readonly string[];
  };

/** A program that is kept running: a sidecar, or the helper of the tray. */
export interface Supervised {
  readonly phase: SidecarPhase;
  /** The number of its last start. Reports about earlier ones count no more. */
  readonly run: number;
  /** Restarts in a row; cleared after a minute of health. */
  readonly restarts: number;
}

export interface Sidecar extends Supervised {
  readonly name: string;
  /** Those for its next start; while `stopping`, the process may have been started with others. */
  readonly settings: SidecarSettings;
}

/** How a process has ended: with an exit status, or by a signal. */
export type ProcessEnd =
  | { readonly code: number; readonly signal: null }
  | { readonly code: null; readonly signal: string };

/** What can happen to a sidecar. `run`: the number of the start that it is about. */
export type SidecarEvent =
  /** `by`: only a person closes the circuit breaker. */
  | { readonly kind: "start"; readonly by: "person" | "program" }
  | { readonly kind: "stop" }
  /** A person wants it ended and started. */
  | { readonly kind: "restart" }
  | { readonly kind: "spawned"; readonly run: number; readonly process: SidecarProcess }
  | {
    readonly kind: "not-spawned";
    readonly run: number;
    readonly why: Reason;
  }
  /**
   * It is well for the first time, or is reached elsewhere from now on. `process` as it is known now: its ready line may have named
   * another port.
   */
  | { readonly kind: "ready"; readonly run: number; readonly process: SidecarProcess }
  | { readonly kind: "check-passed"; readonly run: number }
  | { readonly kind: "check-failed"; readonly run: number; readonly why: Reason }
  /** The program has ended. Other processes that it has started may still be there: they go before it is started again. */
  | {
    readonly kind: "exited";
    readonly run: number;
    readonly end: ProcessEnd;
    readonly lastLines: readonly string[];
  }
  /** While `stopping`: all its processes are gone. */
  | { readonly kind: "gone"; readonly run: number; readonly lastLines: readonly string[] }
  /** Time has passed: the start limit, the end of a pause, a minute of health. */
  | { readonly kind: "tick"; readonly notReady?: Reason };

/** When and with which chance an event happens. */
export interface Moment {
  /** Epoch ms. */
  readonly now: number;
  /** In [0, 1): spreads the restarts. */
  readonly random: number;
}
