/** What each event changes in each phase, as one table; and what needs more than a word. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Reason } from "../../../src/core/reason.ts";
import { nextTick, supervisedAfter } from "../../../src/core/sidecars/sidecar_machine.ts";
import type {
  SidecarEvent,
  SidecarPhase,
  SidecarProcess,
  Supervised,
  SupervisionRules,
} from "../../../src/core/sidecars/sidecar_state.ts";
import { minute, t0 } from "../situations.ts";

const rules: SupervisionRules = {
  autoRestart: true,
  restartDelayMs: 1000,
  startLimitMs: 10_000,
  unhealthyAfter: 3,
  maxRestarts: 5,
};
const process: SidecarProcess = { pid: 10, startedAt: t0, port: 8765, url: "http://127.0.0.1:8765" };
const refused: Reason = { about: "sidecar", kind: "odd-status", status: 500 };
const lastLines = ["out of luck"];
const at = { since: t0 };

/** Each in its run 7, after 2 restarts. */
const phases = {
  "idle": { kind: "idle" },
  "starting": { kind: "starting", ...at, process: null },
  "starting, a process": { kind: "starting", ...at, process },
  "healthy": { kind: "healthy", ...at, process },
  "unhealthy, 1": { kind: "unhealthy", ...at, failures: 1, why: refused, process },
  "unhealthy, 2": { kind: "unhealthy", ...at, failures: 2, why: refused, process },
  "restarting": { kind: "restarting", attempt: 2, retryAt: t0 + 10_000, why: refused },
  "stopping, no process": { kind: "stopping", ...at, process: null, next: { kind: "stopped" } },
  "stopping": { kind: "stopping", ...at, process, next: { kind: "stopped" } },
  "stopping to start": { kind: "stopping", ...at, process, next: { kind: "start" } },
  "stopping to restart": { kind: "stopping", ...at, process, next: { kind: "restart", why: refused } },
  "stopping for good": { kind: "stopping", ...at, process, next: { kind: "removed" } },
  "stopped": { kind: "stopped", at: t0 },
  "failed": { kind: "failed", at: t0, why: refused, isBreakerOpen: true, lastLines },
} satisfies Readonly<Record<string, SidecarPhase>>;

const run = 7;
const events = {
  "start": { kind: "start", by: "person" },
  "start by program": { kind: "start", by: "program" },
  "stop": { kind: "stop" },
  "restart": { kind: "restart" },
  "spawned": { kind: "spawned", run, process },
  "not spawned": { kind: "not-spawned", run, why: refused },
  "ready": { kind: "ready", run, process },
  "ready elsewhere": { kind: "ready", run, process: { ...process, port: 9123, url: "tcp://127.0.0.1:9123" } },
  "passed": { kind: "check-passed", run },
  "failed": { kind: "check-failed", run, why: refused },
  "exited": { kind: "exited", run, end: { code: 1, signal: null }, lastLines },
  "gone": { kind: "gone", run, lastLines },
  "tick": { kind: "tick" },
} satisfies Readonly<Record<string, SidecarEvent>>;

type Outcomes = Readonly<Partial<Record<keyof typeof events, string>>>;

const stops: Outcomes = {
  stop: "stopping 10: stopped",
  restart: "stopping 10: start",
  exited: "restarting 3",
};
const startsAnew: Outcomes = { start: "starting +1", restart: "starting +1" };

