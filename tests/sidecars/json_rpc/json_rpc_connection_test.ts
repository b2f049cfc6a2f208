// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Reason } from "../../../src/core/reason.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { type ConnectionNote, keepConnection } from "../../../src/sidecars/json_rpc/json_rpc_connection.ts";
import { SidecarError } from "../../../src/sidecars/json_rpc/sidecar_error.ts";
import { connected, echo, kindOf, whyNot } from "./rpc_stage.ts";
import { result, withToldServer } from "./told_rpc_server.ts";

const host = denoHost();

for (const way of ["TCP", "a Unix socket"]) {
  Deno.test(`keepConnection() over ${way} logs in before anything else, and calls`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await connected((request, connection) => {
        if (request.method === "auth.login") return connection.send(result(request, { authenticated: true }));
        return echo(request, connection);
      }, async ({ rpc, server, notes }) => {
        const answers = await Promise.all([rpc.call("a", { x: 1 }), rpc.call("b", ["ü\n"]), rpc.call("c")]);
        assertEquals(answers, [{ x: 1 }, ["ü\n"], null]);
        assertEquals(server.requests.map(({ method, params }) => [method, params]), [
          ["auth.login", { token: "T" }],
          ["a", { x: 1 }],
          ["b", ["ü\n"]],
          ["c", undefined],
        ] as unknown);
        assertEquals(notes, [{ kind: "ipc-connected" }]);
      }, { token: "T", ...(way === "TCP" ? {} : { socket: `${folder}/rpc.sock` }) });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("keepConnection() gives each call its own answer, in whatever order they come", () => {
  const waiting: (() => Promise<void>)[] = [];
  return connected((request, connection) => {
    waiting.push(() => connection.send(result(request, request.params)));
    if (waiting.length === 50) { for (const send of waiting.toReversed()) void send(); }
  }, async ({ rpc }) => {
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const answers = await Promise.all(numbers.map((number) => rpc.call("number", [number])));
    assertEquals(answers, numbers.map((number) => [number]));
  });
});

Deno.test("keepConnection() gives chunks in order before the result, and reads no further while one is not taken", () =>
  connected(async (request, connection) => {
    for (let number = 0; number < 1000; number++) {
      const params = { id: request.id, data: { number } };
      await connection.send({ jsonrpc: "2.0", method: `${request.method}.chunk`, params });
    }
    await connection.send(result(request, { stream: "complete" }));
  }, async ({ rpc }) => {
    const seen: unknown[] = [];
    let isPending = false;
    const answer = await rpc.call("tail", {}, {
      async chunk(event, data) {
        assert(!isPending, "a chunk came while another one was not taken");
        isPending = true;
        if (seen.length % 100 === 0) await host.sleep(1);
        seen.push([event, data]);
        isPending = false;
      },
    });
    assertEquals(answer, { stream: "complete" });
    assertEquals(seen, Array.from({ length: 1000 }, (_, number) => ["tail.chunk", { number }]));
  }));

Deno.test("keepConnection() does not count the time in which chunks are not taken in a time limit", () =>
  connected(async (request, connection) => {
    if (request.method === "tail") {
      await connection.send({ jsonrpc: "2.0", method: "tail.chunk", params: { id: request.id, data: 1 } });
    }
    await connection.send(result(request, "done"));
  }, async ({ rpc }) => {
    const taken = Promise.withResolvers<void>();
    const isPaused = Promise.withResolvers<void>();
    const tail = rpc.call("tail", {}, {
      chunk() {
        isPaused.resolve();
        return taken.promise;
      },
    });
    await isPaused.promise;
    const ping = rpc.call("system.ping", {}, { limitMs: 50 });
    await host.sleep(200);
    taken.resolve();
    assertEquals(await Promise.all([tail, ping]), ["done", "done"]);
  }));

Deno.test("keepConnection() says no when the program does not answer in time, or the caller has gone", () =>
  connected(async (request, connection) => {
    if (request.method === "quick") await echo(request, connection);
  }, async ({ rpc, server }) => {
    assertEquals(await whyNot(rpc.call("slow", {}, { limitMs: 50 })), {
      about: "sidecar",
      kind: "no-answer",
      seconds: 0.05,
    });
    const gone = new AbortController();
    const call = rpc.call("slow", {}, { signal: gone.signal });
    gone.abort(new Error("gone"));
    await assertRejects(() => call, Error, "gone");
    // What comes for them now concerns nobody.
    for (const request of server.requests) await server.connections[0]?.send(result(request, "late"));
    assertEquals(await rpc.call("quick", [1]), [1]);
  }));

Deno.test("keepConnection() passes on errors of the program with code, text and data", () =>
  connected((request, connection) => {
    const error = request.method === "secret"
      ? { code: -32001, message: "log in first" }
      : { code: -32000, message: "no such board", data: { board: 7 } };
    return connection.send({ jsonrpc: "2.0", id: request.id, result: null, error });
  }, async ({ rpc }) => {
    const error = await rpc.call("board").catch((error: unknown) => error);
    assert(error instanceof SidecarError);
    assertEquals(error.failure, { code: -32000, text: "no such board", data: { board: 7 } });
    assertEquals(error.reason, {
      about: "sidecar",
      kind: "answers-error",
      code: -32000,
      text: "no such board",
    });
    assertEquals(await kindOf(rpc.call("secret")), "login-refused");
  }));

Deno.test("keepConnection() opens the connection again when it drops, and calls in flight fail", () =>
  connected((request, connection) => {
    if (request.method === "drop") return connection.close();
    return echo(request, connection);
  }, async ({ rpc, server, notes }) => {
    const failed = await Promise.all([kindOf(rpc.call("drop")), kindOf(rpc.call("drop"))]);
    assertEquals(failed, ["connection-lost", "connection-lost"]);
    assertEquals(await rpc.call("echo", [1]), [1]);
    await server.made(2);
    assertEquals(notes.map(({ kind }) => kind), ["ipc-connected", "ipc-disconnected", "ipc-connected"]);
  }));

Deno.test("keepConnection() waits for a program that listens late", async () => {
  const folder = await Deno.makeTempDir();
  const socket = `${folder}/rpc.sock`;
  const notes: ConnectionNote[] = [];
  const note = (one: ConnectionNote) => void notes.push(one);
  const rpc = keepConnection({ host, name: "bridge", address: { path: socket }, token: null, note });
  try {
    const why = await whyNot(rpc.call("ping", [], { limitMs: 300 }));
    assert(why.about === "sidecar" && why.kind === "no-connection");
    assertEquals(notes, []);
    const call = rpc.call("ping", [1]);
    await withToldServer(echo, async () => assertEquals(await call, [1]), { socket });
  } finally {
    rpc.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("keepConnection() tells a refused token once, and lets nobody wait for it", () => {
  let refuses = true;
  return connected(
    (request, connection) =>
      request.method !== "auth.login"
        ? echo(request, connection)
        : refuses
        ? connection.send({ jsonrpc: "2.0", id: request.id, error: { code: -32001, message: "no" } })
        : connection.send(result(request, { authenticated: true })),
    async ({ rpc, server, notes }) => {
      assertEquals(await kindOf(rpc.call("echo")), "login-refused");
      await server.made(3);
      const why: Reason = { about: "sidecar", kind: "login-refused" };
      assertEquals(notes, [{ kind: "ipc-error", why }]);
      refuses = false;
      // Who calls while it is refused still may get that answer.
      for (;;) {
        const answer = await rpc.call("echo", [1]).catch(() => null);
        if (answer !== null) break;
      }
    },
    { token: "T" },
  );
});

Deno.test("keepConnection() needs no login where the program knows none", () =>
  connected(
    (request, connection) =>
      request.method === "auth.login"
        ? connection.send({
          jsonrpc: "2.0",
          id: request.id,
          error: { code: -32601, message: "no such method" },
        })
        : echo(request, connection),
    async ({ rpc }) => assertEquals(await rpc.call("echo", [1]), [1]),
    { token: "T" },
  ));

Deno.test("keepConnection() fails all calls when the program has not understood one, and cannot say which", () =>
  connected(async (request, connection) => {
    if (request.method === "echo") await echo(request, connection);
    if (request.method === "second") {
      await connection.send({ jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } });
    }
  }, async ({ rpc }) => {
    const both = [rpc.call("first"), rpc.call("second")].map(kindOf);
    assertEquals(await Promise.all(both), ["answers-error", "answers-error"]);
    assertEquals(await rpc.call("echo", [1]), [1]);
  }));

Deno.test("keepConnection() that is closed still takes what the program had sent, and then nothing", () =>
  connected(async (request, connection) => {
    if (request.method === "never") return;
    await connection.send(result(request, "last words"));
    connection.close();
  }, async ({ rpc, notes }) => {
    const never = kindOf(rpc.call("never"));
    const last = rpc.call("last");
    // It is there before the connection is closed here.
    while (notes.length === 0) await host.sleep(1);
    rpc.close();
    assertEquals(await last, "last words");
    assertEquals(await never, "connection-lost");
    assertEquals(await kindOf(rpc.call("after")), "connection-lost");
    assertEquals(notes.map(({ kind }) => kind), ["ipc-connected", "ipc-disconnected"]);
  }));

Deno.test("keepConnection() that is closed waits only a moment for a program that says nothing", () =>
  connected(() => {}, async ({ rpc, server, notes }) => {
    const call = kindOf(rpc.call("never"));
    await server.made(1);
    while (notes.length === 0) await host.sleep(1);
    rpc.close();
    assertEquals(await call, "connection-lost");
  }));
