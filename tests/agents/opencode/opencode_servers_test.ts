/** Finds servers and follows many at once: simulated ones, over real HTTP. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { until } from "../../e2e/desktop.ts";
import { changingListeners } from "./changing_listeners.ts";
import { type SimulatedServer, simulatedServer } from "./simulated_server.ts";
import { type Watching, watching } from "./watching.ts";

const SESSIONS = ["ses_1", "ses_2", "ses_3"].map((id) => ({ id }));

function isPictured(watched: Watching, server: SimulatedServer): boolean {
  return [...watched.instances.values()].some((it) => it.port === server.port && it.fullStateAt !== null);
}

Deno.test("createOpencodeServers() finds what listens on a configured port and says that it is healthy", async () => {
  await using server = simulatedServer({ sessions: SESSIONS });
  await using page = simulatedServer();
  page.instead = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  await using other = simulatedServer();
  other.instead = () => Response.json({ healthy: "very" });
  await using private_ = simulatedServer();
  private_.instead = () =>
    new Response(null, { status: 401, headers: { "www-authenticate": 'Basic realm="Router"' } });
  await using watched = watching({ ports: [server.port, page.port, other.port, private_.port] });
  await watched.until(() => isPictured(watched, server), "the server");
  await until(() => private_.requests.length > 0 && page.requests.length > 0, "the others to be asked");
  assertEquals([...watched.instances.values()].map(({ port, pid }) => [port, pid]), [[server.port, null]]);
  for (const { requests } of [page, other, private_]) assertEquals(requests, ["GET /global/health"]);
});

Deno.test("createOpencodeServers() is not held up by a first request that is never answered", async () => {
  await using server = simulatedServer();
  let count = 0;
  server.instead = (_, { pathname }) => pathname === "/global/health" && count++ === 0 ? server.hang() : null;
  const begin = performance.now();
  await using watched = watching({ ports: [server.port] });
  await watched.until(() => isPictured(watched, server), "the server");
  assertLess(performance.now() - begin, 1_000);
});

Deno.test("createOpencodeServers() shows a server that wants a password as locked, and gives the password to those that ask", async () => {
  await using closed = simulatedServer({ password: "marked-password", sessions: SESSIONS });
  await using open = simulatedServer();
  const ports = [closed.port, open.port];
  const env = (name: string) => name === "A_PASSWORD" ? "marked-password" : undefined;
  {
    await using watched = watching({ ports });
    await watched.until(
      () =>
        [...watched.instances.values()].some(({ port, reach }) =>
          port === closed.port && reach.kind === "locked"
        ),
      "the locked one",
    );
    assertEquals(watched.at(closed.port).fullStateAt, null);
  }
  await using watched = watching({ ports, passwordEnv: "A_PASSWORD", host: { env } });
  await watched.until(() => isPictured(watched, closed) && isPictured(watched, open), "both");
  assertEquals(Object.keys(watched.at(closed.port).sessions).length, 3);
  assert(open.headers.every((headers) => !headers.has("authorization")), "a password was given unasked");
});

Deno.test("createOpencodeServers() takes no password elsewhere", async () => {
  await using elsewhere = simulatedServer();
  const server = simulatedServer({ password: "marked-password" });
  server.instead = (request) =>
    request.headers.has("authorization")
      ? Response.redirect(`http://127.0.0.1:${elsewhere.port}/`, 307)
      : null;
  const env = (name: string) => name === "A_PASSWORD" ? "marked-password" : undefined;
  const watched = watching({ ports: [server.port], passwordEnv: "A_PASSWORD", host: { env } });
  await until(() => server.headers.some((headers) => headers.has("authorization")), "the password");
  await server[Symbol.asyncDispose]();
  await watched[Symbol.asyncDispose]();
  assertEquals(elsewhere.requests, []);
  assertEquals(watched.reports, []);
});

Deno.test("createOpencodeServers() follows the process: gone with it, and another on its port is another instance", async () => {
  await using server = simulatedServer({ sessions: SESSIONS });
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  const { port } = server;
  const both = (pid: number) => ["127.0.0.1", "::1"].map((address) => ({ pid, address, port }));
  listeners.set(both(11));
  await watched.until(() => isPictured(watched, server), "the server");
  assertEquals([...watched.instances.keys()], [`${port}:11`]);
  listeners.set([]);
  await watched.until(() => watched.instances.size === 0, "its end");
  listeners.set([{ pid: 12, address: "0.0.0.0", port }]);
  await watched.until(() => isPictured(watched, server), "the next one");
  listeners.set(both(13));
  await watched.until(() => watched.instances.has(`${port}:13`) && isPictured(watched, server), "one more");
  assertEquals([...watched.instances.keys()], [`${port}:13`]);
  await until(() => server.streams() === 1, "the end of the old streams");
  listeners.set([{ pid: 14, address: "192.0.2.7", port }]);
  await watched.until(() => watched.instances.size === 0, "an address that is not this machine's");
});

Deno.test("createOpencodeServers() stays with a process while one that it has forked still has its sockets", async () => {
  await using server = simulatedServer({ sessions: SESSIONS });
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  const { port } = server;
  const both = (pid: number) => ["127.0.0.1", "::1"].map((address) => ({ pid, address, port }));
  listeners.set(both(11));
  await watched.until(() => isPictured(watched, server), "the server");
  for (const forked of [[...both(11), ...both(99)], [...both(5), ...both(11)]]) listeners.set(forked);
  // When this one is known, all before it have been looked at.
  await using last = simulatedServer({ sessions: SESSIONS });
  listeners.set([...both(11), { pid: 12, address: "127.0.0.1", port: last.port }]);
  await watched.until(() => isPictured(watched, last), "the last of them");
  assertEquals(
    watched.reports.filter(({ type }) => type !== "happened").map(({ type, key }) => `${type} ${key}`),
    [
      `found ${port}:11`,
      `found ${last.port}:12`,
    ],
  );
});

Deno.test("createOpencodeServers() follows a server on IPv6 alone", async () => {
  await using server = simulatedServer({ sessions: SESSIONS, hostname: "::1" });
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  listeners.set([{ pid: 11, address: "::1", port: server.port }]);
  await watched.until(() => isPictured(watched, server), "the server");
});

Deno.test("createOpencodeServers() takes a process that listens on both for one, and two processes for two", async () => {
  await using on4 = simulatedServer({ sessions: SESSIONS });
  const { port } = on4;
  await using on6 = simulatedServer({ sessions: SESSIONS, hostname: "::1", port });
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  const both = (pid: number) => [{ pid, address: "::1", port }, { pid: 11, address: "127.0.0.1", port }];
  listeners.set(both(11));
  await watched.until(() => isPictured(watched, on4), "the server");
  assertEquals(on6.requests, []);
  listeners.set(both(12));
  await watched.until(() => watched.instances.size === 2, "both");
  assertEquals([...watched.instances.keys()].sort(), [`${port}:11`, `${port}:12`]);
});

Deno.test("createOpencodeServers() finds a server that comes back at once after it has hung up", async () => {
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  let port = 0;
  {
    await using server = simulatedServer();
    port = server.port;
    listeners.set([{ pid: 11, address: "127.0.0.1", port }]);
    await watched.until(() => isPictured(watched, server), "the server");
  }
  await watched.until(() => watched.instances.size === 0, "its end");
  await using server = simulatedServer({ port });
  listeners.set([{ pid: 11, address: "127.0.0.1", port }]);
  await watched.until(() => isPictured(watched, server), "the server again");
});

Deno.test("createOpencodeServers() has the first full state of 5 instances soon, though others hang and flood", async () => {
  await using servers = new AsyncDisposableStack();
  const all = Array.from({ length: 5 }, () => servers.use(simulatedServer({ sessions: SESSIONS })));
  for (const server of all) server.statuses = { ses_1: { type: "busy" }, ses_2: { type: "busy" } };
  const hanging = servers.use(simulatedServer());
  hanging.instead = () => hanging.hang();
  const halfHanging = servers.use(simulatedServer());
  halfHanging.instead = (_, { pathname }) => pathname === "/global/health" ? null : halfHanging.hang();
  const flooding = servers.use(simulatedServer());
  const begin = performance.now();
  const ports = [hanging, halfHanging, flooding, ...all].map(({ port }) => port);
  await using watched = watching({ ports });
  await watched.until(() => all.every((server) => isPictured(watched, server)), "the first full states");
  assertLess(performance.now() - begin, 1_000);

  await watched.until(() => isPictured(watched, flooding), "the flooding one");
  const delta = `data: ${deltaOf("ses_1")}\n\n`.repeat(500);
  const pouring = new AbortController();
  const poured = (async () => {
    while (!pouring.signal.aborted) {
      flooding.write(delta);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const latencies: number[] = [];
  for (let round = 0; round < 20; round++) {
    const server = all[round % all.length];
    if (server === undefined) continue;
    const id = `per_${round}`;
    const sentAt = performance.now();
    server.emit("permission.asked", {
      id,
      sessionID: "ses_1",
      permission: "bash",
      patterns: [],
      metadata: {},
    });
    await watched.until(() => watched.at(server.port).permissions[id] !== undefined, "an event");
    latencies.push(performance.now() - sentAt);
  }
  pouring.abort();
  await poured;
  const worst = Math.max(...latencies);
  assertLess(worst, 500, `${worst} ms`);
  await watched.until(
    () => [...watched.instances.values()].filter(({ reach }) => reach.kind === "not-answering").length === 2,
    "the hanging ones to be told",
  );
});

Deno.test("createOpencodeServers() keeps nothing of instances that come and go", async () => {
  const listeners = changingListeners();
  await using watched = watching({ listeners: listeners.source, host: listeners.host });
  const openFiles = () => [...Deno.readDirSync("/proc/self/fd")].length;
  let before = 0;
  for (let round = 0; round < 60; round++) {
    await using server = simulatedServer({ sessions: SESSIONS });
    listeners.set([{ pid: 100 + round, address: "127.0.0.1", port: server.port }]);
    await watched.until(() => isPictured(watched, server), "the server");
    listeners.set([]);
    await watched.until(() => watched.instances.size === 0, "its end");
    if (round === 5) before = openFiles();
  }
  await until(() => openFiles() <= before + 2, "files to be closed");
});

Deno.test("answer() tells what became of it", async () => {
  await using server = simulatedServer();
  await using watched = watching({ ports: [server.port] });
  await watched.until(() => isPictured(watched, server), "the server");
  const { key } = watched.at(server.port);
  const bodies: unknown[] = [];
  let answer = () => Response.json(true);
  server.instead = (request) =>
    request.method === "POST" ? request.json().then((body) => (bodies.push(body), answer())) : null;
  const { opencode } = watched;
  const permission = { kind: "permission", id: "per_1", directory: "/h/a b", reply: "always" } as const;
  const question = { kind: "question", id: "que/1", directory: "", answers: [["Blue"], []] } as const;
  const rejected = { kind: "reject-question", id: "que_2", directory: "" } as const;
  for (const reply of [permission, question, rejected]) {
    assertEquals(await opencode.answer(key, reply), { kind: "done" });
  }
  assertEquals(server.requests.filter((request) => request.startsWith("POST")), [
    "POST /permission/per_1/reply?directory=%2Fh%2Fa+b",
    "POST /question/que%2F1/reply",
    "POST /question/que_2/reject",
  ]);
  assertEquals(bodies, [{ reply: "always" }, { answers: [["Blue"], []] }, {}]);
  const html = { "content-type": "text/html" };
  const cases = [
    [Response.json({}, { status: 404 }), { kind: "already-answered" }],
    [Response.json({}, { status: 400 }), { kind: "failed", why: "refused" }],
    [new Response("<html>", { headers: html }), { kind: "failed", why: "refused" }],
    [new Response(null, { status: 401 }), { kind: "failed", why: "locked" }],
  ] as const;
  for (const [response, replied] of cases) {
    answer = () => response;
    assertEquals(await opencode.answer(key, rejected), replied);
  }
  assertEquals(await opencode.answer("1:1", rejected), { kind: "failed", why: "gone" });
});

Deno.test("createOpencodeServers() reports that the system does not tell who listens, for it to be asked again", async () => {
  const list = () => {
    throw new Error("Cannot read the table of sockets: denied");
  };
  const opencode = watching({
    listeners: { kind: "sockets", everyMs: 20 },
    host: { sockets: { list, programOf: () => null } },
  });
  await opencode.until(() => false, "the reason").then(
    () => assert(false),
    (error) => assertEquals(error.message, "Cannot read the table of sockets: denied"),
  );
});

function deltaOf(sessionID: string): string {
  const properties = { sessionID, messageID: "msg_1", partID: "prt_1", field: "text", delta: "words " };
  return JSON.stringify({
    directory: "/h/app",
    project: "p",
    payload: { id: "evt_1", type: "message.part.delta", properties },
  });
}
