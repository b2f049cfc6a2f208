/**
 * Turns each new state, and the passing of time, into the tray view. Renders are coalesced, one a turn, and a view that equals
 * the last one is not passed on, so an idle program draws nothing.
 */
import type { Messages } from "./core/messages.ts";
import { nextViewChange, type TrayView, trayView } from "./core/tray_view.ts";
import type { Host } from "./host.ts";
import { createBell } from "./tasks/sleep_until.ts";
import type { Store, Task } from "./tasks/task.ts";

export interface Views {
  /** The view at this moment. */
  view(): TrayView;
  /** Calls `listener` with each new view; returns the way to stop it. */
  subscribe(listener: (view: TrayView) => void): () => void;
  /** Renders again whenever time alone changes what is true. */
  readonly tick: Task;
}

export interface ViewsOptions {
  /** Asked at each render: a change of the language shows at once. */
  readonly messages: () => Messages;
  /** Marks everything as simulated. */
  readonly demo: boolean;
}

export function createViews(
  host: Pick<Host, "now" | "sleep">,
  store: Store,
  { messages, demo }: ViewsOptions,
): Views {
  const listeners = new Set<(view: TrayView) => void>();
  const bell = createBell();
  const view = () => trayView(store.state(), host.now(), { messages: messages(), demo });
  let last = "";
  let scheduled = false;

  function render(): void {
    scheduled = false;
    const now = view();
    const text = JSON.stringify(now);
    if (text === last) return;
    last = text;
    for (const listener of [...listeners]) listener(now);
  }

  function renderSoon(): void {
    bell.ring();
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(render);
  }

  return {
    view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async tick(signal) {
      const unsubscribe = store.subscribe(renderSoon);
      try {
        while (!signal.aborted) {
          render();
          await bell.sleepUntil(host, nextViewChange(store.state(), host.now()), signal);
        }
      } finally {
        unsubscribe();
      }
    },
  };
}
