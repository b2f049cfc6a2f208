/** What a reader gets that comes back. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import { createEventLog, type EventReader, type OpenedLog } from "../../src/server/event_log.ts";
import type { ServerEvent } from "../../src/server/stream_events.ts";
import { t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

const time = "2026-07-19T14:00:00+00:00";
type Passed = ServerEvent & { readonly type: "sidecar" };

/** Only its number tells it from others. */
function alert(number: number): ServerEvent {
  return { type: "alert", time, data: { title: `${number}`, body: "", alerts: [] } };
}

function passedOn(number: number, text = ""): Passed {
  return {
    type: "sidecar",
    time,
    data: { name: "bridge", stream: "s", event: "chunk", data: { number, text } },
  };
}

const instances: ServerEvent = { type: "opencode", time, data: { instances: [] } };

function logged(start = "abc") {
  const { host, advance, settle, sleeping } = fakeHost(t0);
  const listeners = new Set<(event: ServerEvent) => void>();
  const passing = new Set<(event: Passed) => Promise<void> | void>();
  const closing = new AbortController();
  let snapshots = 0;
  const log = createEventLog(host, {
    events: {
      snapshot: () => ({ type: "snooze-activated", time, data: { minutes: ++snapshots } }),
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    passedOn(listener) {
      passing.add(listener);
      return () => passing.delete(listener);
    },
  }, { start, closing: closing.signal });
  return {
    log,
    advance,
    settle,
    sleeping,
    closing,
    listening: () => [listeners.size, passing.size],
    tell: (event: ServerEvent) => listeners.forEach((listener) => listener(event)),
    pass: (event: Passed) => [...passing].map((listener) => listener(event)),
  };
}

/** What stands in the events: the number of an alert or of something passed on, else the type. */
function told(events: OpenedLog["first"]): readonly unknown[] {
  return events.map(({ type, data }) => {
    const event: unknown = JSON.parse(data);
    const { data: { title, data: passed, minutes } } = event as {
      data: { title?: string; data?: { number: number }; minutes?: number };
    };
    if (title !== undefined) return Number(title);
    return passed?.number ?? (minutes === undefined ? type : `snapshot ${minutes}`);
  });
}

/** A reader that keeps what it gets. */
function reading(): EventReader & { readonly got: OpenedLog["first"][number][] } {
  const got: OpenedLog["first"][number][] = [];
  return { got, tell: (event) => void got.push(event), pass: (event) => void got.push(event) };
}

Deno.test("createEventLog() gives a snapshot first, and each event an id of its own, in their order", () => {
  const { log, tell, pass } = logged();
  const opened = log.open(undefined), reader = reading();
  opened.follow(reader);
  tell(alert(1));
  pass(passedOn(2));
  tell(alert(3));
  const all = [...opened.first, ...reader.got];
  assertEquals(told(all), ["snapshot 1", 1, 2, 3]);
  assertEquals(all.map(({ id }) => id), ["abc-1", "abc-2", "abc-3", "abc-4"]);
  opened.close();
});

Deno.test("createEventLog() gives a reader that comes back what it has missed, and nothing twice", () => {
  const { log, tell, pass } = logged();
  const opened = log.open(undefined), reader = reading();
  opened.follow(reader);
  tell(alert(1));
  opened.close();
  tell(alert(2));
  pass(passedOn(3));
  tell(instances);
  tell(alert(4));
  tell(instances);
  const again = log.open(reader.got.at(-1)?.id);
  assertEquals(told(again.first), [2, 3, 4, "opencode"]);
  assertEquals(again.first.at(-1)?.number, 7, "of what says all of something the last");
  // It had more than it says: it may have been on its way when the connection broke.
  assertEquals(told(log.open(opened.first[0]?.id).first), [1, 2, 3, 4, "opencode"]);
  assertEquals(told(log.open(again.first.at(-1)?.id).first), []);
});

Deno.test("createEventLog() goes on for a minute after the last reader, then costs nothing, and begins with a snapshot", async () => {
  const { log, tell, advance, listening, sleeping } = logged();
  assertEquals(listening(), [0, 0]);
  const opened = log.open(undefined);
  opened.follow(reading());
  opened.close();
  await advance(59 * second);
  tell(alert(1));
  const again = log.open(opened.first[0]?.id);
  assertEquals([told(again.first), listening()], [[1], [1, 1]]);
  await advance(600 * second);
  tell(alert(2));
  again.close();
  await advance(60 * second);
  assertEquals([listening(), sleeping()], [[0, 0], 0]);
  // Even where nothing has happened: nobody has looked.
  assertEquals(told(log.open("abc-3").first), ["snapshot 2"]);
});

for (
  const id of ["other-1", "abc-99", "abc--1", "abc-0x1", "abc-", "", "nonsense", `abc-${"9".repeat(40)}`]
) {
  Deno.test(`createEventLog() gives a snapshot for an id that it has not given: "${id.slice(0, 20)}"`, () => {
    const { log } = logged();
    log.open(undefined);
    assertMatch(`${told(log.open(id).first)}`, /^snapshot 2$/);
  });
}

Deno.test("createEventLog() gives a snapshot where something was lost: too old, too many, or too long", async () => {
  const stage = logged();
  const open = () => {
    const opened = stage.log.open(undefined);
    return opened.first[0]?.id;
  };
  const first = open();
  stage.tell(alert(1));
  await stage.advance(61 * second);
  // What is too old goes when something comes.
  stage.tell(alert(2));
  assertMatch(`${told(stage.log.open(first).first)}`, /^snapshot/);

  const second_ = open();
  for (let number = 0; number < 2_000; number++) stage.tell(alert(number));
  assertEquals(told(stage.log.open(second_).first).length, 2_000);
  stage.tell(alert(2_000));
  assertMatch(`${told(stage.log.open(second_).first)}`, /^snapshot/);

  const third = open();
  for (let number = 0; number < 10; number++) stage.pass(passedOn(number, "x".repeat(100_000)));
  assertEquals(told(stage.log.open(third).first), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  stage.pass(passedOn(10, "x".repeat(100_000)));
  assertMatch(`${told(stage.log.open(third).first)}`, /^snapshot/);
  // One that is longer than all that may be kept.
  const fourth = open();
  stage.pass(passedOn(11, "x".repeat(2_000_000)));
  assertMatch(`${told(stage.log.open(fourth).first)}`, /^snapshot/);
});

Deno.test("createEventLog() lets whoever brings events wait for the readers that are there, and for no others", async () => {
  const { log, pass, settle } = logged();
  const opened = log.open(undefined);
  const room = Promise.withResolvers<void>();
  opened.follow({ tell: () => {}, pass: () => room.promise });
  let isTaken = false;
  const taken = Promise.all(pass(passedOn(1))).then(() => isTaken = true);
  await settle();
  assertEquals(isTaken, false);
  room.resolve();
  await taken;
  opened.close();
  assertEquals(pass(passedOn(2)), [undefined]);
});

Deno.test("createEventLog() ends with the program", async () => {
  const { log, closing, settle, sleeping, listening } = logged();
  log.open(undefined).close();
  await settle();
  assertEquals(sleeping(), 1);
  closing.abort();
  await settle();
  assertEquals([sleeping(), listening()], [0, [0, 0]]);
  log.open(undefined).close();
  await settle();
  assertEquals([sleeping(), listening()], [0, [0, 0]]);
  assert(closing.signal.aborted);
});
