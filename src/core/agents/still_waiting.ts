/** Which of all requests of agents still wait for the user, and which may be allowed by a button. */
import { type Action, allows } from "../action.ts";
import type { AgentProgram } from "./program.ts";
import { isPutAway } from "./session_tree.ts";
import type { Waiting } from "./waiting.ts";

/** Everything in a program that waits for the user. What has waited longest comes first. */
export function stillWaiting(program: AgentProgram): readonly Waiting[] {
  return program.isFollowed ? lastKnownWaiting(program) : [];
}

/** The same, also if the program does not answer just now: then it is what was last known. */
export function lastKnownWaiting({ sessions, waiting }: AgentProgram): readonly Waiting[] {
  return waiting.filter(({ session }) => !isPutAway(sessions, session)).sort((a, b) => a.since - b.since);
}

/** Whether an action allows something that could not be shown whole, so that nobody has seen what it would do. */
export function allowsUnseen(programs: readonly AgentProgram[], action: Action): boolean {
  if (!allows(action)) return false;
  return programs.filter(({ key }) => key === action.instance).some(({ waiting }) =>
    waiting.some((one) =>
      one.kind === "permission" && one.id === action.permission &&
      !(one.isWhole && (action.reply === "once" || one.alwaysIsWhole))
    )
  );
}
