/** What waits for the user, in words. */
import type { AgentMessages } from "../language/agent_messages.ts";
import { oneLine } from "../text/excerpt.ts";
import type { AgentProgram } from "./program.ts";
import { projectOf } from "./program_names.ts";
import { stillWaiting } from "./still_waiting.ts";
import type { Waiting } from "./waiting.ts";

/** A wait, and what is shown of it. */
export interface WaitsFor {
  readonly waiting: Waiting;
  readonly program: AgentProgram;
  /** The session's title; "" = not known. */
  readonly title: string;
  /** "app: wants to run `git push`": one line, not cut. */
  readonly text: string;
}

/** Everything that waits for the user. What has waited longest comes first. */
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
