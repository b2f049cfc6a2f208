/**
 * Reads a stream of bytes into one buffer again and again. Deno itself holds a new buffer of 64 KiB for each stream that waits, however
 * little comes.
 */

/** How many bytes are read at a time: at first, and at most. */
const SMALLEST_READ = 4 * 1024, LARGEST_READ = 64 * 1024;

/** `stream` as it is, with nothing read ahead. */
export function smallReads(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(SMALLEST_READ);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (value === undefined || done) return controller.close();
      controller.enqueue(value.slice());
      const isFull = value.length === value.buffer.byteLength && value.length < LARGEST_READ;
      buffer = isFull ? new ArrayBuffer(4 * value.length) : value.buffer;
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
