/** What a task is, and what it may do with the program's state. */
import type { Event, State } from "../core/state.ts";

/** Runs until the signal aborts, then resolves. If it throws, `supervise` runs it again. */
export type Task = (signal: AbortSignal) => Promise<void>;

/** The one state and the one way to change it. */
export interface Store {
  state(): State;
  dispatch(event: Event): void;
  /** Calls `listener` after each event. Returns a function that ends this. */
  subscribe(listener: (event: Event) => void): () => void;
}
