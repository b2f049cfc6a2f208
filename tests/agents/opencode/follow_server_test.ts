/** Follows one simulated server over real HTTP, whatever it does, with a clock that the test drives. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { until } from "../../e2e/desktop.ts";
import { simulatedServer } from "./simulated_server.ts";
import { following, fullStates, permission, START, untilPictured, untilWithTime } from "./following.ts";

const STATE_PATHS = ["GET /session/status", "GET /session", "GET /permission", "GET /question"];

const bash = { type: "tool", tool: "bash", callID: "c", messageID: "m" };
Deno.test("followServer() asks once, in parallel, and from then on goes by the events", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }, { id: "ses_2", updated: START - 1 }] });
  server.statuses = { ses_1: { type: "busy" } };
  server.todos = { ses_1: [{ content: "One", status: "in_progress" }] };
  const state = { status: "running", input: { command: "make" }, time: { start: START } };
  server.messages = { ses_1: [{ info: {}, parts: [{ ...bash, id: "prt_1", sessionID: "ses_1", state }] }] };
  await using it = following(server.port);
  await untilPictured(it);
  assertEquals(it.instance.reach.kind, "connected");
  assertEquals(it.instance.directory, "/h/app");
  const busy = it.instance.sessions.ses_1;
  assertEquals(busy?.status.kind, "busy");
  assertEquals(busy?.todos.current, "One");
  assertEquals(Object.values(busy?.tools ?? {}).map(({ arg }) => arg), ["make"]);
  assertEquals(it.instance.sessions.ses_2?.status.kind, "idle");

  const asked = [...server.requests];
  server.emit("session.status", { sessionID: "ses_2", status: { type: "busy" } });
  server.emit("permission.asked", permission("per_1"));
  await until(() => it.instance.permissions.per_1 !== undefined, "the permission");
  assertEquals(it.instance.sessions.ses_2?.status.kind, "busy");
  server.emit("permission.replied", { sessionID: "ses_1", requestID: "per_1", reply: "once" });
  server.emit("session.idle", { sessionID: "ses_1" });
  await until(() => it.instance.sessions.ses_1?.status.kind === "idle", "the end of the work");
  assertEquals(it.instance.permissions, {});
  await it.fake.advance(9_000);
  assertEquals(server.requests, asked, "it is asked again without need");
});

Deno.test("followServer() loses nothing that happens while it asks", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.instead = (_, { pathname }) =>
    pathname === "/session/status" ? promise.then(() => Response.json({})) : null;
  await using it = following(server.port);
  await until(() => server.requests.includes("GET /session/status"), "the question");
  server.emit("session.status", { sessionID: "ses_1", status: { type: "busy" } });
  server.emit("permission.asked", permission("per_1"));
  await until(() => it.instance.permissions.per_1 !== undefined, "the permission");
  resolve();
  await untilPictured(it);
  assertEquals(it.instance.sessions.ses_1?.status.kind, "busy");
  assertEquals(Object.keys(it.instance.permissions), ["per_1"]);
});

Deno.test("followServer() names no directory but those that the server has named and still has", async () => {
  await using server = simulatedServer();
  await using it = following(server.port);
  await untilPictured(it);
  const inOther = (id: string) =>
    server.emit("session.status", { sessionID: id, status: { type: "busy" } }, "/h/other");
  inOther("ses_8");
  await untilPictured(it, 2);
  inOther("ses_9");
  server.emit("session.status", { sessionID: "ses_7", status: { type: "busy" } }, "global");
  server.emit("session.status", { sessionID: "ses_1", status: { type: "busy" } });
  server.emit("server.instance.disposed", { directory: "/h/other" }, "/h/other");
  server.emit("session.idle", { sessionID: "ses_1" });
  await until(() => it.instance.sessions.ses_1?.status.kind === "idle", "the last event");
  const named = () => server.requests.filter((request) => request.includes("directory="));
  assertEquals(named(), STATE_PATHS.map((path) => `${path}?directory=%2Fh%2Fother`));
  server.cut();
  await untilWithTime(it, () => fullStates(it) >= 3, "the full state after a reconnect");
  assertEquals(named().length, STATE_PATHS.length, "a directory that is no more was named");
});

Deno.test("followServer() connects again at once when the stream ends, and asks for everything again", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: { type: "busy" } };
  server.permissions = [permission("per_1")];
  await using it = following(server.port);
  await untilPictured(it);
  assertEquals(Object.keys(it.instance.permissions), ["per_1"]);
  server.permissions = [];
  server.statuses = {};
  server.cut();
  // No time passes.
  await untilPictured(it, 2);
  assertEquals(it.instance.permissions, {});
  assertEquals(it.instance.sessions.ses_1?.status.kind, "idle");
  assertEquals(server.streams(), 1);
});

Deno.test("followServer() backs off from a server that goes on hanging up", async () => {
  await using server = simulatedServer();
  server.instead = (_, { pathname }) => pathname === "/global/event" ? hangingUp() : null;
  await using it = following(server.port);
  const streams = () => server.requests.filter((request) => request === "GET /global/event").length;
  await untilWithTime(it, () => streams() >= 8, "the eighth connection");
  const before = streams();
  for (let step = 0; step < 8; step++) {
    await it.fake.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assertLess(streams() - before, 3, "it does not back off");
});

Deno.test("followServer() ends when nobody listens any more", async () => {
  const server = simulatedServer();
  await using it = following(server.port);
  await untilPictured(it);
  await server[Symbol.asyncDispose]();
  await until(() => it.ended, "the end");
});

Deno.test("followServer() asks a silent server how it is, and takes a stream without heartbeat for broken", async () => {
  await using server = simulatedServer();
  await using it = following(server.port);
  await untilPictured(it);
  const heartbeat = () => server.emit("server.heartbeat", {});
  const streams = () => server.requests.filter((request) => request === "GET /global/event").length;
  for (let beat = 0; beat < 6; beat++) {
    await it.fake.advance(10_000);
    heartbeat();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assertEquals([streams(), server.requests.includes("GET /global/health")], [1, false]);
  await it.fake.advance(13_000);
  await until(() => server.requests.includes("GET /global/health"), "the question after its health");
  await it.fake.settle();
  assertEquals([it.instance.reach.kind, streams()], ["connected", 1]);
  await untilWithTime(it, () => fullStates(it) === 2, "the full state after a reconnect");
  assertEquals([streams(), server.streams()], [2, 1]);
});

Deno.test("followServer() tells of a server that stops answering, and that it answers again", async () => {
  await using server = simulatedServer();
  await using it = following(server.port);
  await untilPictured(it);
  server.instead = () => server.hang();
  await untilWithTime(it, () => it.instance.reach.kind === "not-answering", "silence to be told");
  const toldAt = it.fake.host.now();
  // It is out of the state file 5 s after it was asked, which is over.
  assert(toldAt - it.instance.reach.since >= 5_000, "silence is told as if it had only begun");
  assertLess(toldAt - START, 20_000);
  server.emit("server.heartbeat", {});
  await until(() => it.instance.reach.kind === "connected", "a sign of life");
});

Deno.test("followServer() gives up a server that hangs from the start after 5 s, and tries again", async () => {
  await using server = simulatedServer();
  server.instead = (_, { pathname }) => pathname === "/global/event" ? null : server.hang();
  await using it = following(server.port);
  await until(
    () => STATE_PATHS.every((path) => server.requests.includes(path)),
    "all questions at the same time",
  );
  await it.fake.advance(4_900);
  assertEquals(it.instance.reach.kind, "starting");
  await it.fake.advance(200);
  await until(() => it.instance.reach.kind === "not-answering", "the end of the time limit");
  assertEquals(it.instance.fullStateAt, null);
  server.instead = () => null;
  await untilWithTime(it, () => it.instance.reach.kind === "connected", "the full state");
});

Deno.test("followServer() takes what it gets of a server that hangs in part, and asks again", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.instead = (_, { pathname }) => pathname === "/question" ? server.hang() : null;
  await using it = following(server.port);
  await until(() => STATE_PATHS.every((path) => server.requests.includes(path)), "the questions");
  await it.fake.advance(5_000);
  await untilPictured(it);
  assertEquals([it.instance.reach.kind, Object.keys(it.instance.sessions)], ["connected", ["ses_1"]]);
  server.instead = () => null;
  await untilWithTime(it, () => fullStates(it) === 2, "the second full state");
});

Deno.test("followServer() asks an older server every 2 s, and guesses its permissions", async () => {
  for (const older of [() => new Response(null, { status: 404 }), page]) {
    await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
    const missing = ["/global/event", "/permission", "/question", "/path"];
    server.instead = (_, { pathname }) => missing.includes(pathname) ? older() : null;
    await using it = following(server.port);
    await untilPictured(it);
    assertEquals(it.instance.reach.kind, "polled");
    assertEquals(it.instance.guessBefore, { "": Infinity });
    server.statuses = { ses_1: { type: "busy" } };
    await it.fake.advance(1_900);
    assertEquals(fullStates(it), 1);
    await it.fake.advance(200);
    await untilPictured(it, 2);
    assertEquals(it.instance.sessions.ses_1?.status.kind, "busy");
    // A newer one in its place is followed by its stream.
    server.instead = () => null;
    await untilWithTime(it, () => it.instance.reach.kind === "connected", "the stream", 2_000);
  }
});

function page(): Response {
  return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
}

function hangingUp(): Response {
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
