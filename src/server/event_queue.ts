/**
 * The events that wait for a slow reader. An event that says all about something replaces the one before it. When too many others
 * wait, all are dropped, and the reader gets a new snapshot.
 */
import type { NumberedEvent } from "./event_log.ts";

const maxWaiting = 100;

export interface EventQueue {
  add(event: NumberedEvent): void;
  /** The number of the next event; Infinity = none waits. */
  nextNumber(): number;
  /** The next event, or undefined where none waits. */
  next(): NumberedEvent | undefined;
}

/**
 * `snapshotAs`: how things are now, under the number of the first event that was dropped. So what is sent stays in the order of the
 * numbers, and a reader that comes back with it is sent everything that came after that one. `wake` is called when an event waits.
 */
export function createEventQueue(
  { first, snapshotAs, wake }: {
    /** What is sent before all others; none of it is dropped. */
    readonly first: readonly NumberedEvent[];
    readonly snapshotAs: (number: number) => NumberedEvent;
    readonly wake: () => void;
  },
): EventQueue {
  const begin = [...first];
  let waiting: NumberedEvent[] = [];
  let dropped: number | null = null;
  return {
    add(event) {
      if (dropped !== null) return;
      if (event.isWhole) waiting = waiting.filter(({ type }) => type !== event.type);
      waiting.push(event);
      const [oldest] = waiting;
      if (waiting.length > maxWaiting && oldest !== undefined) {
        dropped = oldest.number;
        waiting = [];
      }
      wake();
    },
    nextNumber: () => begin[0]?.number ?? dropped ?? waiting[0]?.number ?? Infinity,
    next() {
      if (begin.length > 0 || dropped === null) return begin.shift() ?? waiting.shift();
      const number = dropped;
      dropped = null;
      return snapshotAs(number);
    },
  };
}
