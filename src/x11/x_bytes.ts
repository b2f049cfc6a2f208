/** Reads and writes bytes of the X protocol: numbers, padding, and pieces of a known length. */
import type { Socket } from "node:net";

export interface ByteReader {
  /** The next bytes; rejects when the connection ends. One call at a time. */
  read(length: number): Promise<Uint8Array>;
}

/** Reads what comes over a connection to an X server. */
export function byteReader(socket: Socket): ByteReader {
  let held: Uint8Array = new Uint8Array(0);
  let ended: Error | null = null;
  let wake = () => {};
  const end = (error: Error) => {
    ended ??= error;
    wake();
  };
  socket.on("data", (part: Uint8Array) => {
    held = joined([held, part]);
    wake();
  });
  socket.on("error", (error: Error) => end(error));
  socket.on("close", () => end(new Error("The X server closed the connection")));
  return {
    async read(length) {
      while (held.length < length) {
        if (ended !== null) throw ended;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const bytes = held.slice(0, length);
      held = held.slice(length);
      return bytes;
    },
  };
}

/** A view for reading numbers. The server writes the lowest byte first, as we ask it to. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Two bytes, the lowest first. */
export function word16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

/** Four bytes, the lowest first. */
export function word32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);
}

/** How many bytes are missing to the next multiple of four. */
export function padding(length: number): number {
  return (4 - length % 4) % 4;
}

/** The bytes with zeros up to the next multiple of four. */
export function padded(bytes: Uint8Array): Uint8Array {
  return joined([bytes, new Uint8Array(padding(bytes.length))]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
