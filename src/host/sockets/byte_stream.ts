/** Connections that stay open, over TCP and over Unix sockets. */
import type { ByteStream, StreamAddress } from "../staying_program.ts";

/** As `Host.openStream`. */
export async function openStream(address: StreamAddress, signal?: AbortSignal): Promise<ByteStream> {
  const connection = await connected(address, signal);
  return {
    readable: connection.readable,
    writable: connection.writable,
    close() {
      try {
        connection.close();
      } catch (error) {
        // Its streams close it too when both have ended.
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}

async function connected(
  address: StreamAddress,
  signal?: AbortSignal,
): Promise<Deno.TcpConn | Deno.UnixConn> {
  signal?.throwIfAborted();
  if ("hostname" in address) {
    const connection = await Deno.connect({ ...address, ...(signal === undefined ? {} : { signal }) });
    // Small messages go out at once, and a peer whose machine is gone is noticed at last.
    connection.setNoDelay(true);
    connection.setKeepAlive(true);
    return connection;
  }
  const connection = await Deno.connect({ transport: "unix", path: address.path });
  if (signal?.aborted === true) {
    connection.close();
    throw signal.reason;
  }
  return connection;
}
