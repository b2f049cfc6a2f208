// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { withinTime } from "../../src/host/time_limit.ts";
import { fakeHost } from "../support/fake_host.ts";

Deno.test("withinTime() gives what the work comes to, and is late for nothing then", async () => {
  const fake = fakeHost(0);
  let lates = 0;
  const late = () => new Error(`late ${++lates}`);
  const limit = { host: fake.host, limitMs: 1_000, late };
  assertEquals(await withinTime(Promise.resolve("done"), limit), "done");
  await assertRejects(() => withinTime(Promise.reject(new Error("failed")), limit), Error, "failed");
  await fake.settle();
  assertEquals([lates, fake.sleeping()], [0, 0]);
});

Deno.test("withinTime() rejects when the time is over, and not a moment before", async () => {
  const fake = fakeHost(0);
  const late = () => new Error("It does not answer");
  const waiting = withinTime(new Promise(() => {}), { host: fake.host, limitMs: 1_000, late });
  let isOver = false;
  const ended = assertRejects(() => waiting, Error, "It does not answer").then(() => isOver = true);
  await fake.advance(999);
  assertEquals(isOver, false);
  await fake.advance(1);
  await ended;
});

Deno.test("withinTime() rejects with the signal's reason, also when it has aborted before", async () => {
  const fake = fakeHost(0);
  const stop = new AbortController();
  const limit = { host: fake.host, limitMs: 1_000, late: () => new Error("late"), signal: stop.signal };
  const waiting = assertRejects(() => withinTime(new Promise(() => {}), limit), Error, "told to stop");
  stop.abort(new Error("told to stop"));
  await waiting;
  await assertRejects(() => withinTime(new Promise(() => {}), limit), Error, "told to stop");
  assertEquals(fake.sleeping(), 0);
});
