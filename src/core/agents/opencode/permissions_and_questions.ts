/** What a session of OpenCode asks its user: a permission for a tool call, or questions. */
import type { QuestionItem, Wish } from "../waiting.ts";

/** A tool call of an agent, as its message names it. */
export interface ToolCall {
  readonly message: string;
  readonly call: string;
}

export interface Permission {
  readonly id: string;
  readonly session: string;
  /** The tool call that asks; absent = not said. */
  readonly by?: ToolCall;
  /** Whether it is answered as servers before 1.1 want it. */
  readonly isOlder?: true;
  /** The directory whose inner instance asks: it has to be named when answering. */
  readonly directory: string;
  readonly wish: Wish;
  /** Whether the wish says all of what is asked for; else it may not be allowed by what is seen of it. */
  readonly isWhole: boolean;
  /** What "always" would allow from now on. */
  readonly always: readonly string[];
  /** Whether that is all of it. */
  readonly alwaysIsWhole: boolean;
  /** Epoch ms at which it was first seen here. */
  readonly askedAt: number;
}

/** One request may hold several questions, which are answered together. */
export interface Question {
  readonly id: string;
  readonly session: string;
  readonly by?: ToolCall;
  readonly directory: string;
  readonly items: readonly QuestionItem[];
  readonly askedAt: number;
}
