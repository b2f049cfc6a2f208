/** One HTTP/1.1 request and its answer over a connection that is already open; the connection ends with the answer. */
import { Buffer } from "node:buffer";
import type { TLSSocket } from "node:tls";
import { HTTPParser } from "http-parser-js";
import { offline } from "./net_error.ts";

/** The most bytes that may come before the head of the answer is complete. */
const MAX_HEAD_BYTES = 64 * 1024;

/**
 * Sends the request, and resolves when the head of the answer has come. Rejects with a `NetError`, or with the signal's
 * reason; so does reading the body. The body is not held back, so it has to be read or cancelled at once.
 */
export function exchange(socket: TLSSocket, request: Request): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const parser = new HTTPParser("RESPONSE");
  let body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null;
  let headBytes = 0;
  let complete = false;
  const end = (error?: unknown) => {
    request.signal.removeEventListener("abort", abort);
    socket.off("data", onData);
    socket.destroy();
    if (complete) return;
    complete = true;
    if (error === undefined) return body?.close();
    body?.error(error);
    reject(error);
  };
  const abort = () => end(request.signal.reason);
  const source: UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> = {
    start: (controller) => void (body = controller),
    cancel: () => {
      body = null;
      end();
    },
  };
  parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, headers }) => {
    // "100 Continue" and similar messages come before the answer.
    if (statusCode >= 200) resolve(answer(statusCode, headers, new ReadableStream(source)));
  };
  parser[HTTPParser.kOnBody] = (data, offset, length) => {
    body?.enqueue(new Uint8Array(data.subarray(offset, offset + length)));
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (body !== null) end();
  };
  const onData = (data: Buffer) => {
    if (body === null) headBytes += data.length;
    try {
      // `execute()` returns an error for what it cannot parse, and throws if no Response can be made of it.
      if (parser.execute(data) instanceof Error) throw offline("reset");
      if (body === null && headBytes > MAX_HEAD_BYTES) throw offline("reset");
    } catch {
      end(offline("reset"));
    }
  };
  const onEnd = () => {
    // An answer without a length ends where the connection ends; any other answer is cut off then.
    if (!complete && (body === null || parser.finish() instanceof Error)) end(offline("reset"));
  };
  if (request.signal.aborted) {
    abort();
    return promise;
  }
  request.signal.addEventListener("abort", abort);
  socket.on("data", onData).on("end", onEnd).on("close", onEnd).on("error", () => end(offline("reset")));
  socket.write(headOf(request));
  return promise;
}

function answer(status: number, headerList: readonly string[], stream: ReadableStream): Response {
  const headers = new Headers();
  for (let at = 0; at + 1 < headerList.length; at += 2) {
    headers.append(headerList[at] ?? "", headerList[at + 1] ?? "");
  }
  const isGzip = headers.get("content-encoding")?.trim().toLowerCase() === "gzip";
  const body = isGzip ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  return new Response([204, 205, 304].includes(status) ? null : body, { status, headers });
}

function headOf(request: Request): string {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set("connection", "close");
  headers.set("accept-encoding", "gzip");
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`, ...lines, "", ""]
    .join("\r\n");
}
