/** Reads a server's event stream: any chunking, any garbage, any amount, with bounded memory and time. */
import { createParser } from "eventsource-parser";
import type { Host } from "../../../host/host.ts";
import type { Share } from "./reading_time.ts";

/** The data of one event is shorter than this; what is longer is dropped. A message with a whole file in it is not. */
const MAX_EVENT_CHARS = 2 * 1024 * 1024;
/** So many bytes are read in one go: a line that means nothing costs the parser some 20 µs, however short it is. */
const PIECE_BYTES = 4_096;
/** So long is worked in one go, in ms: whatever else waits gets its turn then. */
const SLICE_MS = 4;
/** Nothing for so long, in ms: what has been too much is over. */
const CALM_MS = 50;
/** A server that sends too much for so long, in ms, is left alone for a while: what it still has to send goes with the connection. */
const LONGEST_MS = 500;
/** What has come at once and is not read after so long, in ms, will not be: where many send too much, none spends too much. */
const LATE_MS = 300;
/** Two line ends, of which each may be of any kind. */
const EVENT_END = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\r|\n)/;
/** No such end is longer, in characters. */
const END_MAX = 4;
/** Where for so long, in ms, next to nothing was waited for, as a share of it, it sends faster than is read. */
const SATURATED_MS = 1_000, WAITED = 0.1;
/** What is read for so long between two drops, in ms, makes two floods of one. */
const LULL_MS = 1_000;

export interface StreamReader {
  /** The data of each event, as soon as it is whole. */
  event(data: string): void;
  /** Something has come, an event or not. */
  sign(): void;
  /** An event was dropped: it was too long. */
  dropped(): void;
  /** Events were dropped: there were too many. Told at the first and when what comes is read again. */
  lost(): void;
}

export interface StreamOptions {
  readonly host: Pick<Host, "monotonic">;
  readonly account: Share;
  readonly signal: AbortSignal;
}

/**
 * Resolves with "ended" when the stream ends, breaks off or is aborted, and with "too-much" when more has come for long than can
 * be read; never rejects for what comes.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  reader: StreamReader,
  { host, account, signal }: StreamOptions,
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
    reader.lost();
  }

  /** The text from the beginning of the first event in it. */
  function resumed(text: string): string {
    if (!isDropping) return text;
    const all = tail + text;
    const end = EVENT_END.exec(all);
    tail = all.slice(1 - END_MAX);
    if (end === null) return "";
    isDropping = false;
    reader.lost();
    return all.slice(end.index + end[0].length);
  }

  function feed(bytes: Uint8Array): void {
    parser.feed(resumed(decoder.decode(bytes, { stream: true })));
    if (!isFull) return;
    // The rest of the long line is no field of the format any more, and is passed over as such.
    isFull = false;
    parser.reset();
    reader.dropped();
  }

  /** Does the work and counts its time. */
  function spend(work: () => void): number {
    const begin = host.monotonic();
    work();
    const ms = host.monotonic() - begin;
    account.charge(ms);
    return ms;
  }

  async function take(bytes: Uint8Array): Promise<void> {
    const begin = host.monotonic();
    let slice = 0;
    /** Whether more of it is to be read, after a turn of the others where it is time for one. */
    const goesOn = async () => {
      if (signal.aborted) return false;
      if (account.isOver()) {
        drop();
        return false;
      }
      if (slice > SLICE_MS) {
        await account.turn();
        slice = 0;
        if (host.monotonic() - begin > LATE_MS) account.exhaust();
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
      reader.sign();
      if (now - asked > CALM_MS) account.calm();
      waitedMs += now - asked;
      if (now - waitedSince > SATURATED_MS) {
        if (waitedMs < WAITED * (now - waitedSince)) account.exhaust();
        [waitedMs, waitedSince] = [0, now];
      }
      if (!account.isOver()) {
        await account.begin(value.length);
        await take(value);
        continue;
      }
      drop();
      account.charge(now - asked);
      if (now - droppedAt > LULL_MS) floodSince = now;
      droppedAt = now;
      if (now - floodSince > LONGEST_MS) return "too-much";
      if (now - restedAt < SLICE_MS) continue;
      await account.rest(signal);
      restedAt = host.monotonic();
    }
  } finally {
    account.close();
    await chunks.cancel().catch(() => {});
  }
}
