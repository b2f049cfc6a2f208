/** The lines of a stream of bytes, as they come: each of bounded length, and nothing read ahead. */

/** A line that is no UTF-8 text, or longer than allowed: what follows it cannot be relied on. */
export class BadLine extends Error {
  override readonly name = "BadLine";

  constructor(readonly kind: "too-long" | "no-text") {
    super(kind);
  }
}

const LINE_END = 0x0a;

/** Each line without its end; what follows the last end is dropped. Rejects with `BadLine`, or as the stream does. */
export async function* boundedLines(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string> {
  // The beginning of a line whose end has not come.
  let parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    size += part.length;
    if (size > maxBytes) throw new BadLine("too-long");
    parts.push(part);
  };
  for await (const bytes of stream) {
    let from = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
      add(bytes.subarray(from, end));
      from = end + 1;
      const line = textOf(parts);
      parts = [];
      size = 0;
      yield line;
    }
    if (from < bytes.length) add(bytes.subarray(from));
  }
}

function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
  } catch {
    throw new BadLine("no-text");
  }
}