/** What there is after 10 s and the event. Where no event is named, nothing changes. "10": the process; "+1": another run. */
const table: Readonly<Record<keyof typeof phases, Outcomes>> = {
  "idle": { ...startsAnew, "start by program": "starting +1" },
  "starting": {
    stop: "stopping: stopped",
    restart: "stopping: start",
    spawned: "starting 10",
    "not spawned": "restarting 3",
    ready: "healthy 10",
    "ready elsewhere": "healthy 10 at 9123",
    exited: "restarting 3",
    tick: "stopping: restart",
  },
  "starting, a process": {
    ...stops,
    ready: "healthy 10",
    "ready elsewhere": "healthy 10 at 9123",
    tick: "stopping 10: restart",
  },
  "healthy": { ...stops, failed: "unhealthy 10, 1", "ready elsewhere": "healthy 10 at 9123" },
  "unhealthy, 1": {
    ...stops,
    passed: "healthy 10",
    failed: "unhealthy 10, 2",
    "ready elsewhere": "unhealthy 10 at 9123, 1",
  },
  "unhealthy, 2": {
    ...stops,
    passed: "healthy 10",
    failed: "stopping 10: restart",
    "ready elsewhere": "unhealthy 10 at 9123, 2",
  },
  "restarting": { ...startsAnew, stop: "stopped", tick: "starting +1" },
  "stopping, no process": {
    start: "stopping: start",
    "start by program": "stopping: start",
    restart: "stopping: start",
    spawned: "stopping 10: stopped",
    "not spawned": "stopped",
    gone: "stopped",
  },
  "stopping": {
    start: "stopping 10: start",
    "start by program": "stopping 10: start",
    restart: "stopping 10: start",
    exited: "stopping: stopped",
    gone: "stopped",
  },
  "stopping to start": { stop: "stopping 10: stopped", exited: "stopping: start", gone: "starting +1" },
  "stopping to restart": {
    start: "stopping 10: start",
    stop: "stopping 10: stopped",
    restart: "stopping 10: start",
    exited: "stopping: restart",
    gone: "restarting 3",
  },
  "stopping for good": { exited: "stopping: removed", gone: "stopped" },
  "stopped": { ...startsAnew, "start by program": "starting +1" },
  "failed": { start: "starting +1, no restarts", restart: "starting +1, no restarts" },
};

const now = t0 + 10_000;
const moment = { now, random: 0.5 };

for (const [name, outcomes] of Object.entries(table)) {
  Deno.test(`the machine: ${name}`, () => {
    const before: Supervised = { phase: phases[name as keyof typeof phases], run, restarts: 2 };
    const found = Object.entries(events).flatMap(([event, value]) => {
      const after = supervisedAfter(before, value, rules, moment);
      return after === before ? [] : [[event, said(after)]];
    });
    assertEquals(Object.fromEntries(found), outcomes);
  });
}

function said({ phase, run: then, restarts }: Supervised): string {
  const process = "process" in phase ? phase.process : null;
  const place = process === null || process.port === 8765 ? "" : ` at ${process.port}`;
  const held = process === null ? "" : ` ${process.pid}${place}`;
  const more = [
    phase.kind === "stopping" ? `: ${phase.next.kind}` : "",
    phase.kind === "unhealthy" ? `, ${phase.failures}` : "",
    phase.kind === "restarting" ? ` ${phase.attempt}` : "",
    then === run ? "" : ` +${then - run}`,
    restarts === 0 ? ", no restarts" : "",
  ];
  return phase.kind + held + more.join("");
}

/** The state after several events, a second apart. */
function after(before: Supervised, ...happened: readonly SidecarEvent[]): Supervised {
  return happened.reduce(
    (supervised, event, index) =>
      supervisedAfter(supervised, event, rules, { now: now + index * 1000, random: 0 }),
    before,
  );
}

Deno.test("the machine: reports of an earlier run, or of a later one, change nothing", () => {
  for (const phase of Object.values(phases)) {
    const before: Supervised = { phase, run: run + 1, restarts: 0 };
    for (const event of Object.values(events)) {
      if ("run" in event) assert(supervisedAfter(before, event, rules, moment) === before);
    }
  }
});

