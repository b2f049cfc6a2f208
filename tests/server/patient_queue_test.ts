// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import { createPatientQueue } from "../../src/server/patient_queue.ts";
import { t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

function queued() {
  const { host, advance, settle, sleeping } = fakeHost(t0);
  let wakes = 0, late = 0;
  const queue = createPatientQueue<{ readonly number: number; readonly data: string }>(host, {
    wake: () => void wakes++,
    late: () => void late++,
  });
  let number = 0;
  const add = (data: string) => queue.add({ number: ++number, data });
  const next = () => queue.next()?.data;
  return { queue, add, next, advance, settle, sleeping, wakes: () => wakes, late: () => late };
}

/** Fills the queue up to where whoever brings more has to wait, and gives what they wait for. */
function filled({ add }: Pick<ReturnType<typeof queued>, "add">, data = "x"): Promise<void> {
  for (let count = 0; count < 10_000; count++) {
    const taken = add(data);
    if (taken !== undefined) return taken;
  }
  throw new Error("It is never full");
}

Deno.test("createPatientQueue() gives each event in its order, and wakes for each", () => {
  const { queue, add, next, wakes } = queued();
  assertEquals([add("a"), add("b")], [undefined, undefined]);
  assertEquals(queue.nextNumber(), 1);
  assertEquals([next(), queue.nextNumber(), next(), next(), wakes()], ["a", 2, "b", undefined, 2]);
  assertEquals(queue.nextNumber(), Infinity);
});

Deno.test("createPatientQueue() loses nothing, and lets others wait until half of it was taken", async () => {
  const { queue, add, next, settle } = queued();
  let sent = 0, isWaiting = false;
  const sending = (async () => {
    while (sent < 10_000) {
      const taken = add(`${sent++}`);
      isWaiting = taken !== undefined;
      await taken;
    }
  })();
  const seen: unknown[] = [];
  await settle();
  assert(isWaiting && sent < 100, `${sent} wait`);
  const first = sent;
  for (let count = 0; count < first / 2 - 1; count++) seen.push(next());
  await settle();
  assertEquals(sent, first);
  while (seen.length < 10_000) {
    const event = next();
    if (event === undefined) await settle();
    else seen.push(event);
  }
  await sending;
  assertEquals(seen, Array.from({ length: 10_000 }, (_, number) => `${number}`));
  queue.end();
});

Deno.test("createPatientQueue() counts how long events are: a few long ones fill it", async () => {
  const { queue, add, next, settle } = queued();
  let isTaken = false;
  const taken = add("x".repeat(10_000_000));
  assert(taken !== undefined);
  void taken.then(() => isTaken = true);
  await settle();
  assertEquals(isTaken, false);
  assertEquals(next()?.length, 10_000_000);
  await taken;
  assertEquals(add("y"), undefined);
  queue.end();
});

Deno.test("createPatientQueue() gives up a reader that makes no room for a minute", async () => {
  const stage = queued();
  let isTaken = false;
  const taken = filled(stage).then(() => isTaken = true);
  await stage.advance(59 * second);
  // It takes something, but too little.
  stage.next();
  await stage.advance(0.9 * second);
  assertEquals([isTaken, stage.late()], [false, 0]);
  await stage.advance(0.1 * second);
  await taken;
  assertEquals([stage.late(), stage.next(), stage.add("more")], [1, undefined, undefined]);
  assertEquals([stage.next(), stage.sleeping()], [undefined, 0]);
});

Deno.test("createPatientQueue() begins the minute anew each time that there was room", async () => {
  const stage = queued();
  for (let round = 0; round < 5; round++) {
    const taken = filled(stage);
    await stage.advance(59 * second);
    while (stage.next() !== undefined);
    await taken;
  }
  await stage.advance(600 * second);
  assertEquals([stage.late(), stage.sleeping()], [0, 0]);
});

Deno.test("createPatientQueue() that ends lets nobody wait", async () => {
  const stage = queued();
  const taken = filled(stage);
  stage.queue.end();
  await taken;
  assertEquals([stage.next(), stage.add("x"), stage.late()], [undefined, undefined, 0]);
  await stage.settle();
  assertEquals(stage.sleeping(), 0);
});
