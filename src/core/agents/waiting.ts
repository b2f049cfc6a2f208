/** The model of a wait: a session waits until a person allows something or answers a question. */

/** What a session wants to do. */
export type Wish =
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "edit"; readonly file: string }
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "fetch"; readonly url: string }
  /** To use files outside of its directory. */
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "search"; readonly query: string }
  /** Anything else. `permission` is the agent's own name for it. */
  | { readonly kind: "other"; readonly permission: string; readonly detail: string };

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

export interface WaitingPermission {
  readonly kind: "permission";
  /** Whether it can be answered from here; if not, only in its terminal. */
  readonly isAnswerable: boolean;
  readonly wish: Wish;
  /** Whether the wish says everything that is asked for. If not, it must not be allowed from here. */
  readonly isWhole: boolean;
  /** What "always" would allow from now on; [] = not known, so it is not offered. */
  readonly always: readonly string[];
  /** Whether that is all of it. */
  readonly alwaysIsWhole: boolean;
}

/** One request may hold several questions, which are answered together. */
export interface WaitingQuestion {
  readonly kind: "question";
  readonly isAnswerable: boolean;
  readonly items: readonly QuestionItem[];
}

/** A tool runs for so long that it seems to wait for a permission, though the agent has not said so. */
export interface Guess {
  readonly kind: "guess";
  readonly tool: { readonly name: string; readonly arg: string };
}

export type Waiting =
  & {
    /** Unique in its program among waits of the same kind. */
    readonly id: string;
    /** The id of the session that waits. `AgentProgram.sessions` may lack this session. */
    readonly session: string;
    /** Epoch ms at which it was first seen here. */
    readonly since: number;
  }
  & (WaitingPermission | WaitingQuestion | Guess);

/** Whether everything that it wants is known here; if not, it can be allowed only in its terminal. */
export function isToldWhole(waiting: Waiting): boolean {
  switch (waiting.kind) {
    case "permission":
      return waiting.isWhole;
    case "question":
      return waiting.items.every(({ isWhole }) => isWhole);
    case "guess":
      return false;
  }
}
