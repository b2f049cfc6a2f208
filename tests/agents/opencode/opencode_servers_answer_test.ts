/** What comes of an answer to a request, over real HTTP. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { simulatedServer } from "./simulated_server.ts";
import { watching } from "./watching.ts";

Deno.test("createOpencodeServers() takes what was answered for asked no more, though nobody says so", async () => {
  const asks = (id: string) => ({
    id,
    sessionID: "ses_1",
    permission: "bash",
    patterns: ["ls"],
    metadata: {},
  });
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: { type: "busy" } };
  server.permissions = [asks("per_1"), asks("per_2"), asks("per_3")];
  server.questions = [{ id: "que_1", sessionID: "ses_1", questions: [] }];
  await using watched = watching({ ports: [server.port] });
  await watched.until(
    () => [...watched.instances.values()].some(({ fullStateAt: picturedAt }) => picturedAt !== null),
    "the server",
  );
  const left = () => {
    const { permissions, questions } = watched.at(server.port);
    return [...Object.keys(permissions), ...Object.keys(questions)];
  };
  const { key, directory } = watched.at(server.port);
  const answer = (id: string, status: number) => {
    server.instead = (request) => request.method === "POST" ? Response.json(true, { status }) : null;
    return id === "que_1"
      ? watched.opencode.answer(key, { kind: "reject-question", id, directory })
      : watched.opencode.answer(key, { kind: "permission", id, directory, reply: "once" });
  };
  await answer("per_1", 200);
  assertEquals(left(), ["per_2", "per_3", "que_1"]);
  await answer("per_2", 404);
  assertEquals(left(), ["per_3", "que_1"]);
  await answer("que_1", 404);
  assertEquals(left(), ["per_3"]);
  await answer("per_3", 400);
  assertEquals(left(), ["per_3"]);
});
