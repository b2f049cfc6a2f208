/** One start of a sidecar, seen from outside, with real servers on loopback. */
import { assertEquals, assertRejects } from "@std/assert";
import { type SidecarSettings, sidecarSettings } from "../../src/core/sidecars/sidecar_settings.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import type { ConnectionNote } from "../../src/sidecars/json_rpc/json_rpc_connection.ts";
import { type SidecarHealth, sidecarHealth } from "../../src/sidecars/sidecar_health.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";
import { result, type ToldRequest, withToldServer } from "./json_rpc/told_rpc_server.ts";

const host = denoHost();

interface Given {
  readonly port?: number;
  readonly token?: string;
}

/** Has `work` done with a sidecar that has these settings. */
async function withHealth(
  changes: Partial<SidecarInput>,
  { port, token }: Given,
  work: (health: SidecarHealth, notes: readonly ConnectionNote[], signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const settings: SidecarSettings = sidecarSettings.parse({
    ...{ name: "a", command: ["a", "{port}"], health_timeout_seconds: 5 },
    ...changes,
  });
  const notes: ConnectionNote[] = [];
  const client = host.httpClient({ keptMs: 0 });
  const over = new AbortController();
  const health = sidecarHealth({
    ...{ host, client, settings, port: port ?? null, token: token ?? null },
    note: (note) => notes.push(note),
  });
  try {
    await work(health, notes, over.signal);
  } finally {
    over.abort();
    health.close();
    client.close();
  }
}

const jsonRpc = { health: { type: "jsonrpc" } } as const;

/** Answers as a server with a token does. */
function serverWith(token: string) {
  let isLoggedIn = false;
  return (request: ToldRequest) => {
    if (request.method === "auth.login" && request.params?.token === token) isLoggedIn = true;
    return isLoggedIn
      ? result(request, { pong: true })
      : { jsonrpc: "2.0", id: request.id, error: { code: -32001, message: "Unauthorized" } };
  };
}

const portOf = (address: object) => "port" in address ? Number(address.port) : 0;

Deno.test("a JSON-RPC sidecar is ready when it answers a ping after the login, and is checked over the same connection", () => {
  const answer = serverWith("T");
  return withToldServer(
    (request, { send }) => send(answer(request)),
    (server) =>
      withHealth(jsonRpc, { port: portOf(server.address), token: "T" }, async (health, notes, signal) => {
        await health.ready(signal);
        await health.check?.run(signal);
        assertEquals(server.requests.map(({ method }) => method), [
          "auth.login",
          "system.ping",
          "system.ping",
        ]);
        assertEquals(server.connections.length, 1);
        assertEquals(notes, [{ kind: "ipc-connected" }]);
        assertEquals(health.place().url, `tcp://127.0.0.1:${portOf(server.address)}`);
        health.askToEnd?.();
        await health.connection()?.call("anything");
        assertEquals(server.requests.map(({ method }) => method).slice(3), ["system.shutdown", "anything"]);
      }),
  );
});

Deno.test("a JSON-RPC sidecar that says its port and its token is reached there", () => {
  const answer = serverWith("ITS OWN");
  return withToldServer(
    (request, { send }) => send(answer(request)),
    (server) =>
      withHealth({ ...jsonRpc, command: ["a"] }, {}, async (health, _notes, signal) => {
        assertEquals([health.place(), health.connection()], [{ port: null, url: null }, null]);
        const ready = health.ready(signal);
        health.takeReadyLine({ port: portOf(server.address), host: "localhost", token: "ITS OWN" });
        await ready;
        assertEquals(health.token(), "ITS OWN");
        assertEquals(health.place(), {
          port: portOf(server.address),
          url: `tcp://localhost:${portOf(server.address)}`,
        });
      }),
  );
});

Deno.test("a JSON-RPC sidecar that has another token than it was asked with is ready once it says so", () => {
  const answer = serverWith("ITS OWN");
  return withToldServer(
    (request, { send }) => send(answer(request)),
    (server) =>
      withHealth(jsonRpc, { port: portOf(server.address), token: "OURS" }, async (health, _notes, signal) => {
        assertEquals(health.notReady(), null);
        const ready = health.ready(signal);
        await server.made(1);
        while (health.notReady() === null) await host.sleep(1);
        assertEquals(health.notReady(), { about: "sidecar", kind: "login-refused" });
        health.takeReadyLine({ port: portOf(server.address), host: null, token: "ITS OWN" });
        await ready;
        await health.check?.run(signal);
      }),
  );
});

Deno.test("a JSON-RPC sidecar whose connection drops is checked over the next one", () =>
  withToldServer(
    (request, { send }) => send(result(request, {})),
    (server) =>
      withHealth(jsonRpc, { port: portOf(server.address) }, async (health, notes, signal) => {
        await health.ready(signal);
        for (const connection of server.connections) connection.close();
        await server.made(2);
        await health.check?.run(signal);
        assertEquals(notes.map(({ kind }) => kind), ["ipc-connected", "ipc-disconnected", "ipc-connected"]);
      }),
  ));

Deno.test("a JSON-RPC sidecar that answers no ping is not well", () =>
  withToldServer(
    (request, { send }) => request.method === "system.ping" ? undefined : send(result(request, {})),
    (
      server,
    ) =>
      withHealth(
        { ...jsonRpc, health_timeout_seconds: 0.1 },
        { port: portOf(server.address) },
        async (health, _notes, signal) => {
          await assertRejects(
            () => health.check?.run(signal) ?? Promise.resolve(),
            Error,
            "No answer within 0.1 s",
          );
        },
      ),
  ));

Deno.test("an HTTP sidecar that listens late is ready when it does", async () => {
  const port = await host.freePort("127.0.0.1");
  const ended = new AbortController();
  await withHealth({ health: { type: "http", path: "/well" } }, { port }, async (health, _notes, signal) => {
    const ready = health.ready(signal);
    const asked: string[] = [];
    const server = Deno.serve(
      { hostname: "127.0.0.1", port, onListen: () => {}, signal: ended.signal },
      (request) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return new Response("ok", { status: asked.length < 3 ? 503 : 200 });
      },
    );
    await ready;
    assertEquals(asked, ["GET /well", "GET /well", "GET /well"]);
    ended.abort();
    await server.finished;
  });
});

