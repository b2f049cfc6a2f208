/** Follows one server that sends too much. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { until } from "../../e2e/desktop.ts";
import { simulatedServer } from "./simulated_server.ts";
import { following, untilPictured, untilWithTime } from "./following.ts";

Deno.test("followServer() makes good by one full state what was too much, in directories too that nobody asks about", async () => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: { type: "busy" } };
  await using it = following(server.port);
  await untilPictured(it);
  for (let index = 0; index < 400; index++) {
    server.emit("session.status", { sessionID: `fake_${index}`, status: { type: "busy" } }, `/h/${index}`);
  }
  await until(() => it.instance.leftOut.size > 0, "more than is kept");
  await untilWithTime(it, () => {
    const { sessions, leftOut } = it.instance;
    return Object.keys(sessions).join() === "ses_1" && leftOut.size === 0;
  }, "everything as before");
  assertEquals(it.instance.sessions.ses_1?.status.kind, "busy");
  assert(it.events.some(({ type }) => type === "known-only"));
  const names = server.requests.filter((request) => /^GET \/session\/fake_\d+$/.test(request));
  assertLess(names.length, 10, "nobody asks for names that are made up");
});
