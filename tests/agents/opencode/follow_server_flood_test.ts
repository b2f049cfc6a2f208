/** One server followed that sends too much. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { createBudget } from "../../../src/agents/opencode/stream/reading_time.ts";
import { createMend } from "../../../src/agents/opencode/stream/overload_recovery.ts";
import { until } from "../../e2e/desktop.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { simulatedServer } from "./simulated_server.ts";
import { following, untilPictured, untilWithTime } from "./following.ts";

Deno.test("createMend() looks again when it has become calm, and every few seconds while it does not", async () => {
  const fake = fakeHost(0);
  const account = createBudget(fake.host).account();
  const stop = new AbortController();
  let looks = 0;
  const mend = createMend(fake.host, { account, again: () => void looks++, signal: stop.signal });
  for (let count = 0; count < 299; count++) mend.told(false);
  await fake.advance(10_000);
  assertEquals(looks, 0, "a few messages are nothing");
  for (let count = 0; count < 300; count++) mend.told(false);
  await fake.advance(1_000);
  assertEquals(looks, 0, "it is not calm yet");
  await fake.advance(1_000);
  assertEquals(looks, 1);
  mend.told(true);
  await fake.advance(2_000);
  assertEquals(looks, 2, "what is beyond what is kept is looked at, however few messages there are");
  // Lost without end.
  for (let second = 0; second < 12; second++) {
    mend.lost();
    await fake.advance(1_000);
  }
  assertEquals(looks, 4);
  await fake.advance(60_000);
  assertEquals(looks, 5);
  mend.lost();
  stop.abort();
  await mend.ended();
  assertEquals([looks, fake.sleeping()], [5, 0]);
});

Deno.test("followServer() makes good by one picture what was too much, in directories too that nobody asks about", async () => {
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
