/** Follows one server whose answers and streams make no sense. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { until } from "../../e2e/desktop.ts";
import { simulatedServer } from "./simulated_server.ts";
import { collectWarnings } from "./warnings.ts";
import { following, permission, START, untilPictured, untilWithTime } from "./following.ts";
import { anyText } from "../../support/any_text.ts";

Deno.test("followServer() survives malformed answers and streams, with one warning each, and others go on", async () => {
  await using warnings = await collectWarnings();
  await using good = simulatedServer({ sessions: [{ id: "ses_1" }] });
  await using other = following(good.port);
  await untilPictured(other);
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  await using it = following(server.port);
  await untilPictured(it);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(garbage(), async (bytes) => {
      server.write(bytes);
      // It ends whatever went before, and what comes then is understood.
      server.write("\n\n");
      const id = `per_${++count}`;
      server.emit("permission.asked", permission(id));
      await until(() => it.instance.permissions[id] !== undefined, "an event after the garbage");
      good.emit("permission.asked", permission(id));
      await until(() => other.instance.permissions[id] !== undefined, "an event of the other");
      // No more than this many are kept.
      for (const one of [server, good]) one.emit("permission.replied", { sessionID: "ses_1", requestID: id });
    }),
    { numRuns: 200, seed: 4 },
  );
  assertEquals(server.streams(), 1, "the stream was given up");
  assertEquals(new Set(warnings.texts).size, warnings.texts.length, "a warning was given twice");
  assertLess(warnings.texts.length, 20);
  assert(
    warnings.texts.every((text) => text.includes(`127.0.0.1:${server.port}`)),
    warnings.texts.join("\n"),
  );
  assert(warnings.texts.length > 0, "nothing was found wrong");
});

Deno.test("followServer() survives malformed answers", async () => {
  const bodies = [
    "",
    "{",
    "<html>",
    "null",
    "[1]",
    '[{"id":1}]',
    '{"ses_1":{"type":"no"}}',
    "\u0000",
    '"x"',
    "x".repeat(9 << 20),
  ];
  for (const body of bodies) {
    await using warnings = await collectWarnings();
    await using server = simulatedServer();
    const headers = { "content-type": "application/json" };
    server.instead = (_, { pathname }) =>
      pathname === "/global/event" ? null : new Response(body, { headers });
    await using it = following(server.port);
    await untilPictured(it);
    assertEquals(new Set(warnings.texts).size, warnings.texts.length);
    assert(warnings.texts.length > 0, `nothing was found wrong with ${body.slice(0, 30)}`);
    server.instead = () => null;
    server.sessions = [{ id: "ses_1" }];
    await untilWithTime(it, () => it.instance.sessions.ses_1 !== undefined, "the next full state");
  }
});

Deno.test("followServer() takes what is good of lists with odd entries, and says once that there are some", async () => {
  await using warnings = await collectWarnings();
  await using server = simulatedServer({
    sessions: ["ses_1", "ses_2", "ses_3", "ses_4"].map((id) => ({ id })),
  });
  const time = { created: START, updated: START };
  const sessions = [null, { id: "no_time" }, { id: "ses_1", title: "One", directory: "/h/app", time }, {
    id: "__proto__",
    time,
  }];
  server.instead = (_, { pathname }) => pathname === "/session" ? Response.json(sessions) : null;
  server.statuses = { ses_1: { type: "busy" }, ses_2: { type: "image_processing" }, constructor: null };
  server.permissions = [{ id: "per_1" }, permission("per_2"), 7];
  server.questions = [null, { id: "que_1", sessionID: "ses_1", questions: [] }];
  server.todos = { ses_1: [null, { content: "First", status: "pending" }] };
  const tool = {
    id: "prt_1",
    sessionID: "ses_1",
    type: "tool",
    tool: "bash",
    state: { status: "running", input: {} },
  };
  server.messages = { ses_1: [null, { info: {}, parts: [null, { type: "tool" }, tool] }] };
  await using it = following(server.port);
  await untilPictured(it);
  const { instance } = it;
  assertEquals([instance.reach.kind, instance.fullStateAt], ["connected", START]);
  const kinds = Object.values(instance.sessions).map(({ info, status }) => [info.id, status.kind]);
  assertEquals(kinds, [["ses_1", "busy"], ["ses_2", "busy"]]);
  assertEquals([Object.keys(instance.permissions), Object.keys(instance.questions)], [["per_2"], ["que_1"]]);
  assertEquals([instance.sessions.ses_1?.todos.pending, Object.keys(instance.sessions.ses_1?.tools ?? {})], [
    1,
    ["prt_1"],
  ]);
  server.emit("session.status", { sessionID: "ses_3", status: { type: "image_processing" } });
  server.emit("session.status", { sessionID: "ses_4", status: { type: "image_processing" } });
  await until(() => it.instance.sessions.ses_4 !== undefined, "a status of an unknown kind");
  const lists = [
    "session list",
    "session status",
    "permission list",
    "question list",
    "todo list",
    "message list",
  ];
  assertEquals(
    warnings.texts.toSorted(),
    [...lists.map((list) => `the ${list}`), "a message session.status"]
      .map((what) => `OpenCode at 127.0.0.1:${server.port}: something in ${what} is not understood`)
      .toSorted(),
  );
});

/** Bytes of a stream as no server should send them: 200 of these and more. */
function garbage(): fc.Arbitrary<Uint8Array> {
  const text = (value: string) => new TextEncoder().encode(value);
  const event = JSON.stringify({
    directory: "/h/app",
    payload: {
      id: "evt_1",
      type: "session.status",
      properties: { sessionID: "ses_1", status: { type: "busy" } },
    },
  });
  const oddTypes = [
    "session.status",
    "permission.asked",
    "todo.updated",
    "message.part.updated",
    "session.updated",
  ];
  return fc.oneof(
    fc.uint8Array({ maxLength: 3_000 }),
    fc.nat({ max: event.length }).map((at) => text(`data: ${event.slice(0, at)}\n\n`)),
    fc.json().map((json) => text(`data: ${json}\n\n`)),
    fc.record({ type: fc.constantFrom(...oddTypes), properties: fc.jsonValue() })
      .map((payload) => text(`data: ${JSON.stringify({ directory: 7, payload })}\n\n`)),
    fc.string().map((page) => text(`<!doctype html><title>${page}</title>\n\n`)),
    anyText().map((odd) => text(`data: ${odd}\u0000\u0007\u202e\n\n`)),
    // A character of several bytes, cut.
    fc.nat({ max: 3 }).map((at) => text('data: {"x":"🙂"}').slice(0, 12 + at)),
    fc.constant(text(`data: ${"y".repeat(10 << 20)}\n\n`)),
    fc.constant(text(`data: {"payload":{"type":"session.status","properties":"${"z".repeat(10 << 20)}`)),
  );
}
