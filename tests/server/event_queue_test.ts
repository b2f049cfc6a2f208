/** Events that wait for a reader that does not read. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createEventQueue } from "../../src/server/event_queue.ts";

interface Event {
  readonly type: string;
  readonly data: unknown;
}

const event = (type: string, data: unknown): Event => ({ type, data });

function queued() {
  const listeners = new Set<(event: Event) => void>();
  let wakes = 0, begun = 0;
  const queue = createEventQueue<Event>((listener) => {
    listeners.add(listener);
    listener(event("snapshot", ++begun));
    return () => listeners.delete(listener);
  }, () => void wakes++);
  const drain = () => {
    const all: unknown[] = [];
    for (let one = queue.next(); one !== undefined; one = queue.next()) all.push([one.type, one.data]);
    return all;
  };
  const tell = (type: string, data: unknown) => {
    for (const listener of [...listeners]) listener(event(type, data));
  };
  return { queue, drain, tell, wakes: () => wakes, listeners };
}

Deno.test("createEventQueue() gives each event in its order, and wakes for each", () => {
  const { drain, tell, wakes } = queued();
  tell("alert", 1);
  tell("opencode", 2);
  assertEquals(drain(), [["snapshot", 1], ["alert", 1], ["opencode", 2]]);
  assertEquals([wakes(), drain()], [3, []]);
});

Deno.test("createEventQueue() keeps of what says all of it only the last", () => {
  const { drain, tell } = queued();
  for (let count = 0; count < 10_000; count++) tell("tray-update", count);
  tell("alert", "x");
  assertEquals(drain(), [["snapshot", 1], ["tray-update", 9_999], ["alert", "x"]]);
});

Deno.test("createEventQueue() begins anew with what stands then, where too much waits", () => {
  const { queue, drain, tell, listeners } = queued();
  for (let count = 0; count < 10_000; count++) tell("alert", count);
  assertEquals(drain(), [["snapshot", 2]]);
  tell("alert", "after");
  assertEquals(drain(), [["alert", "after"]]);
  assertEquals(listeners.size, 1);
  queue.end();
  assertEquals(listeners.size, 0);
});
