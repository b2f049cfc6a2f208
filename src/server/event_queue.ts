/**
 * The events that wait for a slow reader. An event that says all about something replaces the one before it. When too many others
 * wait, all are dropped, and the reader gets a new snapshot.
 */

import type { EventType } from "./stream_events.ts";

/** Each of these says all about something, so only the last one counts. */
const WHOLE: readonly string[] = ["snapshot", "tray-update", "opencode"] satisfies readonly EventType[];
const WAITING_MAX = 100;

export interface EventQueue<Event> {
  /** The next event, or undefined where none waits. */
  next(): Event | undefined;
  end(): void;
}

/** `subscribe` tells how things are now, and then each event. `wake` is called when an event waits. */
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
