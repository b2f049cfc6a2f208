/**
 * The core of a source. A source is one kind of coding agent, such as OpenCode. Its core folds the reports of its edge into a state of
 * its own, and makes the model of agents from that state. Everything else uses the model.
 */
import type { Settings } from "../settings.ts";
import type { AgentProgram } from "./program.ts";

/** How much a report may change for a person. */
export type ReportWeight =
  /** Something may have begun to wait, ended its wait, or ended its work. */
  | "change"
  /** A tool began or ended. This can only end a wait that was guessed. */
  | "tool"
  /** Titles or lists of things to do: no alert depends on them. */
  | "detail"
  /** Everything about a program at once; to make it took much memory. */
  | "everything";

/** Which alerts about agents of a source the settings want. */
export interface AgentAlertSettings {
  /** A wait is told when it has lasted so long, in ms; null = it is not told. */
  readonly waitingAfterMs: number | null;
  /** Whether finished work is told. */
  readonly finished: boolean;
}

export interface SourceCore<State, Report> {
  /** The state before the first report. */
  readonly initial: State;
  /** The state after a report at `now` (epoch ms); the same object if nothing has changed. */
  after(state: State, report: Report, now: number): State;
  /** All programs of this source, as they are shown at `now`. */
  programs(state: State, now: number): readonly AgentProgram[];
  /** When the programs change next by time alone: epoch ms, after `now`; null = they do not. */
  nextChange(state: State, now: number): number | null;
  weightOf(report: Report): ReportWeight;
  alertSettings(settings: Settings): AgentAlertSettings;
}
