/** The model of a session of a coding agent: the same for agents of every source. */
import { hour } from "../time/units.ts";

export type SessionStatus =
  | { readonly kind: "idle" }
  /** `since`: when it became busy, epoch ms, or when that was first seen. A retry does not change it. */
  | { readonly kind: "busy"; readonly since: number }
  /** The model's provider refused; `message` says why, the next try is at `nextAt` (epoch ms; null = not said). */
  | {
    readonly kind: "retry";
    readonly since: number;
    readonly attempt: number;
    readonly message: string;
    readonly nextAt: number | null;
  };

/** A tool call that is running: what a session is doing just now. */
export interface RunningTool {
  /** Unique in its session. */
  readonly id: string;
  readonly name: string;
  /** Its command, file, address, pattern or description: one line, at most 60 characters; "" = none. */
  readonly arg: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

export interface Todos {
  readonly pending: number;
  readonly inProgress: number;
  readonly completed: number;
  /** The first that is in progress, the first that is pending: one line each. */
  readonly current: string | null;
  readonly next: string | null;
}

/** A run of a session: the time from its prompt to its end. */
export interface Run {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly how: "done" | "failed" | "aborted";
}

/** What a session has used, as its agent counts it. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface AgentSession {
  /** Unique in its program. */
  readonly id: string;
  /** The id of the session that this subagent works for; null = it is no subagent, a person started it. */
  readonly parent: string | null;
  /** "" = none is known. */
  readonly title: string;
  readonly directory: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  /** `unknown`: the agent has not said whether it works. */
  readonly status: SessionStatus | { readonly kind: "unknown" };
  /** In the order in which they began. */
  readonly tools: readonly RunningTool[];
  readonly todos: Todos;
  /** What went wrong in the present or the last run: one line; null = nothing. */
  readonly error: string | null;
  readonly lastRun: Run | null;
  /** In US dollars, as its agent counts it. */
  readonly cost: number;
  readonly tokens: Tokens;
}

/**
 * A session is touched when its run begins, and it may then wait overnight. A session that was not touched for longer than this, in
 * ms, is taken for idle.
 */
export const RECENT_MS = 36 * hour;