Deno.test("a sidecar that only has to be there is ready after a second, or when it says so", () =>
  withHealth({ health: { type: "process" } }, {}, async (health, _notes, signal) => {
    const at = performance.now();
    const ready = health.ready(signal);
    assertEquals([health.check, health.askToEnd, health.connection()], [null, null, null]);
    health.takeReadyLine({ port: 9123, host: null, token: null });
    await ready;
    assertEquals([performance.now() - at < 900, health.place().url], [true, "tcp://127.0.0.1:9123"]);
  }));

Deno.test("the wish to end goes where the settings say", async () => {
  const ended = new AbortController();
  const asked = Promise.withResolvers<string>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, signal: ended.signal },
    (request) => {
      asked.resolve(`${request.method} ${new URL(request.url).pathname}`);
      return new Response();
    },
  );
  const settings = { health: { type: "process" }, shutdown: { type: "http", path: "/end" } } as const;
  await withHealth(settings, { port: server.addr.port }, async (health) => {
    assertEquals(health.place().url, `http://127.0.0.1:${server.addr.port}`);
    health.askToEnd?.();
    assertEquals(await asked.promise, "POST /end");
    // Its answer is taken before the client is closed.
    ended.abort();
    await server.finished;
  });
});

Deno.test("addresses are written as URLs have them", async () => {
  const at = async (changes: Partial<SidecarInput>, port: number | null) => {
    let url: string | null = "";
    await withHealth(changes, port === null ? {} : { port }, (health) => {
      url = health.place().url;
      return Promise.resolve();
    });
    return url;
  };
  assertEquals(await at({ host: "::1" }, 1), "http://[::1]:1");
  assertEquals(await at({ host: "localhost" }, 1), "http://localhost:1");
  assertEquals(await at({ ...jsonRpc, socket: "/run/a.sock", command: ["a"] }, null), "unix:/run/a.sock");
  assertEquals(await at({ health: { type: "process" }, command: ["a"] }, null), null);
});

Deno.test("a sidecar that says anew where it is can be called there at once", () =>
  withToldServer(
    (request, { send }) => send(result(request, "first")),
    (first) =>
      withToldServer(
        (request, { send }) => send(result(request, "second")),
        (second) =>
          withHealth(jsonRpc, { port: portOf(first.address) }, async (health, _, signal) => {
            await health.ready(signal);
            health.takeReadyLine({ port: portOf(second.address), host: null, token: null });
            assertEquals(await health.connection()?.call("anything"), "second");
          }),
      ),
  ));
