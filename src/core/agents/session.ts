/** One session of a coding agent, as every part of the program knows it, whatever agent it is. */
import { hour, minute } from "../time/units.ts";

export type SessionStatus =
  | { readonly kind: "idle" }
  /** `since`: epoch ms at which it became busy, as far as it was seen; a retry does not interrupt it. */
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

/** How the last run of a session ended, if it was seen. */
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
  /** The id of the session that a subagent works for; null = a person has begun it. */
  readonly parent: string | null;
  /** "" = none is known. */
  readonly title: string;
  readonly directory: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  /** `unknown`: nobody has said that it works, and nobody that it does not. */
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
 * A session that is at work was touched when its run began, and one that waits may have waited overnight: what was touched
 * longer ago than this, in ms, is taken for at rest.
 */
export const RECENT_MS = 36 * hour;

/** What ended longer ago than this is no news, in ms. */
export const NEWS_MS = 10 * minute;
/** A person is told of the end of runs that took longer than this, in ms. */
export const LONG_RUN_MS = minute;
