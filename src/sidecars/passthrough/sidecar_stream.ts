/** Reads a stream of events of a sidecar (server-sent events), no faster than they are taken. */
import { createParser } from "eventsource-parser";
import type { Reason } from "../../core/reason.ts";
import { parseJson } from "../../core/text/json.ts";
import type { Host } from "../../host/host.ts";
import { isTooDeep } from "../json_rpc/incoming_message.ts";

/** No event is longer, in UTF-16 units. */
const MAX_EVENT_CHARS = 16 * 1024 * 1024;
/** After so long without an event a keepalive is passed on, in ms. */
const SILENCE_MS = 30_000;
/** So many bytes are parsed in one go: a line that means nothing costs the parser some 20 µs, however short it is. */
const PIECE_BYTES = 4_096;
/** After so much work without a break, in ms, whatever else waits gets its turn. */
const SLICE_MS = 10;

export interface StreamParts {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep">;
  /** The sidecar's. */
  readonly name: string;
  /** Takes an event; nothing more is read while the promise is pending. */
  readonly pass: (event: string, data: unknown) => Promise<void> | void;
}

/** Resolves when the stream has ended, with the reason where it broke. Never rejects. */
export async function followSidecarStream(
  body: ReadableStream<Uint8Array>,
  { host, name, pass }: StreamParts,
): Promise<Reason | null> {
  const events: { readonly event: string; readonly data: string }[] = [];
  let isTooLong = false;
  const parser = createParser({
    onEvent: ({ event = "message", data }) => void events.push({ event, data }),
    // Lines that are not of the format are passed over, as the specification says.
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") isTooLong = true;
    },
    maxBufferSize: MAX_EVENT_CHARS,
  });
  const decoder = new TextDecoder();
  const chunks = body.getReader();
  let heardAt = host.monotonic();
  let restedAt = heardAt;

  async function tell(event: string, data: unknown): Promise<void> {
    const taken = pass(event, data);
    if (taken !== undefined) await taken;
    heardAt = host.monotonic();
  }

  /** What comes next. As long as nothing comes, a keepalive is told from time to time. */
  async function next(): Promise<ReadableStreamReadResult<Uint8Array>> {
    const reading = chunks.read();
    for (;;) {
      const heard = new AbortController();
      const silence = host.sleep(heardAt + SILENCE_MS - host.monotonic(), heard.signal);
      const first = await Promise.race([reading, silence]).finally(() => heard.abort());
      if (first !== undefined) return first;
      // In the form that agent servers give theirs.
      await tell("keepalive", { event_type: "keepalive", data: {}, timestamp: host.now() / 1000 });
    }
  }

  async function take(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !isTooLong; at += PIECE_BYTES) {
      parser.feed(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
      for (const { event, data } of events.splice(0)) await tell(event, read(data));
      if (host.monotonic() - restedAt < SLICE_MS) continue;
      await host.sleep(0);
      restedAt = host.monotonic();
    }
  }

  try {
    for (;;) {
      const { done, value } = await next();
      if (done) return null;
      await take(value);
      if (isTooLong) return { about: "sidecar", kind: "too-large", name, bytes: MAX_EVENT_CHARS };
    }
  } catch {
    return { about: "sidecar", kind: "connection-lost" };
  } finally {
    await chunks.cancel().catch(() => {});
  }
}

function read(text: string): unknown {
  const value = parseJson(text);
  return value === undefined || isTooDeep(value, text) ? text : value;
}
