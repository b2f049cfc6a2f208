/** Work that depends on some settings, and starts again when those change. */
import type { Settings } from "../core/settings.ts";
import type { Store, Task } from "./task.ts";

/** Runs `work` with what `pick` takes from the settings. When that changes, `work` is aborted and runs again with the new value. */
export function whileSettingsSame<T>(
  store: Store,
  pick: (settings: Settings) => T,
  work: (signal: AbortSignal, value: T) => Promise<void>,
): Task {
  return async (signal) => {
    while (!signal.aborted) {
      const value = pick(store.state().settings);
      const turn = new AbortController();
      const end = () => turn.abort();
      signal.addEventListener("abort", end, { once: true });
      const over = new Promise<void>((resolve) => turn.signal.addEventListener("abort", () => resolve()));
      const unsubscribe = store.subscribe(({ type }) => {
        if (type !== "settings") return;
        if (JSON.stringify(pick(store.state().settings)) !== JSON.stringify(value)) end();
      });
      try {
        await work(turn.signal, value);
        await over;
      } finally {
        unsubscribe();
        signal.removeEventListener("abort", end);
      }
    }
  };
}
