/**
 * Makes the tray view anew after each change of the state, and whenever time alone changes it. Changes that come close together make one
 * view, and a view that equals the last one is not passed on, so an idle program draws nothing.
 */
import type { Messages } from "../core/language/messages.ts";
import { nextViewChange, type TrayView, trayView } from "../core/views/tray_view.ts";
import type { State } from "../core/state.ts";
import type { Host } from "../host/host.ts";
import { createBell } from "../tasks/sleep_until.ts";
import type { Store, Task } from "../tasks/task.ts";

export interface ViewUpdates {
  /** The view at this moment. */
  view(): TrayView;
  /** Calls `listener` with each new view; returns the way to stop it. */
  subscribe(listener: (view: TrayView) => void): () => void;
  /** Renders again whenever time alone changes what is true. */
  readonly tick: Task;
}

/** The shortest time between two views. Agents can do hundreds of things a second, and nobody can see that many. */
const burstMs = 50;

export interface ViewUpdatesOptions {
  /** Asked at each render: a change of the language shows at once. */
  readonly messages: () => Messages;
  /** Marks everything as simulated. */
  readonly demo: boolean;
}

export function createViewUpdates(
  host: Pick<Host, "now" | "monotonic" | "sleep">,
  store: Store,
  { messages, demo }: ViewUpdatesOptions,
): ViewUpdates {
  const listeners = new Set<(view: TrayView) => void>();
  const bell = createBell();
  const view = () => trayView(store.state(), host.now(), { messages: messages(), demo });
  let last = "";
  let rendered: State | null = null;
  let renderedAt = -Infinity;
  /** How long the last render took, together with the work of its listeners. */
  let tookMs = 0;

  function render(): void {
    rendered = store.state();
    renderedAt = host.now();
    const begin = host.monotonic();
    const now = view();
    const text = JSON.stringify(now);
    if (text !== last) {
      last = text;
      for (const listener of [...listeners]) listener(now);
    }
    tookMs = host.monotonic() - begin;
  }

  return {
    view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async tick(signal) {
      const unsubscribe = store.subscribe(() => store.state() === rendered || bell.ring());
      try {
        while (!signal.aborted) {
          render();
          const end = await bell.sleepUntil(host, nextViewChange(store.state(), host.now()), signal);
          // After the first of many events comes one view at once, then one view for all the others.
          // Where there is very much to draw, drawing takes a quarter of the time at most.
          const everyMs = Math.max(burstMs, 4 * tookMs);
          const waitMs = renderedAt + everyMs - host.now();
          if (end === "rung" && waitMs > 0 && waitMs <= everyMs) await host.sleep(waitMs, signal);
        }
      } finally {
        unsubscribe();
      }
    },
  };
}
