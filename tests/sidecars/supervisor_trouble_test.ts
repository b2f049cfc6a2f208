/** createSupervisor(): clocks that jump, machines that sleep, processes that do not end, and all orders of what happens. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { hour, minute, second } from "../../src/core/time/units.ts";
import { cases } from "../support/cases.ts";
import { supervised, type SupervisorStage } from "./supervisor_stage.ts";

const byPerson = { kind: "start", by: "person" } as const;
const byProgram = { kind: "start", by: "program" } as const;
const stop = { kind: "stop" } as const;

Deno.test("a program is not held to be ill because the machine has slept", () =>
  supervised(async ({ send, phase, play, jump, advance }) => {
    await send(byProgram);
    await advance(second);
    play.isWell = false;
    jump(hour);
    await advance(4 * second);
    assertEquals(phase().kind, "healthy");
    await advance(5 * second);
    const now = phase();
    assert(now.kind === "unhealthy");
    assertEquals(now.failures, 1);
  }));

Deno.test("a check during which the machine sleeps says nothing", () =>
  supervised(async ({ send, phase, play, jump, advance }) => {
    await send(byProgram);
    play.isSlow = true;
    play.isWell = false;
    await advance(6 * second);
    jump(hour);
    await advance(second);
    play.isWell = true;
    await advance(5 * second);
    assertEquals(phase().kind, "healthy");
  }));

Deno.test("a program has its whole time to start after the machine has slept", () =>
  supervised(async ({ send, phase, play, jump, advance }) => {
    await send(byProgram);
    await advance(5 * second);
    jump(hour);
    await advance(14 * second);
    assertEquals(phase().kind, "starting");
    play.isReady = true;
    await advance(second);
    assertEquals(phase().kind, "healthy");
  }, { start: { isReady: false } }));

Deno.test("a clock that is set back makes no pause longer than a minute", () =>
  supervised(async ({ send, phase, crash, jump, started, advance }) => {
    await send(byProgram);
    await crash();
    jump(-hour);
    await advance(minute + 2 * second);
    assertEquals([phase().kind, started.length], ["healthy", 2]);
  }));

Deno.test("processes that nothing ends are said, and nothing is started beside them", () =>
  supervised(async ({ send, phase, play, started, supervisor, advance, events }) => {
    await send(byProgram);
    play.unending = [666];
    await send({ kind: "restart" });
    await advance(minute);
    assertEquals([phase().kind, supervisor.stuck(), supervisor.isGone()], ["stopping", [666], false]);
    // The program has crashed, and what it has started stays: its next start says so.
    play.unending = [];
    await advance(30 * second);
    assertEquals([phase().kind, started.length], ["healthy", 2]);
    play.unending = [666];
    started[1]?.end({ code: 3, signal: null });
    await advance(10 * second);
    assertEquals(started.length, 2);
    const refused = events.flatMap((event) => event.kind === "not-spawned" ? [event.why] : []);
    assertEquals(refused[0], { about: "sidecar", kind: "does-not-end", pids: [666] });
  }));

Deno.test("processes that nothing ends do not keep our own end", () =>
  supervised(async ({ send, end, play, supervisor, advance }) => {
    await send(byProgram);
    play.unending = [666];
    await end();
    await advance(9.5 * second);
    assertEquals(supervisor.stuck(), [666]);
    // The stage waits for the run, which has to end without them.
    await advance(0);
  }));

type Step = readonly [name: string, run: (stage: SupervisorStage) => Promise<void> | void];

const steps: readonly Step[] = [
  ["a person starts it", ({ send }) => send(byPerson)],
  ["a program starts it", ({ send }) => send(byProgram)],
  ["it is stopped", ({ send }) => send(stop)],
  ["a person restarts it", ({ send }) => send({ kind: "restart" })],
  ["it crashes", ({ started, crash }) => started.length > 0 ? crash() : undefined],
  ["it starts a child", ({ started }) => void started.at(-1)?.children.add(77)],
  ["it ignores SIGTERM", ({ started }) => {
    const last = started.at(-1);
    if (last !== undefined) last.endsAt = "kill";
  }],
  ["it falls ill", ({ play }) => void (play.isWell = false)],
  ["it recovers", ({ play }) => void (play.isWell = true)],
  ["it does not become ready", ({ play }) => void (play.isReady = false)],
  ["it becomes ready", ({ play }) => void (play.isReady = true)],
  ["it obeys the wish", ({ play }) => void (play.obeysWish = true)],
  ["the machine sleeps", ({ jump }) => jump(hour)],
  ...[0.1, 1, 2, 5, 30].map((
    seconds,
  ): Step => [`${seconds} s pass`, ({ advance }) => advance(seconds * second)]),
];

Deno.test("there are never two processes of a program, whatever happens in whatever order", async () => {
  const order = fc.array(fc.constantFrom(...steps), { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(order, (chosen) =>
      supervised(async (stage) => {
        for (const [name, run] of chosen) {
          await run(stage);
          const unreleased = stage.started.filter(({ isReleased }) => !isReleased);
          assert(unreleased.length <= 1, `two after: ${name}`);
          const { kind } = stage.phase();
          const isUp = kind === "healthy" || kind === "unhealthy";
          assert(!isUp || unreleased.length === 1, `none, though it is ${kind}, after: ${name}`);
        }
        // What is ended at last is gone.
        await stage.end();
        await stage.advance(10 * second);
        assertEquals(stage.started.filter(({ isReleased }) => !isReleased).length, 0);
      })),
    { numRuns: cases(100) },
  );
});
