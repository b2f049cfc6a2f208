/** What is known of one session of an OpenCode server: its status, its running tools, its todos and its last run. */

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
  /** Of the message part; unique. */
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

/** What a session has used, as its server counts it. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** What the session list says of a session. */
export interface SessionInfo {
  readonly id: string;
  /** null = not a subagent. */
  readonly parent: string | null;
  readonly title: string;
  readonly directory: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  /** In US dollars, as the server counts it. */
  readonly cost: number;
  readonly tokens: Tokens;
}

export interface Session {
  readonly info: SessionInfo;
  /** Whether the server has said what stands in `info`; else no more is known than the id. */
  readonly isListed: boolean;
  /** The directory whose inner instance last spoke of its status. */
  readonly ranIn: string;
  readonly status: SessionStatus;
  /** By id, in the order in which they began. */
  readonly tools: Readonly<Record<string, RunningTool>>;
  readonly todos: Todos;
  /** What went wrong in the present or the last run: one line; null = nothing. */
  readonly error: string | null;
  readonly lastRun: Run | null;
}
