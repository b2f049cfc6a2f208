/** The agents of all sources in the running program: they are followed, and a person's answers are passed on to them. */
import type { AgentAction } from "../core/agents/agent_action.ts";
import type { AgentProgram } from "../core/agents/program.ts";
import { rootsIn } from "../core/agents/session_tree.ts";
import { agentPrograms } from "../core/agents/sources.ts";
import { whileSettingsSame } from "../tasks/while_settings_same.ts";
import type { Task } from "../tasks/task.ts";
import type { Platform } from "../platform/platform.ts";
import type { AnswerOutcome, CreateSource, SourceParts } from "./source_edge.ts";
import { focusTerminal } from "./terminal_focus.ts";
import type { AgentReason } from "../core/reason.ts";
import { ReasonError } from "../core/reason_error.ts";

export interface AgentsParts extends SourceParts {
  readonly platform: SourceParts["platform"] & Pick<Platform, "focusTerminal">;
  /** All sources, as `compose.ts` lists them. */
  readonly sources: readonly CreateSource[];
}

export interface Agents {
  /** Each with its name, which the menu shows if the task breaks. */
  readonly tasks: readonly (readonly [string, Task])[];
  /** Rejects with a `ReasonError` when it cannot be done. */
  perform(action: AgentAction): Promise<void>;
}

export function createAgents({ host, platform, store, sources }: AgentsParts): Agents {
  const edges = sources.map((create) => create({ host, platform, store }));

  async function focus(program: AgentProgram, session: string): Promise<void> {
    // The title of a terminal names the session that a person started there, not a subagent.
    const title = program.sessions.get(rootsIn(program.sessions)(session))?.title;
    const { pid, tty, directory } = program;
    return await focusTerminal({ host, platform }, {
      ...{ pid, tty, directory },
      ...(title === undefined ? {} : { title }),
    });
  }

  return {
    tasks: edges.map((edge) => [
      edge.taskName,
      whileSettingsSame(store, (settings) => edge.followed(settings), async (signal, followed) => {
        if (followed !== null) await edge.run(signal);
      }),
    ]),
    async perform(action) {
      const program = agentPrograms(store.state().agents, host.now())
        .find(({ key }) => key === action.instance);
      if (action.kind === "focus-session") {
        return program === undefined ? undefined : await focus(program, action.session);
      }
      const edge = edges.find(({ id }) => id === program?.source);
      const outcome: AnswerOutcome = edge === undefined
        ? { kind: "already-answered" }
        : await edge.answer(action);
      const failure = failureOf(outcome, program?.product ?? "");
      if (failure !== null) throw new ReasonError({ about: "agent", ...failure });
    },
  };
}

/** Why the answer has not reached the agent; null = it has. `product`: what people call the agent. */
function failureOf(outcome: AnswerOutcome, product: string): AgentReason | null {
  switch (outcome.kind) {
    case "done":
      return null;
    case "already-answered":
      return { kind: "already-answered" };
    case "failed":
      return { kind: outcome.why, product };
  }
}
