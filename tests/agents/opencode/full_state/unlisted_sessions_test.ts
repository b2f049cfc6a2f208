/** Sessions that no list names: the program asks for them one by one, and finds out which of them have gone. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { until } from "../../../e2e/desktop.ts";
import { simulatedServer } from "../simulated_server.ts";
import { following, minutes, permission, untilPictured, untilWithTime } from "../following.ts";

const busy = { type: "busy" };
const question = { id: "que_1", sessionID: "ses_asks", questions: [] };

Deno.test("followServer() asks for the sessions that work or wait and that the list leaves out, each once", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.unlisted = [
    { id: "ses_works", title: "Works", parentID: "ses_1" },
    { id: "ses_asks", title: "Asks" },
    { id: "ses_late", title: "Late" },
  ];
  server.statuses = { ses_1: busy, ses_works: busy, ses_asks: busy };
  server.questions = [question];
  await using it = following(server.port);
  const title = (id: string) => it.instance.sessions[id]?.info.title;
  await until(() => title("ses_works") === "Works" && title("ses_asks") === "Asks", "the titles");
  assertEquals(it.instance.sessions.ses_works?.info.parent, "ses_1");
  assertEquals(it.instance.sessions.ses_works?.status.kind, "busy");

  await it.fake.advance(100);
  server.emit("session.status", { sessionID: "ses_late", status: busy });
  await until(() => title("ses_late") === "Late", "the title of one that begins later");
  await it.fake.advance(100);
  server.emit("permission.asked", { ...permission("per_1"), sessionID: "ses_late" });
  server.emit("session.status", { sessionID: "ses_late", status: { type: "idle" } });
  await until(() => it.instance.sessions.ses_late?.status.kind === "idle", "its end");
  const byId = server.requests.filter((request) => /^GET \/session\/ses_\w+$/.test(request));
  assertEquals(byId.toSorted(), ["ses_asks", "ses_late", "ses_works"].map((id) => `GET /session/${id}`));
});

Deno.test("followServer() has names though the list is too long, or too slow", async () => {
  for (const isSlow of [true, false]) {
    await using server = simulatedServer();
    server.unlisted = [{ id: "ses_1", title: "Works" }];
    server.statuses = { ses_1: busy };
    const long = () => Response.json(Array.from({ length: 9 }, () => "x".repeat(1024 * 1024)));
    server.instead = (_, { pathname }) => pathname !== "/session" ? null : isSlow ? server.hang() : long();
    await using it = following(server.port);
    await untilWithTime(it, () => it.instance.sessions.ses_1?.info.title === "Works", "the title");
    assertEquals(it.instance.reach.kind, "connected");
  }
});

Deno.test("followServer() does not go on asking for a list that it does not get, while all is idle", async () => {
  await using server = simulatedServer();
  server.instead = (_, { pathname }) =>
    pathname === "/session" ? new Response("{", { headers: { "content-type": "application/json" } }) : null;
  await using it = following(server.port);
  const asked = () => server.requests.filter((request) => request === "GET /session").length;
  await untilPictured(it);
  await minutes(it, 2, () => server.emit("todo.updated", { sessionID: "ses_1", todos: [] }));
  assertEquals(asked(), 3);
  assertEquals(it.instance.reach.kind, "connected");
});

Deno.test("followServer() asks again for a name that it did not get, with longer pauses", async () => {
  await using server = simulatedServer();
  server.statuses = { ses_1: busy };
  server.instead = (_, { pathname }) =>
    pathname === "/session/ses_1" ? Response.json({}, { status: 500 }) : null;
  await using it = following(server.port);
  const asked = () => server.requests.filter((request) => request === "GET /session/ses_1").length;
  await until(() => asked() === 1, "the first try");
  await it.fake.advance(5_100);
  await until(() => asked() === 2, "the second");
  await it.fake.advance(10_000);
  assertEquals(asked(), 2);
  server.unlisted = [{ id: "ses_1", title: "Works" }];
  server.instead = () => null;
  await untilWithTime(it, () => it.instance.sessions.ses_1?.info.title === "Works", "the title");
});

Deno.test("followServer() takes a session that is no more for gone, though the server counts it as at work", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  // As the real one does after a session that waits was deleted.
  server.statuses = { ses_1: busy, ses_gone: busy };
  server.permissions = [{ ...permission("per_1"), sessionID: "ses_gone" }];
  await using it = following(server.port);
  await untilPictured(it);
  await until(() => it.instance.sessions.ses_gone === undefined, "the end of it");
  assertEquals([Object.keys(it.instance.sessions), it.instance.permissions], [["ses_1"], {}]);
  server.emit("session.deleted", { info: { id: "ses_1" } });
  await until(() => it.instance.sessions.ses_1 === undefined, "the end of the other");
  // After a reconnect it is not asked again, and stays away.
  server.sessions = [];
  const asked = server.requests.length;
  server.cut();
  await untilPictured(it, 2);
  assertEquals([it.instance.sessions, it.instance.permissions], [{}, {}]);
  assert(!server.requests.slice(asked).some((request) => /ses_\w+$/.test(request)), "it is asked for again");
});

Deno.test("followServer() asks a server that makes sessions up for few of them", async () => {
  await using server = simulatedServer();
  await using it = following(server.port);
  await untilPictured(it);
  for (let count = 0; count < 500; count++) {
    server.emit("session.status", { sessionID: `ses_${count}`, status: busy });
  }
  server.emit("session.updated", { info: { id: "ses_last", title: "", time: { created: 1, updated: 1 } } });
  await until(() => it.instance.sessions.ses_last !== undefined, "the last message");
  await it.fake.settle();
  const asked = () => server.requests.filter((request) => request.includes("/ses_")).length;
  // Two at a time, each followed by a pause.
  assertLessOrEqual(asked(), 2);
  await it.fake.advance(1_000);
  assertLessOrEqual(asked(), 82);
});
