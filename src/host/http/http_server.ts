/**
 * A small HTTP server that stays up whatever connects to it: few connections, little time for each, one request on each. It is for
 * a loopback port that every process of the machine can reach, where `Deno.serve` knows no limits and ends at the first connection
 * for which there is no file descriptor left.
 */
import { close, encoded, sendAnswer, within, write } from "./http_response.ts";
import type { HttpServer, ServeLimits, ServeOptions } from "../host.ts";
import { openFiles } from "../process/open_files_limit.ts";
import {
  BadRequest,
  bodyAfter,
  type Incoming,
  incoming,
  readHead,
  type RequestHead,
} from "./http_request.ts";
import { pause } from "../pause.ts";

/** See `ServeLimits`. */
const LIMITS: ServeLimits = { connections: 100, headMs: 5_000, bodyMs: 10_000, writeMs: 60_000 };

/** How long answers in progress may go on once the server is told to close. */
const CLOSE_GRACE_MS = 500;
/** How long is waited after an accept that failed, at first and at most. */
const FIRST_RETRY_MS = 50, LONGEST_RETRY_MS = 2_000;
/** How long a client that has sent all it will send is still taken for one that reads. */
const HALF_CLOSED_MS = 1_000;
/** What is still taken of a request that was answered before its end: a client that cannot send does not read either. */
const DRAINED_BYTES = 8 * 1024 * 1024, DRAINED_MS = 1_000;

/** Of all files that may be open, the part that connections may take. */
const SHARE = 0.25;

/** Of a client that has sent no request. */
const UNKNOWN = { method: "GET", isOld: true };

type Handler = (request: Request) => Promise<Response> | Response;

interface Connection {
  readonly stream: Deno.TcpConn;
  /** Its head is not complete, or its answer is sent: it has to give way where room is needed. */
  isSpare: boolean;
}

/** As `Host.serve`. Throws when the port is taken. */
export function serveHttp(options: ServeOptions, handler: Handler): HttpServer {
  const limits = { ...LIMITS, ...options.limits };
  // What else the program opens finds room beside them.
  const most = Math.min(limits.connections, Math.max(1, Math.floor((openFiles() ?? Infinity) * SHARE)));
  const listener = Deno.listen({ hostname: options.hostname, port: options.port });
  const { port } = listener.addr;
  // In the order in which they came.
  const open = new Map<Connection, Promise<void>>();
  const stop = new AbortController();

  /** The oldest of those that can give way do so; false = there is none. Their files are closed then, as a rule. */
  async function makeRoom(count: number): Promise<boolean> {
    const spare = [...open].filter(([{ isSpare }]) => isSpare).slice(0, count);
    for (const [connection] of spare) {
      open.delete(connection);
      close(connection.stream);
    }
    const closed = new AbortController();
    void Promise.all(spare.map(([, served]) => served)).then(() => closed.abort());
    // The next one is accepted after that, and after what the others have sent has been seen.
    if (spare.length > 0) await pause(FIRST_RETRY_MS, [closed.signal, stop.signal]);
    return spare.length > 0;
  }

  async function accept(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!stop.signal.aborted) {
      let stream: Deno.TcpConn;
      try {
        stream = await listener.accept();
        retryMs = FIRST_RETRY_MS;
      } catch {
        if (stop.signal.aborted) return;
        // Too many open files, by whosever fault, or a client that was gone before its turn.
        if (await makeRoom(Math.ceil(open.size / 2))) continue;
        await pause(retryMs, [stop.signal]);
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
        continue;
      }
      if (open.size >= most && !await makeRoom(1)) {
        close(stream);
        continue;
      }
      const connection = { stream, isSpare: true };
      const served = serveOne(connection, handler, { port, limits, stop: stop.signal })
        .catch(() => {})
        .finally(() => {
          close(stream);
          open.delete(connection);
        });
      open.set(connection, served);
    }
  }

  const accepting = accept();
  return {
    port,
    async close() {
      stop.abort();
      listener.close();
      void makeRoom(open.size);
      const answered = new AbortController();
      const all = Promise.all(open.values()).then(() => answered.abort());
      await pause(CLOSE_GRACE_MS, [answered.signal]);
      for (const { stream } of open.keys()) close(stream);
      await Promise.all([accepting, all]);
    },
  };
}

interface Around {
  readonly port: number;
  readonly limits: ServeLimits;
  readonly stop: AbortSignal;
}

/** Rejects where the connection breaks, or is closed because it took too long. */
async function serveOne(connection: Connection, handler: Handler, around: Around): Promise<void> {
  const { stream } = connection;
  const { limits } = around;
  stream.setNoDelay(true);
  const from = incoming((into) => stream.read(into));
  const head = await within(limits.headMs, stream, readHead(from)).catch(unlessBad);
  connection.isSpare = false;
  const response = head === null
    ? new Response(null, { status: 400 })
    : await answerTo(head, from, handler, { stream, ...around });
  // Nobody reads any more; nothing more comes.
  const gone = new AbortController(), ended = new AbortController();
  const drained = drain(from).then(() => true, () => false).then(async (mayRead) => {
    ended.abort();
    if (mayRead) await pause(HALF_CLOSED_MS, [gone.signal]);
    gone.abort();
  });
  try {
    await sendAnswer(stream, response, { head: head ?? UNKNOWN, limits, gone: gone.signal });
    connection.isSpare = true;
    // Closed at once, with something left to be read, it would take the answer with it.
    await stream.closeWrite();
    await pause(DRAINED_MS, [ended.signal, around.stop]);
  } finally {
    gone.abort();
    close(stream);
    await drained;
  }
}

function unlessBad(error: unknown): null {
  if (error instanceof BadRequest) return null;
  throw error;
}

/** The handler's answer; 500 where it throws, with nothing of the error in it. */
async function answerTo(
  head: RequestHead,
  from: Incoming,
  handler: Handler,
  { stream, port, limits, stop }: Around & { readonly stream: Deno.TcpConn },
): Promise<Response> {
  if (stop.aborted) return new Response(null, { status: 503 });
  const { method, target, headers } = head;
  const body = ["GET", "HEAD"].includes(method) ? null : bodyAfter(head, from);
  const late = body === null ? undefined : setTimeout(() => close(stream), limits.bodyMs);
  async function* timed(parts: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    // Some clients send nothing before they are told to.
    if (/^100-continue$/i.test(headers.get("expect") ?? "")) {
      await write(stream, encoded("HTTP/1.1 100 Continue\r\n\r\n"), limits);
    }
    yield* parts;
    clearTimeout(late);
  }
  try {
    const init = { method, headers, ...(body === null ? {} : { body: ReadableStream.from(timed(body)) }) };
    return await handler(new Request(`http://127.0.0.1:${port}${target}`, init));
  } catch {
    return new Response(null, { status: 500 });
  } finally {
    clearTimeout(late);
  }
}

/** Resolves when nothing more comes, or too much has. */
async function drain(from: Incoming): Promise<void> {
  let bytes = 0;
  for (let part = await from.some(Infinity); part !== null; part = await from.some(Infinity)) {
    bytes += part.length;
    if (bytes > DRAINED_BYTES) return;
  }
}
