/**
 * What the program that stays wants of a source, that is one kind of coding agents: something that finds the agents of this
 * machine, follows them, and passes on what a person answers. A new source is a folder with one of these, and its core in
 * `src/core/agents/`; `compose.ts` lists them.
 */
import type { AgentAnswer } from "../core/agents/agent_action.ts";
import type { SourceId } from "../core/agents/sources.ts";
import type { Settings } from "../core/settings.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { Store, Task } from "../tasks/task.ts";

export interface SourceParts {
  readonly host: Host;
  readonly platform: Pick<Platform, "os" | "listeners" | "terminal">;
  /** Has what was reported: the edge dispatches an event "agents" for each thing that it finds out. */
  readonly store: Store;
}

export interface SourceEdge {
  readonly id: SourceId;
  /** Stands in the menu when its task breaks. */
  readonly taskName: string;
  /** What of the settings its task depends on: with other ones it begins anew. Null = these agents are not to be followed. */
  followed(settings: Settings): unknown;
  /** Finds the agents and follows them. */
  readonly run: Task;
  /** Passes on what a person has chosen; what is no longer asked is "already-answered". Never rejects. */
  answer(answer: AgentAnswer): Promise<AnswerOutcome>;
}

export type CreateSource = (parts: SourceParts) => SourceEdge;

export type AnswerOutcome =
  | { readonly kind: "done" }
  /** It was answered elsewhere, or is no longer asked. */
  | { readonly kind: "already-answered" }
  | { readonly kind: "failed"; readonly why: AnswerFailure };

/** `gone`: the agent's program has ended; `refused`: it says that the answer is none. */
export type AnswerFailure = "gone" | "locked" | "not-answering" | "refused";
