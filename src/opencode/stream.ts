/** Reads a server's event stream: any chunking, any garbage, bounded memory. */
import { createParser } from "eventsource-parser";

/** The data of one event is shorter than this; what is longer is dropped. A message with a whole file in it is not. */
const MAX_EVENT_CHARS = 2 * 1024 * 1024;

export interface StreamReader {
  /** The data of each event, as soon as it is whole. */
  event(data: string): void;
  /** Something has come, an event or not. */
  sign(): void;
  /** An event was dropped: it was too long. */
  dropped(): void;
}

/** Resolves when the stream ends, breaks off or is aborted; never rejects for what comes. */
export async function readEvents(body: ReadableStream<Uint8Array>, reader: StreamReader): Promise<void> {
  const decoder = new TextDecoder();
  let isFull = false;
  const parser = createParser({
    onEvent: ({ data }) => reader.event(data),
    // Lines that are not of the format are passed over, as the specification says.
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") isFull = true;
    },
    maxBufferSize: MAX_EVENT_CHARS,
  });
  const chunks = body.getReader();
  try {
    while (true) {
      const { done, value } = await chunks.read().catch(() => ({ done: true, value: undefined }));
      if (done || value === undefined) return;
      reader.sign();
      parser.feed(decoder.decode(value, { stream: true }));
      if (!isFull) continue;
      // The rest of the long line is no field of the format any more, and is passed over as such.
      isFull = false;
      parser.reset();
      reader.dropped();
    }
  } finally {
    await chunks.cancel().catch(() => {});
  }
}
