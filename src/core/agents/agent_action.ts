/** What can be asked of agents, as data. */

/** What a person can do about an agent from the tray, a notification or over RPC. `instance`: its key. */
export type OpencodeAction =
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
  | { readonly kind: "reject-question"; readonly instance: string; readonly question: string }
  | { readonly kind: "focus-session"; readonly instance: string; readonly session: string };
