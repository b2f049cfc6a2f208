/**
 * The stream events of the last minute, each with its id: a reader that comes back says which one it had last, and gets what it has
 * missed. What says all about something is kept in its newest form only. Where something is lost (too much came meanwhile, or nobody
 * has read for a minute), and where the id is not of this start of the program, the reader gets a new snapshot.
 */
import { minute } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { EventType, ServerEvent } from "./stream_events.ts";

/** Each of these says all about something, so only the last one counts. */
const whole: readonly string[] = ["snapshot", "tray-update", "opencode"] satisfies readonly EventType[];
/** So much is kept for those who come back, in UTF-16 units and in events. */
const maxChars = 1024 * 1024, maxEvents = 2_000;
const keptMs = minute;

/** What the events are made from. */
export interface Events {
  /** How things are now. */
  snapshot(): ServerEvent;
  /** Calls `listener` with each later event. Returns a function that stops it. */
  listen(listener: (event: ServerEvent) => void): () => void;
}

/** Calls `listener` with each event that is passed on, and with no other while it is still busy with one. Returns a function that stops it. */
export type PassedOnEvents = (
  listener: (event: ServerEvent & { readonly type: "sidecar" }) => Promise<void> | void,
) => () => void;

export interface EventStreamParts {
  /** Those that a slow reader can do without: later ones, or a new snapshot, say the same. */
  readonly events: Events;
  /** Those of which none may be lost. */
  readonly passedOn: PassedOnEvents;
}

/** An event as it is sent. */
export interface NumberedEvent {
  /** Later ones have higher ones. */
  readonly number: number;
  /** Unique, also over restarts of the program. */
  readonly id: string;
  readonly type: EventType;
  readonly isWhole: boolean;
  /** JSON. */
  readonly data: string;
}

/** Whoever follows the events from a moment on. */
export interface EventReader {
  /** An event that it can do without. */
  tell(event: NumberedEvent): void;
  /** One that it must not lose, of the sidecar of that name; a promise where it needs time. */
  pass(event: NumberedEvent, sidecar: string): Promise<void> | void;
}

export interface OpenedLog {
  /** What the reader has to be sent first: what it has missed, or a snapshot. */
  readonly first: readonly NumberedEvent[];
  /** Begins at the same moment, so nothing is lost between the two. */
  follow(reader: EventReader): void;
  /** The snapshot of now, in the place of events that were dropped: with the number of the first of them. */
  snapshotAs(number: number): NumberedEvent;
  close(): void;
}

export interface EventLog {
  /** `lastId`: of the last event that the reader has had. */
  open(lastId: string | undefined): OpenedLog;
}

/** `start`: tells one start of the program from all others. `closing`: the program ends. */
export function createEventLog(
  host: Pick<Host, "sleep" | "monotonic">,
  { events, passedOn }: EventStreamParts,
  { start, closing }: { readonly start: string; readonly closing: AbortSignal },
): EventLog {
  let kept: { readonly event: NumberedEvent; readonly at: number }[] = [];
  let chars = 0;
  let lastNumber = 0;
  /** The highest number of an event that is not kept, and was not replaced by a newer one. */
  let lostUpTo = 0;
  let opened = 0;
  const readers = new Set<EventReader>();
  let stops: readonly (() => void)[] = [];
  let resting: AbortController | null = null;

  function numbered(event: ServerEvent, number = ++lastNumber): NumberedEvent {
    const { type } = event;
    return {
      number,
      id: `${start}-${number}`,
      type,
      isWhole: whole.includes(type),
      data: JSON.stringify(event),
    };
  }

  function keep(event: NumberedEvent): void {
    const at = host.monotonic();
    if (event.isWhole) {
      const before = kept.find((one) => one.event.type === event.type);
      if (before !== undefined) {
        kept.splice(kept.indexOf(before), 1);
        chars -= before.event.data.length;
      }
    }
    kept.push({ event, at });
    chars += event.data.length;
    let tooMany = 0;
    for (const { event: { number, data }, at: keptAt } of kept) {
      if (chars <= maxChars && kept.length - tooMany <= maxEvents && keptAt + keptMs >= at) break;
      tooMany++;
      chars -= data.length;
      lostUpTo = number;
    }
    if (tooMany > 0) kept.splice(0, tooMany);
  }

  function begin(): void {
    stops = [
      events.listen((told) => {
        const event = numbered(told);
        keep(event);
        for (const reader of [...readers]) reader.tell(event);
      }),
      passedOn((told) => {
        const event = numbered(told);
        keep(event);
        const busy = [...readers].map((reader) => reader.pass(event, told.data.name)).filter((one) =>
          one !== undefined
        );
        return busy.length === 0 ? undefined : Promise.all(busy).then(() => {});
      }),
    ];
  }

  function end(): void {
    for (const stop of stops) stop();
    stops = [];
    kept = [];
    chars = 0;
    // What happens from now on has no number: whoever comes back has missed it.
    lostUpTo = ++lastNumber;
  }

  /** Nobody reads any more. Somebody may come back. */
  async function rest(): Promise<void> {
    const back = new AbortController();
    resting = back;
    const closed = () => back.abort();
    closing.addEventListener("abort", closed, { once: true });
    if (!closing.aborted) await host.sleep(keptMs, back.signal);
    closing.removeEventListener("abort", closed);
    if (resting !== back) return;
    resting = null;
    end();
  }

  function missedSince(lastId: string | undefined): readonly NumberedEvent[] | null {
    const [, from = "", digits = ""] = /^([0-9a-z]+)-(\d{1,15})$/.exec(lastId ?? "") ?? [];
    const number = Number(digits);
    if (from !== start || number < lostUpTo || number > lastNumber) return null;
    return kept.map(({ event }) => event).filter((event) => event.number > number);
  }

  return {
    open(lastId) {
      opened++;
      const before = resting;
      resting = null;
      before?.abort();
      if (stops.length === 0) begin();
      const first = missedSince(lastId) ?? [numbered(events.snapshot())];
      let reader: EventReader | null = null;
      return {
        first,
        follow(given) {
          reader = given;
          readers.add(given);
        },
        snapshotAs: (number) => numbered(events.snapshot(), number),
        close() {
          if (reader !== null) readers.delete(reader);
          if (--opened === 0) void rest();
        },
      };
    },
  };
}
