/** Health and the wish to end over HTTP, with real servers on loopback. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ReasonError } from "../../src/core/reason_error.ts";
import type { SidecarReason } from "../../src/core/reason.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { askHttpToEnd, checkHttp, type HttpSidecar } from "../../src/sidecars/http_health.ts";

const host = denoHost();
const never = new AbortController().signal;

/** Has `work` done with a server that answers so. */
async function withServer(
  answer: (request: Request) => Response | Promise<Response>,
  work: (sidecar: HttpSidecar) => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, signal: ended.signal },
    answer,
  );
  await withClient(server.addr.port, work);
  ended.abort();
  await server.finished;
}

/** Has `work` done with a server that sends these bytes whatever it is asked; null = it sends nothing. */
async function withBytes(bytes: string | null, work: (sidecar: HttpSidecar) => Promise<void>): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  const serving = (async () => {
    for await (const connection of listener) {
      open.push(connection);
      if (bytes === null) continue;
      await connection.write(new TextEncoder().encode(bytes));
      connection.close();
    }
  })();
  await withClient(listener.addr.port, work);
  listener.close();
  await serving;
  if (bytes === null) { for (const connection of open) connection.close(); }
}

async function withClient(port: number, work: (sidecar: HttpSidecar) => Promise<void>): Promise<void> {
  const client = host.httpClient({ keptMs: 0 });
  try {
    await work({ host, client, url: `http://127.0.0.1:${port}/health`, token: "T" });
  } finally {
    client.close();
  }
}

async function reasonOf(sidecar: HttpSidecar, limitMs = 5000): Promise<SidecarReason> {
  const { reason } = await assertRejects(() => checkHttp(sidecar, limitMs, never), ReasonError);
  if (reason.about !== "sidecar") throw new Error(`It is about ${reason.about}`);
  return reason;
}

Deno.test("checkHttp() asks with the sidecar's own token, and any success is well", async () => {
  const asked: string[] = [];
  const statuses = [200, 204, 299];
  await withServer((request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname} ${request.headers.get("authorization")}`);
    return new Response(null, { status: statuses.shift() ?? 500 });
  }, async (sidecar) => {
    for (let times = 0; times < 3; times++) await checkHttp(sidecar, 5000, never);
  });
  assertEquals(asked, Array(3).fill("GET /health Bearer T"));
});

for (const status of [301, 404, 500, 503]) {
  Deno.test(`checkHttp() says which status is no success: ${status}`, () =>
    withServer(() => new Response("x", { status, headers: { location: "/elsewhere" } }), async (sidecar) => {
      assertEquals(await reasonOf(sidecar), { about: "sidecar", kind: "odd-status", status });
    }));
}

Deno.test("checkHttp() does not read a body without an end", () =>
  withServer(() => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    return new Response(endless);
  }, (sidecar) => checkHttp(sidecar, 5000, never)));

Deno.test("checkHttp() waits no longer than its limit for one that hangs", () =>
  withBytes(null, async (sidecar) => {
    assertEquals(await reasonOf(sidecar, 50), { about: "sidecar", kind: "no-answer", seconds: 0.05 });
  }));

Deno.test("checkHttp() says that nobody listens, and what speaks no HTTP", async () => {
  const port = await host.freePort("127.0.0.1");
  const why = async (sidecar: HttpSidecar) => {
    const reason = await reasonOf(sidecar);
    return reason.kind === "no-connection" && reason.why.about === "system" ? reason.why.text : reason;
  };
  await withClient(port, async (sidecar) => {
    assertMatch(String(await why(sidecar)), /^Connection refused/);
  });
  await withBytes("220 mail server ready\r\n", async (sidecar) => {
    assertEquals(await why(sidecar), "invalid HTTP version parsed");
  });
});

Deno.test("checkHttp() ends with its signal", () =>
  withBytes(null, async (sidecar) => {
    const stop = new AbortController();
    const checking = checkHttp(sidecar, 60_000, stop.signal);
    stop.abort(new Error("it is over"));
    await assertRejects(() => checking, Error, "it is over");
  }));

Deno.test("askHttpToEnd() posts with the token, and ends whatever becomes of it", async () => {
  const asked: string[] = [];
  await withServer((request) => {
    asked.push(`${request.method} ${request.headers.get("authorization")}`);
    return Response.json({ status: "shutting down" });
  }, (sidecar) => askHttpToEnd(sidecar, 5000));
  assertEquals(asked, ["POST Bearer T"]);
  await withBytes(null, (sidecar) => askHttpToEnd(sidecar, 20));
  await withBytes("garbage", (sidecar) => askHttpToEnd(sidecar, 5000));
  await withClient(await host.freePort("127.0.0.1"), (sidecar) => askHttpToEnd(sidecar, 5000));
});
