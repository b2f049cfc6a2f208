/**
 * The loopback HTTP server: JSON-RPC and events for other processes of the same person. `server.json` says where it listens and
 * with which token; as only one program can own it, it is also the single-instance lock.
 */
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import * as z from "zod";
import type { Host } from "../host/host.ts";
import type { ServerParts } from "./routes.ts";

const log = getLogger(["claudeminder", "server"]);

const maxServerFileBytes = 4096;
const pingMs = 1000;

/** What stands in `server.json`. */
export interface ServerAddress {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

const serverFile = z.object({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  token: z.string().min(1),
  pid: z.int().positive(),
});

export type ServerHost = Pick<Host, "pid" | "uid" | "serve" | "sleep" | "httpClient"> & {
  readonly files: Pick<Host["files"], "read" | "lstat" | "write" | "remove" | "locked">;
};

/** What is needed to find out where the running program is. */
export type AddressHost = Pick<Host, "uid"> & { readonly files: Pick<Host["files"], "read" | "lstat"> };

export type Started =
  | { readonly kind: "started"; readonly address: ServerAddress; close(): Promise<void> }
  | { readonly kind: "already-running"; readonly address: ServerAddress };

/** Starts to listen on 127.0.0.1 and writes `file`, unless a program that answers owns it already. */
export function startServer(host: ServerHost, file: string, parts: ServerParts): Promise<Started> {
  // The lock makes two starts at the same instant one after the other.
  return host.files.locked(file, async (): Promise<Started> => {
    const other = await findRunning(host, file);
    if (other !== null) return { kind: "already-running", address: other };
    const token = encodeHex(crypto.getRandomValues(new Uint8Array(32)));
    const closing = new AbortController();
    let port = 0;
    // Nobody asks at the start, and then the icon comes first.
    const load = async () => {
      const { createRoutes } = await import("./routes.ts");
      return createRoutes(host, parts, { token, port: () => port, closing: closing.signal });
    };
    let routes: ReturnType<typeof load> | null = null;
    const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, async (request) => {
      return await (await (routes ??= load())).fetch(request);
    });
    port = server.port;
    const address = { url: `http://127.0.0.1:${port}`, token, pid: host.pid };
    await host.files.write(file, JSON.stringify(address) + "\n");
    log.info("listening on port {port}", { port });
    return {
      kind: "started",
      address,
      async close() {
        closing.abort();
        const known = await readAddress(host, file);
        if (known?.token === token) await host.files.remove(file);
        await server.close();
      },
    };
  });
}

/** The program that owns `file` and answers, or null: none, or the file is left over from a crash. */
export async function findRunning(
  host: Pick<ServerHost, "httpClient"> & AddressHost,
  file: string,
): Promise<ServerAddress | null> {
  const address = await readAddress(host, file);
  if (address === null) return null;
  const client = host.httpClient({});
  try {
    const response = await client.fetch(`${address.url}/rpc`, {
      method: "POST",
      headers: { "authorization": `Bearer ${address.token}`, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system.ping" }),
      signal: AbortSignal.timeout(pingMs),
    });
    const answer = pong.safeParse(await response.json());
    return response.ok && answer.success ? address : null;
  } catch {
    return null;
  } finally {
    client.close();
  }
}

const pong = z.object({ result: z.object({ pong: z.literal(true) }) });

/** What the file says; null = it is not there, makes no sense, or is another user's, who would be talked to. Never rejects. */
export async function readAddress({ files, uid }: AddressHost, file: string): Promise<ServerAddress | null> {
  try {
    const owner = (await files.lstat(file))?.owner ?? uid;
    // Root may look into what another user runs.
    if (owner !== uid && uid !== 0) return null;
    const text = await files.read(file, maxServerFileBytes);
    return text === null ? null : serverFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
