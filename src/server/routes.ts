/** What the loopback server answers, to whom, and what it refuses. It is loaded when somebody asks. */
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/crypto.d.ts"
import { timingSafeEqual } from "@std/crypto/timing-safe-equal";
// @ts-types="../std_types/encoding.d.ts"
import { encodeHex } from "@std/encoding/hex";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { metricsContentType } from "../core/views/metric_family.ts";
import type { Host } from "../host/host.ts";
import { createEventLog, type EventStreamParts } from "./event_log.ts";
import { openEventStreams } from "./open_event_streams.ts";

const logger = getLogger(["claudeminder", "server"]);

const maxBodyBytes = 1 << 20;

export interface ServerParts extends EventStreamParts {
  readonly version: string;
  /** `gone` aborts when whoever asks has gone. */
  readonly rpc: (body: string, gone: AbortSignal) => Promise<unknown>;
  /** As Prometheus reads them. */
  readonly metrics: () => Promise<string>;
}

/** What a request brings with it, besides what it says. */
export interface Asker {
  readonly gone: AbortSignal;
}

/** What the routes are held to. */
export interface Guard {
  readonly token: string;
  readonly port: () => number;
  readonly closing: AbortSignal;
}

/** All that the server answers. */
export function createRoutes(
  host: Pick<Host, "sleep" | "monotonic">,
  parts: ServerParts,
  guard: Guard,
): Hono<{ Bindings: Asker }> {
  const app = new Hono<{ Bindings: Asker }>();
  app.use(secureHeaders());
  // A page in a browser can reach loopback too: by another name (DNS rebinding) or from another origin.
  app.use(async (context, next) => {
    const hosts = [`127.0.0.1:${guard.port()}`, `localhost:${guard.port()}`];
    const origin = context.req.header("origin");
    // Upper and lower case are the same in host names (RFC 9110, section 4.2.3).
    if (!hosts.includes((context.req.header("host") ?? "").toLowerCase())) {
      return context.text("Unknown Host", 403);
    }
    if (origin !== undefined && !hosts.some((name) => origin === `http://${name}`)) {
      return context.text("Unknown Origin", 403);
    }
    return await next();
  });
  app.get("/health", (context) => context.json({ status: "ok", version: parts.version }));
  app.use(async (context, next) => {
    // The scheme's name may be written in either case.
    const given = /^Bearer +(.+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
    if (await sameSecret(given, guard.token)) return await next();
    return context.text("Unauthorized", 401, { "www-authenticate": "Bearer" });
  });
  app.post("/rpc", bodyLimit({ maxSize: maxBodyBytes }), async (context) => {
    const answer = await parts.rpc(await context.req.text(), context.env.gone);
    return answer === null ? context.body(null, 204) : context.json(answer);
  });
  app.get(
    "/metrics",
    async (context) => context.body(await parts.metrics(), 200, { "content-type": metricsContentType }),
  );
  const start = encodeHex(crypto.getRandomValues(new Uint8Array(6)));
  const log = createEventLog(host, parts, { start, closing: guard.closing });
  app.get("/events", openEventStreams(host, log, guard.closing));
  app.notFound((context) => context.text("Not Found", 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    // A malformed body is the sender's fault, and not worth a line in our log.
    if (error.name === "BadRequest") return context.text("Bad Request", 400);
    logger.error("{path}: {message}", { path: context.req.path, message: error.message });
    return context.text("Internal Server Error", 500);
  });
  return app;
}

/** Compares hashes, so that the time it takes says nothing about the content or its length. */
async function sameSecret(given: string, expected: string): Promise<boolean> {
  const hash = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return timingSafeEqual(await hash(given), await hash(expected));
}
