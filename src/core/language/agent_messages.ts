/** Every sentence about agents that a person reads. Conventions as in `messages.ts`. */
import type { Wish } from "../agents/waiting.ts";

export interface AgentMessages {
  /** "2 busy", "1 waits for you": parts of a line. */
  busy(count: number): string;
  waiting(count: number): string;
  /** Of a list that is cut: "+18,000 more". */
  more(count: number): string;
  /** The same of what waits: "+18,000 more wait for you". */
  moreWaiting(count: number): string;
  readonly idle: string;
  readonly busyNow: string;
  readonly waits: string;
  /** Of a program. */
  readonly starting: string;
  readonly locked: string;
  readonly lockedHint: string;
  notAnswering(clock: string): string;
  /** `clock` is null where it is not said. */
  retries(clock: string | null, attempt: number, why: string): string;
  stopped(why: string): string;
  readonly untitled: string;
  /** `current` is what is done now or next. */
  todos(left: number, current: string | null): string;
  /** "wants to run `git push`"; text of the agent's in it is one line. */
  wants(wish: Wish): string;
  /** A text of an agent's, with the signs for long runs of what shows nothing in this language. */
  signs(text: string): string;
  asks(question: string): string;
  asksSeveral(count: number): string;
  /** Nobody tells of its permissions. */
  seemsToWait(tool: string): string;
  readonly allowOnce: string;
  /** `patterns`: what will be allowed from now on; "" = not said. */
  always(patterns: string): string;
  readonly reject: string;
  readonly rejectQuestion: string;
  /** Of several options that may be chosen together this one alone. */
  only(option: string): string;
  readonly answerThere: string;
  /** Brings the terminal of a session to the front. */
  readonly showTerminal: string;
  readonly finished: string;
  /** Of two or more. */
  severalFinished(count: number): string;
}
