/**
 * Gives memory back after a busy time. The runtime collects the garbage of a burst of events only when it needs memory,
 * and a program that then sleeps may never need any. After the start this is 5 MB, after 1,000 icons 4 MB.
 */
import type { Host } from "../host/host.ts";
import { weightOf } from "../core/agents/sources.ts";
import type { Event } from "../core/state.ts";
import type { Store, Task } from "./task.ts";

/** Fewer events than these leave too little behind for a collection, which takes about 20 ms. */
const busyEvents = 200;
/** A full state of a server counts as this many events: it is made of many answers, which may be long. */
const fullStateEvents = 50;
/** A burst is over when nothing has happened for this long. */
const quietMs = 500;
/** A longer burst is not waited for: a heap that has grown once does not shrink completely again. */
const longMs = 8_000;
/** The pause between two bursts, or between parts of one. */
const restMs = 2_000;

export interface MemoryReleaseParts {
  readonly host: Pick<Host, "sleep">;
  readonly store: Store;
  /** Collects garbage at once; takes about 20 ms, and twice as long where `all` of it has to go. */
  readonly collect: (all: boolean) => void;
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
        collect(false);
        const isOver = before === events;
        events = 0;
        if (isOver) {
          // The second collection gives the pages back to the system that the first one has emptied.
          await host.sleep(quietMs, signal);
          if (events === 0 && !signal.aborted) collect(true);
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
