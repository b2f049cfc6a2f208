/**
 * What the core wants of a source, that is one kind of coding agents: how its reports add up to a state of its own, and how that
 * state is seen. All else is written against what `programs` gives.
 */
import type { Settings } from "../settings.ts";
import type { AgentProgram } from "./program.ts";

/** How much a report may change of what a person is told. */
export type ReportWeight =
  /** Something may wait from now on, or no more; something may have ended. */
  | "change"
  /** A tool began or ended: that can only end what was guessed to wait. */
  | "tool"
  /** Titles, lists of things to do: nobody is told of it. */
  | "detail"
  /** All of a program at once, made of many answers. */
  | "everything";

/** Of what a person wants to be told. */
export interface AgentAlertSettings {
  /** How long an agent waits for an answer before it is told, in ms; null = it is not told. */
  readonly waitingAfterMs: number | null;
  /** Whether it is told that an agent has finished its work. */
  readonly finished: boolean;
}

export interface SourceCore<State, Report> {
  /** Before anything was reported. */
  readonly initial: State;
  /** The state after a report at `now` (epoch ms); the same one where nothing has changed. */
  after(state: State, report: Report, now: number): State;
  /** Every program of this kind as it may be shown at `now`. */
  programs(state: State, now: number): readonly AgentProgram[];
  /** Epoch ms of the next moment, after `now`, at which these change by time alone; null = none. */
  nextChange(state: State, now: number): number | null;
  weightOf(report: Report): ReportWeight;
  alertSettings(settings: Settings): AgentAlertSettings;
}
