/** What the last message of an agent says of its tools: which run, and which permissions and questions are therefore still asked. */
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
 * The permissions or questions without those of a run that is over: 1.18.33 goes on listing these though their session works on
 * something else. A tool that waits is running, in the last message of its session. `last`: by session, as far as they were fetched.
 */
export function stillAsked<W extends { readonly session: string; readonly by?: ToolCall }>(
  fetched: Fetched<readonly W[]>,
  last: ReadonlyMap<string, LastMessage>,
): Fetched<readonly W[]> {
  if (fetched.kind !== "known") return fetched;
  const value = fetched.value.filter(({ session, by }) => {
    const message = last.get(session);
    if (by === undefined || message === undefined || message.id === null) return true;
    return by.message === message.id && !message.over.includes(by.call);
  });
  return value.length === fetched.value.length ? fetched : { ...fetched, value };
}
