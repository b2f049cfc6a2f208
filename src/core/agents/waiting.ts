/** What a session waits for until a person answers: a permission, a question, or something that nobody has told of. */

/** What a session wants to do, in the terms that a person decides by. */
export type Wish =
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "edit"; readonly file: string }
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "fetch"; readonly url: string }
  /** To touch files outside of its directory. */
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "search"; readonly query: string }
  /** Any other permission, by the agent's own name. */
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
  /** Whether an answer can be given from here; else it is answered in its terminal only. */
  readonly isAnswerable: boolean;
  readonly wish: Wish;
  /** Whether the wish says all of what is asked for; else nobody may allow it by what is seen of it. */
  readonly isWhole: boolean;
  /** What "always" would allow from now on; [] = it cannot be said, and is not offered. */
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

/** A tool that runs for so long that it seems to wait for a permission, of which nobody has told. */
export interface Guess {
  readonly kind: "guess";
  readonly tool: { readonly name: string; readonly arg: string };
}

export type Waiting =
  & {
    /** Unique in its program, among those of its kind. */
    readonly id: string;
    /** The id of the session that waits, which may not be known otherwise. */
    readonly session: string;
    /** Epoch ms at which it was first seen here. */
    readonly since: number;
  }
  & (WaitingPermission | WaitingQuestion | Guess);

/** Whether nothing of what it wants was left out on the way here: else it is answered where it is asked. */
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
