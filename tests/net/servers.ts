/** Real servers and proxies on loopback, at the level of bytes, that remember what reached them. */
import type { Leaf } from "./certificates.ts";

/** One accepted connection, as the test's own code sees it. */
export interface Peer {
  /** Everything up to and with the first empty line; throws when the connection ends before. */
  head(): Promise<string>;
  /** Exactly that many bytes. */
  bytes(count: number): Promise<Uint8Array>;
  write(data: string | Uint8Array): Promise<void>;
  /** Carries bytes both ways until one side ends. */
  join(hostname: string, port: number): Promise<void>;
}

export interface TestServer {
  readonly port: number;
  /** Everything that came in, one text for each connection; of TLS connections, what was inside. */
  readonly received: string[];
  close(): Promise<void>;
}

/** Accepts connections and closes each when `talk` ends, even when it throws. */
export function startServer(talk: (peer: Peer) => Promise<void>, tls?: Leaf): TestServer {
  const address = { hostname: "127.0.0.1", port: 0 };
  const listener = tls === undefined
    ? Deno.listen(address)
    : Deno.listenTls({ ...address, cert: tls.cert, key: tls.key });
  const received: string[] = [];
  const open = new Set<Deno.Conn>();
  const talks = new Set<Promise<void>>();
  const accept = (async () => {
    for (;;) {
      const connection = await listener.accept().catch((error) => {
        if (error instanceof Deno.errors.BadResource || error instanceof Deno.errors.Interrupted) return null;
        throw error;
      });
      if (connection === null) return;
      open.add(connection);
      const index = received.push("") - 1;
      const record = (bytes: Uint8Array) => {
        received[index] = (received[index] ?? "") + new TextDecoder("latin1").decode(bytes);
      };
      const done: Promise<void> = talk(peerOf(connection, record, open)).catch(() => {}).finally(() => {
        closeQuietly(connection);
        open.delete(connection);
        talks.delete(done);
      });
      talks.add(done);
    }
  })();
  return {
    port: listener.addr.port,
    received,
    async close() {
      listener.close();
      for (const connection of open) closeQuietly(connection);
      await accept;
      await Promise.all(talks);
    },
  };
}

function peerOf(connection: Deno.Conn, record: (bytes: Uint8Array) => void, open: Set<Deno.Conn>): Peer {
  let pending = new Uint8Array();
  const more = async () => {
    const buffer = new Uint8Array(65_536);
    const count = await connection.read(buffer);
    if (count === null) throw new Error("the other side has ended");
    record(buffer.subarray(0, count));
    pending = new Uint8Array([...pending, ...buffer.subarray(0, count)]);
  };
  const take = (count: number) => {
    const taken = pending.slice(0, count);
    pending = pending.slice(count);
    return taken;
  };
  const write = async (data: string | Uint8Array) => {
    const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
    for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  };
  return {
    async head() {
      for (;;) {
        const text = new TextDecoder("latin1").decode(pending);
        const end = text.indexOf("\r\n\r\n");
        if (end >= 0) return new TextDecoder("latin1").decode(take(end + 4));
        await more();
      }
    },
    async bytes(count) {
      while (pending.length < count) await more();
      return take(count);
    },
    write,
    async join(hostname, port) {
      const onward = await Deno.connect({ hostname, port });
      open.add(onward);
      const copy = async (from: Deno.Conn, to: Deno.Conn) => {
        const buffer = new Uint8Array(65_536);
        for (let count = await from.read(buffer); count !== null; count = await from.read(buffer)) {
          for (let at = 0; at < count;) at += await to.write(buffer.subarray(at, count));
        }
      };
      const ways = [copy(connection, onward), copy(onward, connection)];
      await Promise.race(ways).catch(() => {});
      closeQuietly(onward);
      closeQuietly(connection);
      await Promise.allSettled(ways);
      open.delete(onward);
    },
  };
}

function closeQuietly(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
