/** What is asked of a server besides what its stream tells: its other directories, and everything once a minute. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { opencodeProgram } from "../../../../src/core/agents/opencode/opencode_program.ts";
import { until } from "../../../e2e/desktop.ts";
import { simulatedServer } from "../simulated_server.ts";
import {
  type Following,
  following,
  fullStates,
  minutes,
  permission,
  START,
  untilPictured,
} from "../following.ts";

const hour = 3_600_000;
const busy = { type: "busy" };

/** What each directory but the server's own answers. */
interface Place {
  readonly statuses?: Record<string, unknown>;
  readonly permissions?: readonly unknown[];
}

function answering(places: Record<string, Place>) {
  return (_: Request, { pathname, searchParams }: URL): Response | null => {
    const place = places[searchParams.get("directory") ?? ""];
    if (place === undefined) return null;
    if (pathname === "/session/status") return Response.json(place.statuses ?? {});
    if (pathname === "/permission") return Response.json(place.permissions ?? []);
    return pathname === "/question" ? Response.json([]) : null;
  };
}

const named = (
  requests: readonly string[],
) => [
  ...new Set(
    requests.flatMap((request) => new URLSearchParams(request.split("?")[1]).get("directory") ?? []),
  ),
];

function status(it: Following, id: string): string | null {
  return opencodeProgram(it.instance, Date.now()).sessions.get(id)?.status.kind ?? null;
}

Deno.test("followServer() asks about directories that the list names and that were touched lately, and no others", async () => {
  await using server = simulatedServer({
    sessions: [
      { id: "ses_own" },
      { id: "ses_1", directory: "/h/sub", updated: START - hour },
      { id: "ses_2", directory: "/h/quiet", updated: START - 30 * hour },
      { id: "ses_3", directory: "/h/old", updated: START - 100 * hour },
    ],
  });
  server.instead = answering({ "/h/sub": { statuses: { ses_1: busy }, permissions: [permission("per_1")] } });
  await using it = following(server.port);
  await until(
    () => status(it, "ses_2") === "idle" && it.instance.permissions.per_1 !== undefined,
    "all of it",
  );
  assertEquals(it.instance.permissions.per_1?.directory, "/h/sub");
  assertEquals(["ses_own", "ses_1", "ses_2", "ses_3"].map((id) => status(it, id)), [
    "idle",
    "busy",
    "idle",
    "unknown",
  ]);
  assertEquals(named(server.requests).toSorted(), ["/h/quiet", "/h/sub"]);
});

Deno.test("followServer() calls nothing idle of which it was not told, also while a directory is slow to start up", async () => {
  await using server = simulatedServer({
    sessions: [{ id: "ses_1", directory: "/h/sub", updated: START - 1 }],
  });
  server.instead = (_, { searchParams }) => searchParams.has("directory") ? server.hang() : null;
  await using it = following(server.port);
  await untilPictured(it);
  await until(() => named(server.requests).length > 0, "the question");
  assertEquals(status(it, "ses_1"), "unknown");
  await it.fake.advance(6_000);
  await untilPictured(it, 2);
  // One request that hangs does not mean that the server does.
  assertEquals([it.instance.reach.kind, status(it, "ses_1"), server.streams()], ["connected", "unknown", 1]);
  server.instead = answering({ "/h/sub": { statuses: { ses_1: busy } } });
  await it.fake.advance(5_000);
  await until(() => status(it, "ses_1") === "busy", "the second try");
});

Deno.test("followServer() has nobody wait for what an earlier run of a session had asked", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: busy };
  const asked = (id: string, messageID: string) => ({
    ...permission(id),
    tool: { messageID, callID: "call_1" },
  });
  server.permissions = [asked("per_old", "msg_1"), asked("per_new", "msg_2"), permission("per_says_not")];
  server.questions = [{ id: "que_old", sessionID: "ses_1", questions: [], tool: asked("", "msg_1").tool }];
  server.messages = { ses_1: [{ info: { id: "msg_1" }, parts: [] }, { info: { id: "msg_2" }, parts: [] }] };
  await using it = following(server.port);
  await untilPictured(it);
  assertEquals([Object.keys(it.instance.permissions).toSorted(), it.instance.questions], [
    ["per_new", "per_says_not"],
    {},
  ]);
});

Deno.test("followServer() calls nothing idle before it knows of which directory it was told", async () => {
  await using server = simulatedServer({
    sessions: [{ id: "ses_1", directory: "/h/sub", updated: START - 1 }],
  });
  const sub = answering({ "/h/sub": { statuses: { ses_1: busy } } });
  server.instead = (request, url) => url.pathname === "/path" ? server.hang() : sub(request, url);
  await using it = following(server.port);
  await until(() => server.requests.includes("GET /question"), "the questions");
  await it.fake.advance(5_100);
  await untilPictured(it);
  assertEquals([it.instance.reach.kind, it.instance.answeredFor], ["connected", []]);
  server.instead = sub;
  await it.fake.advance(5_000);
  await until(() => status(it, "ses_1") === "busy", "the session");
  assertEquals(it.instance.answeredFor, ["/h/app", "/h/sub"]);
});

Deno.test("followServer() does not wake up a directory that has ended, though a list names it", async () => {
  await using server = simulatedServer({
    sessions: [{ id: "ses_1", directory: "/h/sub", updated: START - 1 }],
  });
  server.instead = answering({ "/h/sub": { statuses: { ses_1: busy } } });
  await using it = following(server.port);
  await until(() => status(it, "ses_1") === "busy", "the session");
  server.emit("server.instance.disposed", { directory: "/h/sub" }, "/h/sub");
  await until(() => status(it, "ses_1") === "idle", "the end");
  const asked = server.requests.length;
  server.cut();
  await untilPictured(it, 3);
  await it.fake.settle();
  assertEquals(named(server.requests.slice(asked)), []);
});

Deno.test("followServer() fetches everything once a minute while anything is active, and not after", async () => {
  await using server = simulatedServer({
    sessions: [{ id: "ses_1" }, { id: "ses_2", directory: "/h/sub", updated: START - 1 }],
  });
  server.statuses = { ses_1: busy };
  const place: { statuses: Record<string, unknown>; permissions: unknown[] } = {
    statuses: {},
    permissions: [],
  };
  server.instead = answering({ "/h/sub": place });
  await using it = following(server.port);
  await untilPictured(it, 2);
  const beat = () => server.emit("todo.updated", { sessionID: "ses_1", todos: [] });
  // Lost: the end of the one, a permission of the other.
  server.statuses = {};
  place.statuses = { ses_2: busy };
  place.permissions = [{ ...permission("per_1"), sessionID: "ses_2" }];
  await minutes(it, 0.5, beat);
  assertEquals([fullStates(it), status(it, "ses_1")], [2, "busy"]);
  await minutes(it, 0.7, beat);
  await until(() => status(it, "ses_1") === "idle", "the end");
  await until(() => it.instance.permissions.per_1 !== undefined, "the permission");
  // Lost: that it was answered, and the end.
  place.statuses = {};
  place.permissions = [];
  await minutes(it, 1.2, beat);
  await until(() => status(it, "ses_2") === "idle", "the end of the other");
  assertEquals(it.instance.permissions, {});
  await minutes(it, 0.2, beat);
  const asked = server.requests.length;
  await minutes(it, 2, beat);
  assertEquals(server.requests.slice(asked), []);
});
