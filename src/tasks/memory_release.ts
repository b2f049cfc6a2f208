/**
 * Gives back the memory of a busy time. What a burst of events leaves behind is collected when there is need for memory, which in a
 * program that then sleeps may be never: after its start it is 5 MB, after 1,000 icons 4 MB.
 */
import type { Host } from "../host/host.ts";
import { weightOf } from "../core/agents/sources.ts";
import type { Event } from "../core/state.ts";
import type { Store, Task } from "./task.ts";

/** Fewer events than these leave nothing behind that would be worth a collection, of some 20 ms. */
const busyEvents = 200;
/** A full state of a server is made of many answers, which may have been long. */
const fullStateEvents = 50;
/** A burst is over when nothing has happened for so long. */
const quietMs = 500;
/** A burst that goes on is not waited for any longer: a heap that has once grown does not shrink again altogether. */
const longMs = 8_000;
/** Between two bursts, or parts of one. */
const restMs = 2_000;

export interface MemoryReleaseParts {
  readonly host: Pick<Host, "sleep">;
  readonly store: Store;
  /** Collects at once; takes some 20 ms. */
  readonly collect: () => void;
}

export function releaseMemory({ host, store, collect }: MemoryReleaseParts): Task {
  return async (signal) => {
    // A start is a busy time too.
    let events = busyEvents;
    let wake = () => {};
    const unsubscribe = store.subscribe((event) => {
      events += isFullState(event) ? fullStateEvents : 1;
      if (events >= busyEvents) wake();
    });
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    try {
      while (!signal.aborted) {
        const busy = new Promise<void>((resolve) => wake = resolve);
        if (events < busyEvents) await Promise.race([busy, aborted]);
        let before = -1;
        for (let waitedMs = 0; before !== events && waitedMs < longMs && !signal.aborted;) {
          before = events;
          await host.sleep(quietMs, signal);
          waitedMs += quietMs;
        }
        if (signal.aborted) return;
        collect();
        const isOver = before === events;
        events = 0;
        if (isOver) {
          // The pages that the first one has emptied go back to the system with the second.
          await host.sleep(quietMs, signal);
          if (events === 0 && !signal.aborted) collect();
        }
        await host.sleep(restMs, signal);
      }
    } finally {
      unsubscribe();
    }
  };
}

function isFullState(event: Event): boolean {
  return event.type === "agents" && weightOf(event.report) === "everything";
}
