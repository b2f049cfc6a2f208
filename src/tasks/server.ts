/**
 * The loopback HTTP server: JSON-RPC and events for other processes of the same person. `server.json` says where it listens and
 * with which token; as only one program can own it, it is also the single-instance lock.
 */
import { getLogger } from "@logtape/logtape";
// @ts-types="../../types/std/crypto.d.ts"
import { timingSafeEqual } from "@std/crypto/timing-safe-equal";
// @ts-types="../../types/std/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import * as z from "zod";
import type { Host } from "../host.ts";

const log = getLogger(["claudeminder", "server"]);

const maxBodyBytes = 1 << 20;
const maxServerFileBytes = 4096;
const pingMs = 1000;
const heartbeatMs = 15_000;
/** More than anybody has open, and less than the host's limit on connections, so that there is room for a call. */
const maxStreams = 32;

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

export type ServerHost = Pick<Host, "pid" | "serve" | "sleep" | "httpClient"> & {
  readonly files: Pick<Host["files"], "read" | "write" | "remove" | "locked">;
};

/** One line of the event stream. */
export interface ServerEvent {
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: unknown;
}

export interface ServerParts {
  readonly version: string;
  readonly rpc: (body: string) => Promise<unknown>;
  /** Calls `listener` with what stands now and with each later event; returns the way to stop it. */
  readonly events: (listener: (event: ServerEvent) => void) => () => void;
}

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
    const app = createRoutes(host, parts, { token, port: () => port, closing: closing.signal });
    const server = await host.serve({ hostname: "127.0.0.1", port: 0 }, (request) => app.fetch(request));
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
  host: Pick<ServerHost, "httpClient"> & { readonly files: Pick<Host["files"], "read"> },
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

/** What the file says; null = it is not there, or makes no sense. Never rejects. */
export async function readAddress(
  host: { readonly files: Pick<Host["files"], "read"> },
  file: string,
): Promise<ServerAddress | null> {
  try {
    const text = await host.files.read(file, maxServerFileBytes);
    return text === null ? null : serverFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

interface Guard {
  readonly token: string;
  readonly port: () => number;
  readonly closing: AbortSignal;
}

function createRoutes(host: Pick<Host, "sleep">, parts: ServerParts, guard: Guard): Hono {
  const app = new Hono();
  let streams = 0;
  app.use(secureHeaders());
  // A page in a browser can reach loopback too: by another name (DNS rebinding) or from another origin.
  app.use(async (context, next) => {
    const hosts = [`127.0.0.1:${guard.port()}`, `localhost:${guard.port()}`];
    const origin = context.req.header("origin");
    if (!hosts.includes(context.req.header("host") ?? "")) return context.text("Unknown Host", 403);
    if (origin !== undefined && !hosts.some((name) => origin === `http://${name}`)) {
      return context.text("Unknown Origin", 403);
    }
    return await next();
  });
  app.get("/health", (context) => context.json({ status: "ok", version: parts.version }));
  app.use(async (context, next) => {
    const given = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
    if (await sameSecret(given, guard.token)) return await next();
    return context.text("Unauthorized", 401, { "www-authenticate": "Bearer" });
  });
  app.post("/rpc", bodyLimit({ maxSize: maxBodyBytes }), async (context) => {
    const answer = await parts.rpc(await context.req.text());
    return answer === null ? context.body(null, 204) : context.json(answer);
  });
  app.get("/events", (context) => {
    if (streams >= maxStreams) return context.text("Too many event streams", 503);
    streams++;
    return streamSSE(context, async (stream) => {
      const waiting: ServerEvent[] = [];
      let wake = new AbortController();
      const unsubscribe = parts.events((event) => {
        waiting.push(event);
        wake.abort();
      });
      const end = () => wake.abort();
      stream.onAbort(end);
      guard.closing.addEventListener("abort", end, { once: true });
      try {
        while (!stream.aborted && !guard.closing.aborted) {
          const event = waiting.shift();
          if (event !== undefined) {
            await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
            continue;
          }
          wake = new AbortController();
          await host.sleep(heartbeatMs, wake.signal);
          if (waiting.length === 0 && !stream.aborted && !guard.closing.aborted) await stream.write(":\n\n");
        }
      } finally {
        streams--;
        unsubscribe();
        guard.closing.removeEventListener("abort", end);
      }
    });
  });
  app.notFound((context) => context.text("Not Found", 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error("{path}: {message}", { path: context.req.path, message: error.message });
    return context.text("Internal Server Error", 500);
  });
  return app;
}

/** Compares hashes, so that neither content nor length shows in the time it takes. */
async function sameSecret(given: string, expected: string): Promise<boolean> {
  const hash = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return timingSafeEqual(await hash(given), await hash(expected));
}
