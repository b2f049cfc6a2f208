/** What can be asked of agents, as data. */

/**
 * What a person can answer an agent from the tray, a notification or over RPC. `instance`: the key of the agent's program, which is
 * one program's alone, whatever kind of agent it is.
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
    /** For each question of the request the labels chosen. */
    readonly answers: readonly (readonly string[])[];
  }
  | { readonly kind: "reject-question"; readonly instance: string; readonly question: string };

/** What a person can do about an agent. */
export type AgentAction =
  | AgentAnswer
  /** Brings the terminal of the session to the front. */
  | { readonly kind: "focus-session"; readonly instance: string; readonly session: string };
