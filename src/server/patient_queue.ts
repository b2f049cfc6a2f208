/**
 * Events that must not be lost wait here for a reader. Whoever brings them waits while there is no room, so that nothing piles up; a
 * reader that makes no room for long is given up, so that it does not hold up the others.
 */
import type { Host } from "../host/host.ts";

/** So much may wait before whoever brings more has to wait, in UTF-16 units and in events. */
const MAX_CHARS = 64 * 1024, MAX_EVENTS = 64;
/** Who waits may go on when so much of it is left. */
const ROOM = 0.5;
/** How long a reader may make no room, in ms. */
const PATIENCE_MS = 60_000;

/** What of an event this is about. */
interface WrittenEvent {
  readonly number: number;
  readonly data: string;
}

export interface PatientQueue<Event extends WrittenEvent> {
  /** Returns a promise where there is no more room; it resolves when there is, or when the queue has ended. */
  add(event: Event): Promise<void> | void;
  /** The number of the next event; Infinity = none waits. */
  nextNumber(): number;
  /** The next event, or undefined where none waits. */
  next(): Event | undefined;
  /** Forgets what waits, and takes nothing more. */
  end(): void;
}

/** `wake` is called when an event waits, `late` when the reader is given up: the queue has ended then. */
export function createPatientQueue<Event extends WrittenEvent>(
  host: Pick<Host, "sleep">,
  { wake, late }: { wake(): void; late(): void },
): PatientQueue<Event> {
  let waiting: Event[] = [];
  let chars = 0;
  let room: (PromiseWithResolvers<void> & { readonly made: AbortController }) | null = null;
  let isEnded = false;

  const isFull = (share: number) => chars > share * MAX_CHARS || waiting.length > share * MAX_EVENTS;

  function makeRoom(): void {
    room?.made.abort();
    room?.resolve();
    room = null;
  }

  async function watch(made: AbortSignal): Promise<void> {
    await host.sleep(PATIENCE_MS, made);
    if (made.aborted) return;
    end();
    late();
  }

  function end(): void {
    isEnded = true;
    waiting = [];
    chars = 0;
    makeRoom();
  }

  return {
    add(event) {
      if (isEnded) return undefined;
      waiting.push(event);
      chars += event.data.length;
      wake();
      if (room === null && isFull(1)) {
        room = { ...Promise.withResolvers<void>(), made: new AbortController() };
        void watch(room.made.signal);
      }
      return room?.promise;
    },
    nextNumber: () => waiting[0]?.number ?? Infinity,
    next() {
      const event = waiting.shift();
      chars -= event?.data.length ?? 0;
      if (!isFull(ROOM)) makeRoom();
      return event;
    },
    end,
  };
}
