/**
 * The edge of a source. A source is one kind of coding agent, such as OpenCode. Its edge finds the agents on this machine, follows them,
 * and passes on a person's answers. A new source has a folder here with its edge and a folder in `src/core/agents/` with its core;
 * `compose.ts` lists the edges.
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
  /** The edge reports by dispatching events "agents", and reads the state that they add up to. */
  readonly store: Store;
}

export interface SourceEdge {
  readonly id: SourceId;
  /** The menu shows this name if the task breaks. */
  readonly taskName: string;
  /** The settings that the task depends on: if they change, it is ended and started again. Null = these agents are not followed. */
  followed(settings: Settings): unknown;
  /** Finds the agents and follows them. */
  readonly run: Task;
  /** Passes on a person's answer. Never rejects. */
  answer(answer: AgentAnswer): Promise<AnswerOutcome>;
}

export type CreateSource = (parts: SourceParts) => SourceEdge;

export type AnswerOutcome =
  | { readonly kind: "done" }
  /** It was answered elsewhere, or is no longer asked. */
  | { readonly kind: "already-answered" }
  | { readonly kind: "failed"; readonly why: AnswerFailure };

/** `gone`: the agent's program has ended; `refused`: it does not accept the answer. */
export type AnswerFailure = "gone" | "locked" | "not-answering" | "refused";
