/**
 * What waits for a reader of the event stream that reads slowly. What stands now replaces what stood before, and when too much
 * else waits, all of it is dropped for a fresh beginning.
 */

import type { EventType } from "./stream_events.ts";

/** Each says all of what it is about. */
const WHOLE: readonly string[] = ["snapshot", "tray-update", "opencode"] satisfies readonly EventType[];
const WAITING_MAX = 100;

export interface EventQueue<Event> {
  /** The next, or undefined. */
  next(): Event | undefined;
  end(): void;
}

/** `subscribe` tells what stands now, and then each event; `wake` is called when something waits. */
export function createEventQueue<Event extends { readonly type: string }>(
  subscribe: (listener: (event: Event) => void) => () => void,
  wake: () => void,
): EventQueue<Event> {
  let waiting: Event[] = [];
  let stop: (() => void) | null = null;
  let isFull = false;

  function begin(): void {
    isFull = false;
    stop = subscribe((event) => {
      if (isFull) return;
      if (WHOLE.includes(event.type)) waiting = waiting.filter(({ type }) => type !== event.type);
      waiting.push(event);
      isFull = waiting.length > WAITING_MAX;
      if (isFull) waiting = [];
      wake();
    });
  }

  function end(): void {
    stop?.();
    stop = null;
  }

  begin();
  return {
    next() {
      if (isFull) {
        end();
        begin();
      }
      return waiting.shift();
    },
    end,
  };
}
