/** What is known of one session of an OpenCode server: its status, its running tools, its todos and its last run. */
import type { Run, RunningTool, SessionStatus, Todos, Tokens } from "../session.ts";

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

export interface OpencodeSession {
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
