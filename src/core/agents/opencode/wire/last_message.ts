/** What the last message of an agent says of its tools: which run, and for which of them an answer still matters. */
import type { Fetched } from "../full_state.ts";
import type { WireTool } from "./wire_values.ts";
import type { ToolCall } from "../permissions_and_questions.ts";

export interface LastMessage {
  /** Null = there is none, or it does not say. */
  readonly id: string | null;
  /** Its tools that run. */
  readonly running: readonly WireTool[];
  /** Its calls that have ended. */
  readonly over: readonly string[];
}

/**
 * What is asked, without what a run had asked that is over: 1.18.33 goes on listing it though its session works on something
 * else. A tool that waits is running, in the last message of its session; `last`: by session, as far as they were asked for.
 */
export function stillAsked<W extends { readonly session: string; readonly by?: ToolCall }>(
  part: Fetched<readonly W[]>,
  last: ReadonlyMap<string, LastMessage>,
): Fetched<readonly W[]> {
  if (part.kind !== "known") return part;
  const value = part.value.filter(({ session, by }) => {
    const message = last.get(session);
    if (by === undefined || message === undefined || message.id === null) return true;
    return by.message === message.id && !message.over.includes(by.call);
  });
  return value.length === part.value.length ? part : { ...part, value };
}
