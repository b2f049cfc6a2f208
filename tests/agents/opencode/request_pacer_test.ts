/** No more than a given number of requests run at a time, however they end. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { createRequestPacer } from "../../../src/agents/opencode/request_pacer.ts";
import { fakeHost } from "../../support/fake_host.ts";

Deno.test("run() lets 24 begin at a time, in their order, and the next when one is done", async () => {
  const fake = fakeHost(0);
  const pacer = createRequestPacer(fake.host);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = Array.from({ length: 40 }, (_, index) =>
    pacer.run(() => {
      begun.push(index);
      return new Promise<void>((resolve) => ends.push(resolve));
    }));
  await fake.settle();
  assertEquals(begun.length, 24);
  ends[3]?.();
  await fake.settle();
  assertEquals(begun.length, 25);
  for (let done = 0; done < 40; done++) {
    ends[done]?.();
    await fake.settle();
  }
  await Promise.all(all);
  assertEquals(begun, Array.from({ length: 40 }, (_, index) => index));
  assertEquals(fake.sleeping(), 0);
});

Deno.test("run() is held up by what hangs for 50 ms only, and gives each place back once", async () => {
  const fake = fakeHost(0);
  const pacer = createRequestPacer(fake.host);
  const ends: (() => void)[] = [];
  const hang = () => new Promise<void>((resolve) => ends.push(resolve));
  const hanging = Array.from({ length: 24 }, () => pacer.run(hang));
  let begun = 0;
  const next = Array.from({ length: 30 }, () => pacer.run(() => (begun++, hang())));
  await fake.advance(49);
  assertEquals(begun, 0);
  await fake.advance(1);
  assertEquals(begun, 24);
  // These have given back their places already.
  for (const end of ends.slice(0, 24)) end();
  await fake.settle();
  assertEquals(begun, 24);
  await fake.advance(50);
  assertEquals(begun, 30);
  for (const end of ends) end();
  await Promise.all([...hanging, ...next]);
});

Deno.test("run() gives the place back of what throws, and passes the reason on", async () => {
  const fake = fakeHost(0);
  const pacer = createRequestPacer(fake.host);
  for (let round = 0; round < 40; round++) {
    await assertRejects(() => pacer.run(() => Promise.reject(new Error("broken"))), Error, "broken");
    await fake.settle();
  }
  assertEquals(await pacer.run(() => Promise.resolve(7)), 7);
});
