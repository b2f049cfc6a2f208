/** What of all that was asked still waits for the user, and what may be answered by a button. */
import { type Action, allows } from "../action.ts";
import type { AgentProgram } from "./program.ts";
import { isPutAway } from "./session_tree.ts";
import type { Waiting } from "./waiting.ts";

/** Everything of a program that waits for the user, the longest first. */
export function stillWaiting(program: AgentProgram): readonly Waiting[] {
  return program.isFollowed ? lastKnownWaiting(program) : [];
}

/** The same as it was last known: a program that does not answer just now has not taken anything back. */
export function lastKnownWaiting({ sessions, waiting }: AgentProgram): readonly Waiting[] {
  return waiting.filter(({ session }) => !isPutAway(sessions, session)).sort((a, b) => a.since - b.since);
}

/** Whether an action allows, by a button, what could not be shown whole: nobody has seen what it would do. */
export function allowsUnseen(programs: readonly AgentProgram[], action: Action): boolean {
  if (!allows(action)) return false;
  return programs.filter(({ key }) => key === action.instance).some(({ waiting }) =>
    waiting.some((one) =>
      one.kind === "permission" && one.id === action.permission &&
      !(one.isWhole && (action.reply === "once" || one.alwaysIsWhole))
    )
  );
}
