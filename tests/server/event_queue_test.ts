/** Events that wait for a reader that does not read. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { NumberedEvent } from "../../src/server/event_log.ts";
import { createEventQueue } from "../../src/server/event_queue.ts";
import type { EventType } from "../../src/server/stream_events.ts";

function numbered(number: number, type: EventType): NumberedEvent {
  return { number, id: `${number}`, type, isWhole: type === "tray-update" || type === "opencode", data: "" };
}

function queued(first: readonly NumberedEvent[] = [numbered(1, "snapshot")]) {
  let wakes = 0;
  const queue = createEventQueue({
    first,
    snapshotAs: (number) => numbered(number, "snapshot"),
    wake: () => void wakes++,
  });
  const drain = () => {
    const all: string[] = [];
    for (let at = queue.nextNumber(), one = queue.next(); one !== undefined;) {
      assertEquals(one.number, at);
      all.push(`${one.number} ${one.type}`);
      at = queue.nextNumber();
      one = queue.next();
    }
    assertEquals(queue.nextNumber(), Infinity);
    return all;
  };
  let last = 1;
  const tell = (type: EventType) => queue.add(numbered(++last, type));
  return { drain, tell, wakes: () => wakes };
}

Deno.test("createEventQueue() gives what comes first, then each event in its order, and wakes for each", () => {
  const { drain, tell, wakes } = queued();
  tell("alert");
  tell("opencode");
  assertEquals(drain(), ["1 snapshot", "2 alert", "3 opencode"]);
  assertEquals([wakes(), drain()], [2, []]);
});

Deno.test("createEventQueue() keeps of what says all of it only the last", () => {
  const { drain, tell } = queued();
  for (let count = 0; count < 10_000; count++) tell("tray-update");
  tell("alert");
  assertEquals(drain(), ["1 snapshot", "10001 tray-update", "10002 alert"]);
});

Deno.test("createEventQueue() drops all where too much waits, and gives a snapshot in the place of the first of them", () => {
  const { drain, tell } = queued();
  assertEquals(drain(), ["1 snapshot"]);
  for (let count = 0; count < 10_000; count++) tell("alert");
  assertEquals(drain(), ["2 snapshot"]);
  tell("alert");
  assertEquals(drain(), ["10002 alert"]);
});

Deno.test("createEventQueue() drops nothing of what a reader has missed", () => {
  const missed = Array.from({ length: 1_000 }, (_, number) => numbered(number - 1_000, "alert"));
  const { drain, tell } = queued(missed);
  for (let count = 0; count < 10_000; count++) tell("alert");
  assertEquals(drain(), [...missed.map(({ number }) => `${number} alert`), "2 snapshot"]);
});