Deno.test("the machine: each phase has exactly its own data", () => {
  const start: Supervised = { phase: { kind: "idle" }, run: 0, restarts: 0 };
  const of = <E extends SidecarEvent>(event: E): E => ({ ...event, run: 1 });
  const { spawned, ready, failed, exited, gone } = events;
  const started = after(start, events.start);
  assertEquals(started.phase, { kind: "starting", since: now, process: null });
  const sick = after(start, events.start, of(spawned), of(ready), of(failed), of(failed));
  assertEquals(sick.phase, { kind: "unhealthy", since: now + 3000, failures: 2, why: refused, process });
  const stopping = after(sick, of(failed));
  assertEquals(stopping.phase, {
    kind: "stopping",
    since: now,
    process,
    next: { kind: "restart", why: refused },
  });
  const why: Reason = { about: "sidecar", kind: "exited", code: 1 };
  assertEquals(after(started, of(exited)).phase, {
    kind: "restarting",
    attempt: 1,
    retryAt: now + 1000,
    why,
  });
  assertEquals(after(stopping, events.stop, of(gone)).phase, { kind: "stopped", at: now + 1000 });
  const spent = supervisedAfter({ ...started, restarts: 5 }, of(exited), rules, moment);
  assertEquals(spent.phase, {
    kind: "failed",
    at: now,
    why: { about: "sidecar", kind: "too-many-restarts", count: 5, why },
    isBreakerOpen: true,
    lastLines,
  });
  const given = supervisedAfter(started, of(exited), { ...rules, autoRestart: false }, moment);
  assertEquals(given.phase, { kind: "failed", at: now, why, isBreakerOpen: false, lastLines });
});

Deno.test("the machine: pauses double from the first one to a minute, and are spread", () => {
  const pauses = (restartDelayMs: number, random: number) =>
    Array.from({ length: 9 }, (_, restarts) => {
      const before: Supervised = { phase: phases.healthy, run, restarts };
      const { phase } = supervisedAfter(
        before,
        events.exited,
        { ...rules, restartDelayMs, maxRestarts: 99 },
        {
          now,
          random,
        },
      );
      return phase.kind === "restarting" ? (phase.retryAt - now) / 1000 : null;
    });
  assertEquals(pauses(1000, 0), [1, 2, 4, 8, 16, 32, 60, 60, 60]);
  assertEquals(pauses(1000, 0.5), [1.1, 2.2, 4.4, 8.8, 17.6, 35.2, 60, 60, 60]);
  assertEquals(pauses(55_000, 0.999), [60, 60, 60, 60, 60, 60, 60, 60, 60]);
  assertEquals(pauses(0, 0.5), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

Deno.test("the machine: restarts count no more after a minute of health, whatever comes first then", () => {
  const before: Supervised = { phase: phases.healthy, run, restarts: 5 };
  const restarts = (event: SidecarEvent, afterMs: number) =>
    supervisedAfter(before, event, rules, { now: t0 + afterMs, random: 0 }).restarts;
  assertEquals([restarts(events.tick, minute - 1), restarts(events.tick, minute)], [5, 0]);
  assertEquals([restarts(events.failed, minute - 1), restarts(events.failed, minute)], [5, 0]);
  assertEquals([restarts(events.stop, minute - 1), restarts(events.stop, minute)], [5, 0]);
  // The crash itself is a failure that is counted.
  assertEquals([restarts(events.exited, minute - 1), restarts(events.exited, minute)], [5, 1]);
});

Deno.test("the machine: says when a tick is due, and not before does it change anything", () => {
  const due = Object.entries(phases).flatMap(([name, phase]) => {
    const before: Supervised = { phase, run, restarts: 2 };
    const at = nextTick(before, rules);
    if (at === null) return [];
    assert(supervisedAfter(before, events.tick, rules, { now: at - 1, random: 0 }) === before);
    const then = supervisedAfter(before, events.tick, rules, { now: at, random: 0 });
    return [`${name}: ${(at - t0) / 1000} s, ${said(then)}`];
  });
  assertEquals(due, [
    "starting: 10 s, stopping: restart",
    "starting, a process: 10 s, stopping 10: restart",
    "healthy: 60 s, healthy 10, no restarts",
    "restarting: 10 s, starting +1",
  ]);
  assertEquals(nextTick({ phase: phases.healthy, run, restarts: 0 }, rules), null);
});

Deno.test("the machine: a clock that is set back makes no pause and no start limit longer than they are", () => {
  const hourBefore = { now: t0 - 60 * minute, random: 0 };
  const tick = (phase: SidecarPhase) =>
    supervisedAfter({ phase, run, restarts: 2 }, events.tick, rules, hourBefore);
  for (const name of ["starting", "healthy", "restarting"] as const) {
    const at = nextTick(tick(phases[name]), rules);
    assertEquals([name, at !== null && at <= hourBefore.now + minute], [name, true]);
  }
});
