/** Every sentence about agents that a person reads. */
import type { Wish } from "../agents/waiting.ts";

export interface AgentMessages {
  /** How many agents work: "2 busy", a part of a line. */
  busy(count: number): string;
  waiting(count: number): string;
  /** How many entries of a long list are not shown: "+18,000 more". */
  more(count: number): string;
  /** The same for agents that wait: "+18,000 more wait for you". */
  moreWaiting(count: number): string;
  readonly idle: string;
  readonly busyNow: string;
  readonly waits: string;
  /** The program of the agents is starting. */
  readonly starting: string;
  readonly locked: string;
  readonly lockedHint: string;
  notAnswering(clock: string): string;
  /** `clock`: when it tries again; null = the agent does not say. */
  retries(clock: string | null, attempt: number, why: string): string;
  stopped(why: string): string;
  readonly untitled: string;
  /** `current`: what the agent does now or next; null = it does not say. */
  todos(left: number, current: string | null): string;
  /** "wants to run `git push`". The agent's own text in it has to be one line. */
  wants(wish: Wish): string;
  /** An agent's text in which long runs of blanks are named by signs: the same text with the names in this language. */
  signs(text: string): string;
  asks(question: string): string;
  asksSeveral(count: number): string;
  /** The agent does not tell when it waits for a permission. */
  seemsToWait(tool: string): string;
  readonly allowOnce: string;
  /** `patterns`: what is allowed from now on; "" = the agent does not say. */
  always(patterns: string): string;
  readonly reject: string;
  readonly rejectQuestion: string;
  /** A question allows several options: this entry chooses one of them and no other. */
  only(option: string): string;
  readonly answerThere: string;
  /** Brings the terminal of a session to the front. */
  readonly showTerminal: string;
  readonly finished: string;
  /** `count` is two or more. */
  severalFinished(count: number): string;
}
