/**
 * Reads a request from a connection: the head and body of HTTP/1.1, strictly and always with a limit. This is our own code, because
 * `Deno.serve` has no limits, and the parser that reads a pinned server's answers never ends on a negative length.
 * Source: RFC 9112 (head, chunks), RFC 9110 section 5.6.2 (names of headers).
 */

/** What came is no request; the connection cannot be used any further. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

export interface RequestHead {
  readonly method: string;
  /** Path and query. Other forms are for proxies; they are refused. */
  readonly target: string;
  readonly headers: Headers;
  /** False for HTTP/1.0, which knows no chunks. */
  readonly isOld: boolean;
}

/** Bytes in the order in which they come. `read` works as that of `Deno.Conn`: it returns how many bytes came, null at the end. */
export interface Incoming {
  /** Some bytes, at most `most`; they are valid until the next call. Null at the end. */
  some(most: number): Promise<Uint8Array | null>;
  /** The text before `end`, as Latin-1. Rejects with `BadRequest` if it is longer than `most`, or if the connection ends first. */
  text(end: string, most: number): Promise<string>;
}

const READ_BYTES = 4096;
const MAX_HEAD_BYTES = 16 * 1024;
/** The line with a chunk's size, on which extensions may follow; and a line of the trailer after the last chunk. */
const MAX_LINE_BYTES = 1024;
const MAX_TRAILER_LINES = 32;

/** Methods that only proxies are asked for: the runtime cannot make a `Request` with them. */
const REQUEST_LINE = /^(?!(?:CONNECT|TRACE|TRACK) )([A-Z]{1,20}) (\/[\x21-\x7e]*) HTTP\/1\.([01])$/;
const HEADER_LINE = /^([\w!#$%&'*+.^`|~-]+):[ \t]*((?:[^\0\r\n]*[^\0\r\n\t ])?)[ \t]*$/;
const LENGTH = /^\d{1,12}$/;
const CHUNK_LINE = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/;

export function incoming(read: (into: Uint8Array) => Promise<number | null>): Incoming {
  const buffer = new Uint8Array(READ_BYTES);
  const latin1 = new TextDecoder("latin1");
  let rest = buffer.subarray(0, 0);
  const fill = async (): Promise<boolean> => {
    if (rest.length > 0) return true;
    const count = await read(buffer);
    rest = buffer.subarray(0, count ?? 0);
    return count !== null;
  };
  return {
    async some(most) {
      if (!await fill()) return null;
      const part = rest.subarray(0, most);
      rest = rest.subarray(part.length);
      return part;
    },
    async text(end, most) {
      let text = "";
      for (;;) {
        if (!await fill()) throw new BadRequest("It was cut");
        const before = text.length;
        text += latin1.decode(rest);
        const at = text.indexOf(end, Math.max(0, before - end.length));
        // One character is one byte.
        rest = at < 0 ? rest.subarray(rest.length) : rest.subarray(at + end.length - before);
        if ((at < 0 ? text.length : at) > most) throw new BadRequest("It is too long");
        if (at >= 0) return text.slice(0, at);
      }
    },
  };
}

/** Rejects with `BadRequest`. */
export async function readHead(from: Incoming): Promise<RequestHead> {
  const [first, ...lines] = (await from.text("\r\n\r\n", MAX_HEAD_BYTES)).split("\r\n");
  const [, method, target, minor] = REQUEST_LINE.exec(first ?? "") ?? [];
  if (method === undefined || target === undefined) throw new BadRequest("It does not begin as one");
  const headers = new Headers();
  for (const line of lines) {
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new BadRequest("A header is malformed");
    try {
      headers.append(name, value);
    } catch {
      throw new BadRequest("A header is malformed");
    }
  }
  const length = headers.get("content-length"), coding = headers.get("transfer-encoding");
  if (length !== null && (coding !== null || !LENGTH.test(length))) {
    throw new BadRequest("Its length is unclear");
  }
  if (coding !== null && (minor === "0" || coding.toLowerCase() !== "chunked")) {
    throw new BadRequest("Its coding is unknown");
  }
  return { method, target, headers, isOld: minor === "0" };
}

/** The body. It ends with an error if it is malformed or cut. Null = there is no body. */
export function bodyAfter({ headers }: RequestHead, from: Incoming): AsyncGenerator<Uint8Array> | null {
  if (headers.has("transfer-encoding")) return chunks(from);
  const length = Number(headers.get("content-length") ?? 0);
  return length === 0 ? null : exactly(length, from);
}

async function* exactly(length: number, from: Incoming): AsyncGenerator<Uint8Array> {
  for (let left = length; left > 0;) {
    const part = await from.some(left);
    if (part === null) throw new BadRequest("Its body was cut");
    left -= part.length;
    yield part.slice();
  }
}

async function* chunks(from: Incoming): AsyncGenerator<Uint8Array> {
  for (;;) {
    const [, digits] = CHUNK_LINE.exec(await from.text("\r\n", MAX_LINE_BYTES)) ?? [];
    if (digits === undefined) throw new BadRequest("A chunk is malformed");
    const size = Number.parseInt(digits, 16);
    if (size === 0) break;
    yield* exactly(size, from);
    if (await from.text("\r\n", MAX_LINE_BYTES) !== "") throw new BadRequest("A chunk is malformed");
  }
  for (let lines = 0; await from.text("\r\n", MAX_LINE_BYTES) !== "";) {
    if (++lines > MAX_TRAILER_LINES) throw new BadRequest("It has too many trailers");
  }
}
