/** What of all that was asked still waits for the user, and in which words that is said. */
import { type Action, allows } from "../action.ts";
import type { AgentMessages } from "../language/agent_messages.ts";
import { oneLine } from "../text/excerpt.ts";
import type { AgentProgram } from "./program.ts";
import { projectOf } from "./program_names.ts";
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

/** What waits for the user, with what says so. */
export interface WaitsFor {
  readonly waiting: Waiting;
  readonly program: AgentProgram;
  /** The session's title; "" = not known. */
  readonly title: string;
  /** "app: wants to run `git push`": one line, not cut. */
  readonly text: string;
}

/** Everything that waits for the user, the longest first. */
export function waitingFor(
  programs: readonly AgentProgram[],
  messages: AgentMessages,
): readonly WaitsFor[] {
  return programs.flatMap((program) =>
    stillWaiting(program).map((waiting) => waitsFor(program, waiting, messages))
  ).sort((a, b) => a.waiting.since - b.waiting.since);
}

export function waitsFor(program: AgentProgram, waiting: Waiting, messages: AgentMessages): WaitsFor {
  const session = program.sessions.get(waiting.session);
  const text = `${projectOf(program, session)}: ${saying(waiting, messages)}`;
  return { waiting, program, title: session?.title ?? "", text: oneLine(text, Infinity) };
}

/** What it wants, with all of its lines. */
export function saying(waiting: Waiting, messages: AgentMessages): string {
  return messages.signs(said(waiting, messages));
}

function said(waiting: Waiting, messages: AgentMessages): string {
  switch (waiting.kind) {
    case "permission":
      return messages.wants(waiting.wish);
    case "question": {
      const { items } = waiting;
      const [first] = items;
      return first !== undefined && items.length === 1
        ? messages.asks(first.text || first.header)
        : messages.asksSeveral(items.length);
    }
    case "guess":
      return messages.seemsToWait(toolLabel(waiting.tool));
  }
}

/** "bash git status" */
export function toolLabel({ name, arg }: { readonly name: string; readonly arg: string }): string {
  return arg === "" ? name : `${name} ${arg}`;
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
