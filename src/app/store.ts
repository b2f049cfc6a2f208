/** The one place that holds the state, and the only way to change it. */
import { type Event, reduce, type State } from "../core/state.ts";
import type { Store } from "../tasks/task.ts";

export function createStore(initial: State): Store {
  let state = initial;
  const listeners = new Set<(event: Event) => void>();
  return {
    state: () => state,
    dispatch(event) {
      state = reduce(state, event);
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
