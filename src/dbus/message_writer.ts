/**
 * Writes D-Bus messages by hand, because the library would make one buffer for each byte of a picture.
 * Source of the format: D-Bus specification, "Marshaling (Wire Format)".
 */

const LITTLE_ENDIAN = "l".charCodeAt(0);
const METHOD_RETURN = 2;
const SIGNAL = 4;
const NO_REPLY_EXPECTED = 1;
const PROTOCOL_VERSION = 1;
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const;

/** Appends values, each with the alignment that the wire format asks for. All integers are little-endian. */
export interface BodyWriter {
  byte(value: number): void;
  uint32(value: number): void;
  int32(value: number): void;
  boolean(value: boolean): void;
  /** A string or an object path, whose bytes are the same. A NUL would end the connection, so it becomes a space. */
  string(value: string): void;
  signature(value: string): void;
  /** `ay`: the bytes as they are. */
  bytes(value: Uint8Array): void;
  /** A variant: the signature, then what `write` appends. The two must match. */
  variant(signature: string, write: () => void): void;
  struct(write: () => void): void;
  /**
   * An array. `alignment` is that of its elements: 4 for `i`, `u`, `b`, `s`, `o`; 8 for structs and dictionary entries.
   */
  array(alignment: 1 | 4 | 8, write: () => void): void;
}

/**
 * The buffer of the last body, used again, so that a picture does not need several times its size each time a panel
 * reads it.
 */
let spare: Uint8Array<ArrayBuffer> | null = null;
const SPARE_BYTES = 1024;

/** The bytes that `write` appends to an empty body. */
export function writeBody(write: (out: BodyWriter) => void): Uint8Array<ArrayBuffer> {
  let buffer = spare ?? new Uint8Array(SPARE_BYTES);
  spare = null;
  let view = new DataView(buffer.buffer);
  let length = 0;

  /** Appends zeros to the body and returns their position. `buffer` and `view` may be new ones afterwards. */
  function reserve(size: number): number {
    const start = length;
    length += size;
    if (length > buffer.length) {
      const larger = new Uint8Array(Math.max(length, buffer.length * 2));
      larger.set(buffer.subarray(0, start));
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    buffer.fill(0, start, length);
    return start;
  }
  function align(to: number): void {
    reserve((to - length % to) % to);
  }
  function word(value: number): void {
    align(4);
    const at = reserve(4);
    view.setUint32(at, value, true);
  }
  function put(bytes: Uint8Array, zerosAfter: number): void {
    const at = reserve(bytes.length + zerosAfter);
    buffer.set(bytes, at);
  }

  const out: BodyWriter = {
    byte: (value) => put(Uint8Array.of(value), 0),
    uint32: word,
    int32: word,
    boolean: (value) => word(value ? 1 : 0),
    string(value) {
      const encoded = new TextEncoder().encode(value.replaceAll("\0", " "));
      word(encoded.length);
      put(encoded, 1);
    },
    signature(value) {
      const encoded = new TextEncoder().encode(value);
      out.byte(encoded.length);
      put(encoded, 1);
    },
    bytes(value) {
      word(value.length);
      put(value, 0);
    },
    variant(signature, writeValue) {
      out.signature(signature);
      writeValue();
    },
    struct(writeFields) {
      align(8);
      writeFields();
    },
    array(alignment, writeElements) {
      word(0);
      const lengthAt = length - 4;
      // The padding before the first element does not count in the length. It is there even in an empty array.
      align(alignment);
      const start = length;
      writeElements();
      view.setUint32(lengthAt, length - start, true);
    },
  };
  write(out);
  spare = buffer;
  return buffer.slice(0, length);
}

/** The header of a message: what it is, and where it goes. */
export type MessageHeader =
  & { readonly serial: number; readonly signature: string }
  & (
    | { readonly type: "reply"; readonly replySerial: number; readonly destination: string }
    | { readonly type: "signal"; readonly path: string; readonly interface: string; readonly member: string }
  );

/** The bytes before a body of `bodyLength` bytes. The body must match the header's signature. */
export function writeHeader(header: MessageHeader, bodyLength: number): Uint8Array<ArrayBuffer> {
  return writeBody((out) => {
    out.byte(LITTLE_ENDIAN);
    out.byte(header.type === "reply" ? METHOD_RETURN : SIGNAL);
    out.byte(NO_REPLY_EXPECTED);
    out.byte(PROTOCOL_VERSION);
    out.uint32(bodyLength);
    out.uint32(header.serial);
    const field = (code: number, signature: string, write: () => void) =>
      out.struct(() => {
        out.byte(code);
        out.variant(signature, write);
      });
    out.array(8, () => {
      switch (header.type) {
        case "reply":
          field(FIELD.replySerial, "u", () => out.uint32(header.replySerial));
          field(FIELD.destination, "s", () => out.string(header.destination));
          break;
        case "signal":
          field(FIELD.path, "o", () => out.string(header.path));
          field(FIELD.interface, "s", () => out.string(header.interface));
          field(FIELD.member, "s", () => out.string(header.member));
          break;
      }
      field(FIELD.signature, "g", () => out.signature(header.signature));
    });
    // The body begins at a multiple of 8, as a struct does.
    out.struct(() => {});
  });
}
