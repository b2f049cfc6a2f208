/** Reads a server's event stream: any chunking, any garbage, any amount, with bounded memory and time. */
import { createParser } from "eventsource-parser";
import type { Host } from "../../../host/host.ts";
import type { StreamTimeShare } from "./stream_time_share.ts";

/** The data of one event is shorter than this; what is longer is dropped. A message with a whole file in it is not. */
const MAX_EVENT_CHARS = 2 * 1024 * 1024;
/** So many bytes are parsed in one go: a line that means nothing costs the parser some 20 µs, however short it is. */
const PIECE_BYTES = 4_096;
/** After so much work without a break, in ms, whatever else waits gets its turn. */
const SLICE_MS = 4;
/** When nothing has come for so long, in ms, an overload is over. */
const CALM_MS = 50;
/** The connection of a server that sends too much for so long, in ms, is given up: what it still has to send goes with it. */
const LONGEST_MS = 500;
/** What has come at once and is not read after so long, in ms, is dropped: many servers that send too much may each be within its share. */
const LATE_MS = 300;
/** Two line ends, of which each may be of any kind. */
const EVENT_END = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\r|\n)/;
/** No such end is longer, in characters. */
const END_MAX = 4;
/** Where less than this share of so long, in ms, was spent on waiting, the server sends faster than it is read. */
const SATURATED_MS = 1_000, WAITED_SHARE = 0.1;
/** Where reading goes well for so long between two drops, in ms, these are two floods, not one. */
const LULL_MS = 1_000;

export interface StreamReader {
  /** The data of each event, as soon as it is whole. */
  event(data: string): void;
  /** Something has come, whether it is a whole event or not. */
  signOfLife(): void;
  /** An event was dropped: it was too long. */
  eventTooLong(): void;
  /** Events were dropped, for there were too many. Called at the first of them, and again when the stream is read again. */
  eventsDropped(): void;
}

export interface StreamOptions {
  readonly host: Pick<Host, "monotonic">;
  readonly share: StreamTimeShare;
  readonly signal: AbortSignal;
}

/**
 * Resolves with "ended" when the stream ends, breaks off or is aborted, and with "too-much" when more has come for long than can
 * be read; never rejects for what comes.
 */
export async function readEventStream(
  body: ReadableStream<Uint8Array>,
  reader: StreamReader,
  { host, share, signal }: StreamOptions,
): Promise<"ended" | "too-much"> {
  let decoder = new TextDecoder();
  let isFull = false;
  let events: string[] = [];
  const parser = createParser({
    onEvent: ({ data }) => void events.push(data),
    // Lines that are not of the format are passed over, as the specification says.
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") isFull = true;
    },
    maxBufferSize: MAX_EVENT_CHARS,
  });
  const chunks = body.getReader();
  let isDropping = false;
  /** The end of what was dropped: the end of its event may come in pieces. */
  let tail = "";

  function drop(): void {
    events = [];
    if (isDropping) return;
    isDropping = true;
    parser.reset();
    decoder = new TextDecoder();
    tail = "";
    reader.eventsDropped();
  }

  /** The text from the beginning of the first event in it. */
  function resumed(text: string): string {
    if (!isDropping) return text;
    const all = tail + text;
    const end = EVENT_END.exec(all);
    tail = all.slice(1 - END_MAX);
    if (end === null) return "";
    isDropping = false;
    reader.eventsDropped();
    return all.slice(end.index + end[0].length);
  }

  function feed(bytes: Uint8Array): void {
    parser.feed(resumed(decoder.decode(bytes, { stream: true })));
    if (!isFull) return;
    // The rest of the long line is no field of the format any more, and is passed over as such.
    isFull = false;
    parser.reset();
    reader.eventTooLong();
  }

  /** Does the work and counts its time. */
  function spend(work: () => void): number {
    const begin = host.monotonic();
    work();
    const ms = host.monotonic() - begin;
    share.charge(ms);
    return ms;
  }

  async function take(bytes: Uint8Array): Promise<void> {
    const begin = host.monotonic();
    let slice = 0;
    /** Whether more of it is to be read, after a turn of the others where it is time for one. */
    const goesOn = async () => {
      if (signal.aborted) return false;
      if (share.isUsedUp()) {
        drop();
        return false;
      }
      if (slice > SLICE_MS) {
        await share.turn();
        slice = 0;
        if (host.monotonic() - begin > LATE_MS) share.exhaust();
      }
      return true;
    };
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      if (at > 0 && !await goesOn()) return;
      slice += spend(() => feed(bytes.subarray(at, at + PIECE_BYTES)));
      const all = events;
      events = [];
      for (const data of all) {
        if (!await goesOn()) return;
        slice += spend(() => reader.event(data));
      }
    }
  }

  let restedAt = host.monotonic();
  let waitedMs = 0, waitedSince = restedAt;
  let floodSince = 0, droppedAt = -Infinity;
  try {
    while (true) {
      const asked = host.monotonic();
      const { done, value } = await chunks.read().catch(() => ({ done: true, value: undefined }));
      if (done || value === undefined) return "ended";
      const now = host.monotonic();
      reader.signOfLife();
      if (now - asked > CALM_MS) share.renew();
      waitedMs += now - asked;
      if (now - waitedSince > SATURATED_MS) {
        if (waitedMs < WAITED_SHARE * (now - waitedSince)) share.exhaust();
        [waitedMs, waitedSince] = [0, now];
      }
      if (!share.isUsedUp()) {
        await share.begin(value.length);
        await take(value);
        continue;
      }
      drop();
      share.charge(now - asked);
      if (now - droppedAt > LULL_MS) floodSince = now;
      droppedAt = now;
      if (now - floodSince > LONGEST_MS) return "too-much";
      if (now - restedAt < SLICE_MS) continue;
      await share.rest(signal);
      restedAt = host.monotonic();
    }
  } finally {
    share.close();
    await chunks.cancel().catch(() => {});
  }
}
