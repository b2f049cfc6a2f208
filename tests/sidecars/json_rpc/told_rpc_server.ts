/** A program on loopback that is sent lines, and sends what a test says: JSON-RPC, or anything else. */
import type { StreamAddress } from "../../../src/host/staying_program.ts";

/** One connection, seen from the program. */
export interface ToldConnection {
  /** Sends the bytes, or a value as one line. Rejects where the connection is gone. */
  send(what: Uint8Array | object): Promise<void>;
  close(): void;
}

export interface ToldRequest {
  readonly id: number;
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

export interface ToldServer {
  readonly address: StreamAddress;
  /** Every message that has come, of all connections. */
  readonly requests: readonly ToldRequest[];
  /** Those that are open. */
  readonly connections: readonly ToldConnection[];
  /** Resolves when so many connections were made. */
  made(count: number): Promise<void>;
}

export interface ToldOptions {
  /** A path for a Unix socket; absent = a free port. */
  readonly socket?: string;
  /** Called for each connection, before anything is read. */
  readonly greet?: (connection: ToldConnection) => Promise<void> | void;
}

/** Runs `work` beside a program that does `answer` for each message. */
export async function withToldServer(
  answer: (request: ToldRequest, connection: ToldConnection) => Promise<void> | void,
  work: (server: ToldServer) => Promise<void>,
  { socket, greet }: ToldOptions = {},
): Promise<void> {
  const listener = socket === undefined
    ? Deno.listen({ hostname: "127.0.0.1", port: 0 })
    : Deno.listen({ transport: "unix", path: socket });
  const requests: ToldRequest[] = [];
  const open = new Set<ToldConnection>();
  const waiting = new Set<() => void>();
  let made = 0;

  async function serve(connection: Deno.TcpConn | Deno.UnixConn): Promise<void> {
    const writer = connection.writable.getWriter();
    const told: ToldConnection = {
      send: (what) =>
        writer.write(
          what instanceof Uint8Array ? what : new TextEncoder().encode(`${JSON.stringify(what)}\n`),
        ),
      close() {
        try {
          connection.close();
        } catch {
          // The other side has closed it.
        }
      },
    };
    open.add(told);
    made++;
    for (const look of waiting) look();
    try {
      await greet?.(told);
      let rest = "";
      for await (const text of connection.readable.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const request = JSON.parse(line);
          requests.push(request);
          void Promise.resolve(answer(request, told)).catch(() => {});
        }
      }
    } catch {
      // It was closed here, or there.
    } finally {
      open.delete(told);
      told.close();
    }
  }

  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) serving.push(serve(connection));
  })();
  const address = listener.addr.transport === "tcp"
    ? { hostname: "127.0.0.1", port: listener.addr.port }
    : { path: socket ?? "" };
  try {
    await work({
      address,
      requests,
      get connections() {
        return [...open];
      },
      made: (count) =>
        new Promise((resolve) => {
          const look = () => {
            if (made < count) return;
            waiting.delete(look);
            resolve();
          };
          waiting.add(look);
          look();
        }),
    });
  } finally {
    listener.close();
    for (const told of open) told.close();
    await Promise.all([accepting, ...serving]);
    if (socket !== undefined) await Deno.remove(socket).catch(() => {});
  }
}

/** The answer with this result. */
export function result({ id }: ToldRequest, value: unknown): object {
  return { jsonrpc: "2.0", id, result: value };
}
