/** Starts the loopback HTTP server, unless a program of the same person runs already. */
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";
import type { Host, HttpServer } from "../host/host.ts";
import type { ServerParts } from "./routes.ts";
import { findRunning, removeServerFile, type RpcAddress, writeServerFile } from "./server_file.ts";

const log = getLogger(["claudeminder", "server"]);

/** Readers of events and calls to sidecars may hold theirs for long, and there is room for other calls beside them. */
const connections = 200;

export type ServerHost = Pick<Host, "pid" | "uid" | "serve" | "sleep" | "monotonic" | "httpClient"> & {
  readonly files: Pick<Host["files"], "read" | "lstat" | "write" | "remove" | "locked">;
};

/** Where it should listen, and where it says so. */
export interface ServerPlace {
  readonly file: string;
  /** 0 = any free one. */
  readonly port: number;
}

export interface StartedServer {
  readonly kind: "started";
  /** Where it listened first. */
  readonly address: RpcAddress;
  /** Listens at another port from now on. Gives the reason where that cannot be had: then all stays as it is. */
  listenAt(port: number): Promise<Reason | null>;
  close(): Promise<void>;
}

export type Started =
  | StartedServer
  | { readonly kind: "already-running"; readonly address: RpcAddress };

/** Starts to listen on 127.0.0.1 and writes the file, unless a program that answers owns it already. */
export function startServer(host: ServerHost, place: ServerPlace, parts: ServerParts): Promise<Started> {
  const { file } = place;
  // With the lock, two programs that start at the same moment do so one after the other.
  return host.files.locked(file, async (): Promise<Started> => {
    const other = await findRunning(host, file);
    if (other !== null) return { kind: "already-running", address: other };
    const token = encodeHex(crypto.getRandomValues(new Uint8Array(32)));
    const closing = new AbortController();
    let server: HttpServer | null = null;
    // Nobody asks at the start, and the icon must come first.
    const load = async () => {
      const { createRoutes } = await import("./routes.ts");
      return createRoutes(host, parts, { token, port: () => server?.port ?? 0, closing: closing.signal });
    };
    let routes: ReturnType<typeof load> | null = null;
    const serve = (port: number) =>
      host.serve({ hostname: "127.0.0.1", port, limits: { connections } }, async (request, gone) => {
        return await (await (routes ??= load())).fetch(request, { gone });
      });

    /** From now on this one is known by the file. */
    async function use(next: HttpServer): Promise<RpcAddress> {
      server = next;
      const address = { url: `http://127.0.0.1:${next.port}`, token, pid: host.pid };
      await writeServerFile(host, file, address);
      log.info("listening on port {port}", { port: next.port });
      return address;
    }

    // The program is of use at any port. `listenAt()` says why it is not the one that is wanted.
    const first = await serve(place.port).catch((error) => {
      if (place.port === 0) throw error;
      return serve(0);
    });
    return {
      kind: "started",
      address: await use(first),
      async listenAt(port) {
        const before = server ?? first;
        if (port === 0 || port === before.port) return null;
        let next: HttpServer | null = null;
        try {
          next = await serve(port);
          await use(next);
        } catch (error) {
          server = before;
          await next?.close();
          return refusalOf(port, before.port, error);
        }
        await before.close();
        return null;
      },
      async close() {
        closing.abort();
        await removeServerFile(host, file, token);
        await server?.close();
      },
    };
  });
}

function refusalOf(port: number, instead: number, error: unknown): Reason {
  return error instanceof Error && error.name === "AddrInUse"
    ? { about: "server", kind: "port-taken", port, instead }
    : { about: "server", kind: "port-refused", port, instead, why: reasonOf(error) };
}
