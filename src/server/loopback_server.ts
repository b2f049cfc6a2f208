/** Starts the loopback HTTP server, unless a program of the same person runs already. */
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import type { Host } from "../host/host.ts";
import type { ServerParts } from "./routes.ts";
import { findRunning, readServerFile, type RpcAddress, writeServerFile } from "./server_file.ts";

const log = getLogger(["claudeminder", "server"]);

/** Readers of events and calls to sidecars may hold theirs for long, and there is room for other calls beside them. */
const connections = 200;

export type ServerHost = Pick<Host, "pid" | "uid" | "serve" | "sleep" | "httpClient"> & {
  readonly files: Pick<Host["files"], "read" | "lstat" | "write" | "remove" | "locked">;
};

export type Started =
  | { readonly kind: "started"; readonly address: RpcAddress; close(): Promise<void> }
  | { readonly kind: "already-running"; readonly address: RpcAddress };

/** Starts to listen on 127.0.0.1 and writes `file`, unless a program that answers owns it already. */
export function startServer(host: ServerHost, file: string, parts: ServerParts): Promise<Started> {
  // With the lock, two programs that start at the same moment do so one after the other.
  return host.files.locked(file, async (): Promise<Started> => {
    const other = await findRunning(host, file);
    if (other !== null) return { kind: "already-running", address: other };
    const token = encodeHex(crypto.getRandomValues(new Uint8Array(32)));
    const closing = new AbortController();
    let port = 0;
    // Nobody asks at the start, and the icon must come first.
    const load = async () => {
      const { createRoutes } = await import("./routes.ts");
      return createRoutes(host, parts, { token, port: () => port, closing: closing.signal });
    };
    let routes: ReturnType<typeof load> | null = null;
    const server = await host.serve(
      { hostname: "127.0.0.1", port: 0, limits: { connections } },
      async (request, gone) => {
        return await (await (routes ??= load())).fetch(request, { gone });
      },
    );
    port = server.port;
    const address = { url: `http://127.0.0.1:${port}`, token, pid: host.pid };
    await writeServerFile(host, file, address);
    log.info("listening on port {port}", { port });
    return {
      kind: "started",
      address,
      async close() {
        closing.abort();
        const known = await readServerFile(host, file);
        if (known?.token === token) await host.files.remove(file);
        await server.close();
      },
    };
  });
}
