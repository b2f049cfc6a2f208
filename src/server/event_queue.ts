/**
 * What waits for a reader of the event stream that reads slowly. What stands now replaces what stood before, and when too much
 * else waits, all of it is dropped for a fresh beginning.
 */

/** One line of the event stream. */
export interface ServerEvent {
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: unknown;
}

/** Each says all of what it is about. */
const WHOLE = ["snapshot", "tray-update", "opencode"];
const WAITING_MAX = 100;

export interface EventQueue {
  /** The next, or undefined. */
  next(): ServerEvent | undefined;
  end(): void;
}

/** `subscribe` tells what stands now, and then each event; `wake` is called when something waits. */
export function createEventQueue(
  subscribe: (listener: (event: ServerEvent) => void) => () => void,
  wake: () => void,
): EventQueue {
  let waiting: ServerEvent[] = [];
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
