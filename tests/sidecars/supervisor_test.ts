/** createSupervisor(): every limit of time, on a clock that the test drives. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { ReasonError } from "../../src/core/reason_error.ts";
import { minute, second } from "../../src/core/time/units.ts";
import { supervised } from "./supervisor_stage.ts";

const byPerson = { kind: "start", by: "person" } as const;
const byProgram = { kind: "start", by: "program" } as const;
const stop = { kind: "stop" } as const;

Deno.test("a program that is ready is well, and is ended when it is asked to", () =>
  supervised(async ({ send, phase, started, last, supervisor, play, events, advance }) => {
    await send(byProgram);
    assertEquals([phase().kind, started.length], ["healthy", 1]);
    const current = supervisor.current();
    assertEquals(current?.ended.aborted, false);
    await send(stop);
    assertEquals([current?.ended.aborted, supervisor.current()], [true, null]);
    await advance(0);
    assertEquals([phase().kind, play.asked, last().signals, last().isReleased], ["stopped", 1, [], true]);
    assertEquals(events.map(({ kind }) => kind), ["start", "spawned", "ready", "stop", "exited", "gone"]);
  }, { start: { obeysWish: true } }));

Deno.test("a program that does not end is told to after 5 s, and forced to after 2 s more", () =>
  supervised(async ({ send, phase, last, advance }) => {
    await send(byProgram);
    last().endsAt = "kill";
    last().children.add(77);
    await send(stop);
    await advance(5 * second - 1);
    assertEquals(last().signals, []);
    await advance(1);
    assertEquals(last().signals, ["terminate"]);
    await advance(2 * second - 1);
    assertEquals([last().signals, phase().kind], [["terminate"], "stopping"]);
    await advance(1);
    assertEquals([last().signals[1], phase().kind, last().isReleased], ["kill", "stopped", true]);
  }));

Deno.test("a program that ends without its children leaves them no more time than a signal needs", () =>
  supervised(async ({ send, phase, last, advance }) => {
    await send(byProgram);
    last().children.add(77);
    await send(stop);
    assertEquals(last().signals, ["terminate"]);
    await advance(0);
    assertEquals(phase().kind, "stopped");
  }, { start: { obeysWish: true } }));

Deno.test("a crash is seen at once, in each phase", () =>
  supervised(async ({ send, phase, play, crash, advance }) => {
    play.isReady = false;
    await send(byProgram);
    assertEquals(phase().kind, "starting");
    await crash();
    assertEquals(phase().kind, "restarting");
    play.isReady = true;
    await advance(second);
    assertEquals(phase().kind, "healthy");
    await crash();
    assertEquals(phase().kind, "restarting");
    await advance(2 * second);
    play.isWell = false;
    await advance(5 * second);
    assertEquals(phase().kind, "unhealthy");
    await crash();
    assertEquals(phase().kind, "restarting");
    await advance(4 * second);
    assertEquals(phase().kind, "healthy");
    await send(stop);
    assertEquals(phase().kind, "stopping");
    await crash();
    await advance(0);
    assertEquals(phase().kind, "stopped");
  }));

Deno.test("what a crashed program has started is ended before it is started again", () =>
  supervised(async ({ send, phase, last, started, crash, advance }) => {
    await send(byProgram);
    last().endsAt = "kill";
    last().children.add(77);
    await crash();
    await advance(1.9 * second);
    // Its pause is over, but not the time for its child.
    assertEquals([phase().kind, started.length, last().signals], ["starting", 1, ["terminate"]]);
    await advance(0.1 * second);
    assertEquals([phase().kind, started.length, started[0]?.signals[1]], ["healthy", 2, "kill"]);
  }));

Deno.test("pauses double up to a minute, and the breaker opens after the last restart", () =>
  supervised(async ({ send, phase, started, crash, advance, supervised }) => {
    await send(byProgram);
    for (const [before, pause] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      await crash();
      await advance(pause * second - 1);
      assertEquals(started.length, before + 1);
      await advance(1);
      assertEquals(started.length, before + 2);
    }
    await crash();
    const failed = phase();
    assert(failed.kind === "failed");
    assertEquals([failed.isBreakerOpen, failed.lastLines], [true, ["its last words"]]);
    // No program closes it, and no time.
    await send(byProgram);
    await advance(60 * minute);
    assertEquals([phase().kind, started.length], ["failed", 9]);
    await send(byPerson);
    assertEquals([phase().kind, started.length, supervised().restarts], ["starting", 10, 0]);
  }, { rules: { maxRestarts: 8 }, start: { isReady: false } }));

Deno.test("a program that is reached elsewhere from some time on is said to be there, and stays well", () =>
  supervised(async ({ send, phase, play, advance }) => {
    await send(byProgram);
    const before = phase();
    assert(before.kind === "healthy");
    play.port = 8766;
    await advance(5 * second);
    assertEquals(phase(), {
      ...before,
      process: { ...before.process, port: 8766, url: "http://127.0.0.1:8766" },
    });
  }));

Deno.test("what is not ready within 10 s is ended and started again", () =>
  supervised(async ({ send, phase, play, started, advance }) => {
    await send(byProgram);
    await advance(10 * second - 1);
    assertEquals([phase().kind, play.asked], ["starting", 0]);
    await advance(1);
    assertEquals([phase().kind, play.asked], ["stopping", 1]);
    await advance(5 * second);
    const now = phase();
    assert(now.kind === "restarting");
    assertEquals(now.why, { about: "sidecar", kind: "not-ready", seconds: 10 });
    await advance(second);
    assertEquals(started.length, 2);
  }, { start: { isReady: false } }));

Deno.test("restarts count no more after a minute of health, and not before", () =>
  supervised(async ({ send, supervised, crash, advance }) => {
    await send(byProgram);
    await crash();
    await advance(second);
    await advance(minute - 1);
    assertEquals(supervised().restarts, 1);
    await crash();
    assertEquals(supervised().restarts, 2);
    await advance(2 * second);
    await advance(minute);
    assertEquals(supervised().restarts, 0);
  }));

Deno.test("three failed checks in a row restart it; one that passes forgets them", () =>
  supervised(async ({ send, phase, play, started, advance, events }) => {
    await send(byProgram);
    await advance(20 * second);
    // What is known already is not reported.
    assertEquals(events.length, 3);
    play.isWell = false;
    await advance(10 * second);
    assertEquals(phase().kind, "unhealthy");
    play.isWell = true;
    await advance(5 * second);
    assertEquals(phase().kind, "healthy");
    play.isWell = false;
    await advance(15 * second);
    assertEquals(phase().kind, "stopping");
    play.isWell = true;
    await advance(6 * second);
    assertEquals([phase().kind, started.length], ["healthy", 2]);
  }));

Deno.test("a program that cannot be started is tried again, and given up", () =>
  supervised(async ({ send, phase, started, events, advance }) => {
    await send(byProgram);
    await advance(minute);
    const now = phase();
    assert(now.kind === "failed");
    assertEquals(now.why, {
      ...{ about: "sidecar", kind: "too-many-restarts", count: 2 },
      why: { about: "sidecar", kind: "program-missing", program: "tested" },
    });
    assertEquals([started.length, events.filter(({ kind }) => kind === "not-spawned").length], [0, 3]);
  }, { rules: { maxRestarts: 2 }, start: { trouble: noProgram() } }));

Deno.test("at our own end it is ended within 10 s, whatever it does, and not started again", () =>
  supervised(async ({ send, end, last, phase, started, advance }) => {
    await send(byProgram);
    last().endsAt = "kill";
    await send({ kind: "restart" });
    await end();
    await advance(10 * second);
    assertEquals([phase().kind, started.length, last().isReleased], ["stopped", 1, true]);
  }));

Deno.test("one that waits for its restart stays ended at our own end", () =>
  supervised(async ({ send, crash, end, phase, started, advance }) => {
    await send(byProgram);
    await crash();
    await end();
    await advance(minute);
    assertEquals([phase().kind, started.length], ["stopped", 1]);
  }));

Deno.test("one that is wanted no longer is ended", () =>
  supervised(async ({ send, remove, last, advance }) => {
    await send(byProgram);
    await remove();
    await advance(5 * second);
    assertEquals([last().signals, last().isReleased], [["terminate"], true]);
  }));

function noProgram(): ReasonError {
  return new ReasonError({ about: "sidecar", kind: "program-missing", program: "tested" });
}
