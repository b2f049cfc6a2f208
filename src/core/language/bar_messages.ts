/** Every sentence of `status` for bars, prompts and terminals. */

export interface BarMessages {
  /** What stands for each field of a template. */
  readonly fields: Readonly<Record<BarField, string>>;
  /** `fields`: a line for each field that there is. */
  unknownField(name: string, fields: string): string;
  /** A brace without its other one. */
  openBrace(fields: string): string;
  /** The program does not run, in a bar. */
  readonly notRunning: string;
  /** It is of a version that does not know this form of `status`. */
  readonly olderRunning: string;
  /** `status --watch` does not get from it what it needs. `why`: in its own words. */
  notFollowed(why: string): string;
  /** Notifications are snoozed until then, in a line where room is scarce. */
  snoozed(clock: string): string;
  /** What the mark in a gauge stands for. */
  readonly evenUse: string;
  /** The heading of the sidecars. */
  readonly sidecars: string;
  /** The heading of the agents. */
  readonly agents: string;
}

/** What a template can name. The names are the same in each language. */
export type BarField =
  | "percent"
  | "limit"
  | "reset"
  | "reset_in"
  | "level"
  | "colour"
  | "bar"
  | "forecast"
  | "session"
  | "session_reset"
  | "session_reset_in"
  | "week"
  | "week_reset"
  | "week_reset_in"
  | "spent"
  | "waits"
  | "waiting_for"
  | "agents"
  | "alerts"
  | "age"
  | "snoozed"
  | "condition"
  | "trouble";
