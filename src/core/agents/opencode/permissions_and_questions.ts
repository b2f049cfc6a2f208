/** What a session can ask its user: a permission for a tool call, or questions. */

/** What a session wants to do, in the terms that a person decides by. */
export type Wish =
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "edit"; readonly file: string }
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "fetch"; readonly url: string }
  /** To touch files outside of its directory. */
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "search"; readonly query: string }
  /** Any other permission, by the server's own name. */
  | { readonly kind: "other"; readonly permission: string; readonly detail: string };

/** A tool call of an agent, as its message names it. */
export interface ToolCall {
  readonly message: string;
  readonly call: string;
}

export interface Permission {
  readonly id: string;
  readonly session: string;
  /** What asks; absent = not said. */
  readonly by?: ToolCall;
  /** Whether it is answered as servers before 1.1 want it. */
  readonly isOlder?: true;
  /** Whose inner instance asks: to be named when answering. */
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

export interface QuestionOption {
  readonly label: string;
  readonly description: string;
}

export interface QuestionItem {
  readonly header: string;
  readonly text: string;
  /** Whether nothing of the text was left out. */
  readonly isWhole: boolean;
  readonly options: readonly QuestionOption[];
  /** Whether several options may be chosen. */
  readonly multiple: boolean;
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
