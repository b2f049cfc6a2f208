/** Sends an answer over a connection: its head, then its body, whole or in chunks. Gives up a client that does not take it. */
import type { ServeLimits } from "../host.ts";
import type { RequestHead } from "./http_request.ts";
import { pause } from "../pause.ts";

/** A longer answer is sent in parts. */
const WHOLE_BYTES = 1 << 20;

export interface Sending {
  readonly head: Pick<RequestHead, "method" | "isOld">;
  readonly limits: ServeLimits;
  readonly gone: AbortSignal;
}

/** Rejects where the connection breaks, or is closed because nobody takes what is sent. */
export async function sendAnswer(stream: Deno.Conn, response: Response, sending: Sending): Promise<void> {
  const { head, limits, gone } = sending;
  const headers = new Headers(response.headers);
  const hasBody = response.body !== null && head.method !== "HEAD";
  const reader = (response.body ?? new Blob().stream()).getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  gone.addEventListener("abort", cancel, { once: true });
  try {
    if (gone.aborted) return;
    const parts: Uint8Array[] = [];
    let next = reader.read();
    // A body that comes at once is sent with its length. If more is to be waited for, the client gets what there is so far.
    let part = hasBody ? await soon(next) : { done: true } as const;
    for (let bytes = 0; part?.done === false; part = await soon(next = reader.read())) {
      parts.push(part.value);
      bytes += part.value.length;
      if (bytes > WHOLE_BYTES) {
        next = reader.read();
        break;
      }
    }
    const isWhole = part?.done === true;
    const body = joined(...parts);
    const hasLength = isWhole && head.method !== "HEAD";
    if (hasLength && response.status !== 204 && response.status !== 304) {
      headers.set("content-length", `${body.length}`);
    }
    const framed = isWhole || head.isOld ? (data: Uint8Array) => data : chunk;
    if (framed === chunk) headers.set("transfer-encoding", "chunked");
    const first = encoded(headOf(response.status, headers));
    await write(stream, body.length === 0 ? first : joined(first, framed(body)), limits);
    if (isWhole) return;
    for (let more = await next; !more.done; more = await reader.read()) {
      if (more.value.length > 0) await write(stream, framed(more.value), limits);
    }
    if (!gone.aborted && framed === chunk) await write(stream, encoded("0\r\n\r\n"), limits);
  } finally {
    gone.removeEventListener("abort", cancel);
    await reader.cancel().catch(() => {});
  }
}

/** Null = it takes longer. */
async function soon<T>(work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([work, pause(0, [over.signal]).then(() => null)]);
  } finally {
    over.abort();
  }
}

/** One request on each connection: so no connection is closed while a client is about to send its next request. */
export function headOf(status: number, headers: Headers): string {
  headers.set("connection", "close");
  if (!headers.has("date")) headers.set("date", new Date().toUTCString());
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status] ?? "Status"}\r\n${lines.join("")}\r\n`;
}

/** The words are for people; clients look at the number. */
const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  204: "No Content",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  413: "Content Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

function chunk(data: Uint8Array): Uint8Array {
  return joined(encoded(`${data.length.toString(16)}\r\n`), data, encoded("\r\n"));
}

export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export async function write(stream: Deno.Conn, data: Uint8Array, { writeMs }: ServeLimits): Promise<void> {
  let left = data;
  while (left.length > 0) left = left.subarray(await within(writeMs, stream, stream.write(left)));
}

/**
 * Closes the connection when the time is over, and rejects. The work itself may go on: Deno 2.7 gives up a write only when the reader
 * goes away.
 */
export async function within<T>(ms: number, stream: Deno.Conn, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    close(stream);
    reject(new Error("The client takes too long"));
  }, ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function close(stream: Deno.Conn): void {
  try {
    stream.close();
  } catch (error) {
    // It is closed already.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
