/** What a person can do about an agent, as data. */

/**
 * An answer to an agent, given in the tray, in a notification or over RPC. `instance` is the key of the agent's program; no two
 * programs have the same key, not even programs of different sources.
 */
export type AgentAnswer =
  | {
    readonly kind: "answer-permission";
    readonly instance: string;
    readonly permission: string;
    readonly reply: "once" | "always" | "reject";
  }
  | {
    readonly kind: "answer-question";
    readonly instance: string;
    readonly question: string;
    /** The chosen labels, for each question of the request. */
    readonly answers: readonly (readonly string[])[];
  }
  | { readonly kind: "reject-question"; readonly instance: string; readonly question: string };

/** What a person can do about an agent. */
export type AgentAction =
  | AgentAnswer
  /** Brings the terminal of the session to the front. */
  | { readonly kind: "focus-session"; readonly instance: string; readonly session: string };

/** To bring the terminal to the front in which a session waits. */
export function focusing({ program, waiting }: {
  readonly program: { readonly key: string };
  readonly waiting: { readonly session: string };
}): AgentAction {
  return { kind: "focus-session", instance: program.key, session: waiting.session };
}
