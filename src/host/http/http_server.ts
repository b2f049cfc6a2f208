/**
 * A small HTTP server that stays up whatever connects to it: few connections, little time for each, one request on each. It is for a
 * loopback port, which every process of the machine can reach, and for Unix sockets. `Deno.serve` has no limits, and it ends at the first connection for
 * which there is no file descriptor left.
 */
import { close, encoded, sendAnswer, within, write } from "./http_response.ts";
import type { HttpHandler, HttpServer, ServeLimits, ServeOptions } from "../host.ts";
import type { StreamAddress } from "../staying_program.ts";
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
/** How long the server waits after it could not accept a connection: at first, and at most. */
const FIRST_RETRY_MS = 50, LONGEST_RETRY_MS = 2_000;
/** How long a client that has closed its sending side is still believed to read. */
const HALF_CLOSED_MS = 1_000;
/** How much of a request is still read after it was answered: some clients do not read before they have sent all. */
const DRAINED_BYTES = 8 * 1024 * 1024, DRAINED_MS = 1_000;

/** Which part of the files that may be open connections may take. */
const SHARE = 0.25;

/** The answer to a client that has sent no valid request. */
const UNKNOWN = { method: "GET", isOld: true };

interface Connection {
  readonly stream: Deno.TcpConn | Deno.UnixConn;
  /** Its head is not complete, or its answer is sent: it is closed when room is needed. */
  isSpare: boolean;
}

/** As `Host.serve`. Throws when the port or the path is taken. */
export function serveHttp(options: ServeOptions, handler: HttpHandler): HttpServer {
  const limits = { ...LIMITS, ...options.limits };
  // The rest of the program still finds room for the files that it opens.
  const most = Math.min(limits.connections, Math.max(1, Math.floor((openFiles() ?? Infinity) * SHARE)));
  const listener = listenAt(options);
  const port = listener.addr.transport === "tcp" ? listener.addr.port : 0;
  // In the order in which they came.
  const open = new Map<Connection, Promise<void>>();
  const stop = new AbortController();

  /** Closes the oldest of those that can give way; false = there is none. Usually their file descriptors are free then. */
  async function makeRoom(count: number): Promise<boolean> {
    const spare = [...open].filter(([{ isSpare }]) => isSpare).slice(0, count);
    for (const [connection] of spare) {
      open.delete(connection);
      close(connection.stream);
    }
    const closed = new AbortController();
    void Promise.all(spare.map(([, served]) => served)).then(() => closed.abort());
    // The next connection is accepted after that, and after what the others have sent was read.
    if (spare.length > 0) await pause(FIRST_RETRY_MS, [closed.signal, stop.signal]);
    return spare.length > 0;
  }

  async function accept(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!stop.signal.aborted) {
      let stream: Connection["stream"];
      try {
        stream = await listener.accept();
        retryMs = FIRST_RETRY_MS;
      } catch {
        if (stop.signal.aborted) return;
        // There are too many open files, whoever has opened them, or the client has gone before its turn.
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
      if ("path" in options) removeSocket(options.path);
      void makeRoom(open.size);
      const answered = new AbortController();
      const all = Promise.all(open.values()).then(() => answered.abort());
      await pause(CLOSE_GRACE_MS, [answered.signal]);
      for (const { stream } of open.keys()) close(stream);
      await Promise.all([accepting, all]);
    },
  };
}

function listenAt(address: StreamAddress): Deno.TcpListener | Deno.UnixListener {
  if ("hostname" in address) return Deno.listen({ hostname: address.hostname, port: address.port });
  const listener = Deno.listen({ transport: "unix", path: address.path });
  // Whoever may write to a socket may connect to it, and the umask may let others do so.
  Deno.chmodSync(address.path, 0o600);
  return listener;
}

function removeSocket(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is gone, or its folder is: nobody can connect to it any more.
  }
}

interface Around {
  readonly port: number;
  readonly limits: ServeLimits;
  readonly stop: AbortSignal;
}

/** Rejects where the connection breaks, or is closed because it took too long. */
async function serveOne(connection: Connection, handler: HttpHandler, around: Around): Promise<void> {
  const { stream } = connection;
  const { limits } = around;
  if ("setNoDelay" in stream) stream.setNoDelay(true);
  const from = incoming((into) => stream.read(into));
  const head = await within(limits.headMs, stream, readHead(from)).catch(unlessBad);
  connection.isSpare = false;
  // `left`: the client seems to have gone, so no work is worth while. `gone`: nobody reads any more. `ended`: nothing more comes.
  const left = new AbortController(), gone = new AbortController(), ended = new AbortController();
  const whole = Promise.withResolvers<void>(), answered = Promise.withResolvers<void>();
  let isAnswered = false;
  const drained = whole.promise.then(() => drain(from)).then(() => true, () => false).then(
    async (mayRead) => {
      ended.abort();
      const isEarly = !isAnswered;
      if (mayRead) await pause(HALF_CLOSED_MS, [gone.signal, around.stop]);
      left.abort();
      // What is answered all the same is sent: it may have closed its sending side only.
      if (mayRead && isEarly) {
        await answered.promise.then(() => pause(HALF_CLOSED_MS, [gone.signal, around.stop]));
      }
      gone.abort();
    },
  );
  const response = head === null ? new Response(null, { status: 400 }) : await answerTo(head, from, handler, {
    ...{ stream, ...around },
    ...{ left: left.signal, whole: whole.resolve },
  });
  isAnswered = true;
  answered.resolve();
  whole.resolve();
  try {
    await sendAnswer(stream, response, { head: head ?? UNKNOWN, limits, gone: gone.signal });
    connection.isSpare = true;
    // If the connection were closed at once, while something is left to be read, the answer would be lost with it.
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
  handler: HttpHandler,
  { stream, left, whole, port, limits, stop }: Around & {
    readonly stream: Deno.TcpConn | Deno.UnixConn;
    readonly left: AbortSignal;
    /** Called when nothing of the request is left to be read. */
    readonly whole: () => void;
  },
): Promise<Response> {
  if (stop.aborted) return new Response(null, { status: 503 });
  const { method, target, headers } = head;
  const body = ["GET", "HEAD"].includes(method) ? null : bodyAfter(head, from);
  const late = body === null ? undefined : setTimeout(() => close(stream), limits.bodyMs);
  async function* timed(parts: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    // Some clients send no body before they are told to.
    if (/^100-continue$/i.test(headers.get("expect") ?? "")) {
      await write(stream, encoded("HTTP/1.1 100 Continue\r\n\r\n"), limits);
    }
    yield* parts;
    clearTimeout(late);
    whole();
  }
  if (body === null) whole();
  try {
    const init = { method, headers, ...(body === null ? {} : { body: ReadableStream.from(timed(body)) }) };
    return await handler(new Request(`http://127.0.0.1:${port}${target}`, init), left);
  } catch {
    return new Response(null, { status: 500 });
  } finally {
    clearTimeout(late);
  }
}

/** Resolves when nothing more comes, or when too much has come. */
async function drain(from: Incoming): Promise<void> {
  let bytes = 0;
  for (let part = await from.some(Infinity); part !== null; part = await from.some(Infinity)) {
    bytes += part.length;
    if (bytes > DRAINED_BYTES) return;
  }
}
