/** Sidecars when the settings change: what is started, ended or started anew, and what stays as it is. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { SidecarSettings } from "../../../src/core/sidecars/sidecar_settings.ts";
import type { Sidecar, SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import {
  initialSidecars,
  sidecarsAfter,
  sidecarsAfterSettings,
  type SidecarsState,
} from "../../../src/core/sidecars/sidecars.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { reduce, type State } from "../../../src/core/state.ts";
import { stateAfter, t0 } from "../situations.ts";
import { happens, reports, sidecar, withSidecars } from "./sidecar_samples.ts";

const start: SidecarEvent = { kind: "start", by: "person" };
const stop: SidecarEvent = { kind: "stop" };
const run = 1;
const { spawned, ready, failed, exited, gone } = reports(run);

function after(state: SidecarsState, ...events: readonly SidecarEvent[]): SidecarsState {
  return events.reduce((now, event) => sidecarsAfter(now, "a", event, { now: t0, random: 0 }), state);
}

function said({ sidecars }: SidecarsState): readonly string[] {
  return sidecars.map(({ name, phase, run, restarts, settings }) =>
    [
      `${name} ${phase.kind}${phase.kind === "stopping" ? `: ${phase.next.kind}` : ""}`,
      `run ${run}`,
      ...(restarts === 0 ? [] : [`${restarts} restarts`]),
      ...(settings.command[0] === "helper" ? [] : [settings.command[0]]),
    ].join(", ")
  );
}

/** What happens to "a" before the settings change. */
const befores = {
  "idle": [],
  "starting": [start],
  "healthy": [start, spawned, ready],
  "unhealthy": [start, spawned, ready, failed],
  "restarting": [start, exited],
  "stopping": [start, spawned, stop],
  "stopping to start": [start, spawned, { kind: "restart" }],
  "stopping to restart": [start, spawned, ready, failed, failed, failed],
  "stopped": [start, stop, gone],
} satisfies Readonly<Record<string, readonly SidecarEvent[]>>;

type Changes = Readonly<Record<keyof typeof befores, readonly string[]>>;

function assertChanges(settings: readonly SidecarSettings[], changes: Changes): void {
  const found = Object.entries(befores).map(([name, events]) => {
    const before = after(initialSidecars([sidecar("a")]), ...events);
    return [name, said(sidecarsAfterSettings(before, settings, t0))];
  });
  assertEquals(Object.fromEntries(found), changes);
}

Deno.test("sidecars: another command starts anew what runs or is wanted, from the first restart on", () => {
  assertChanges([sidecar("a", { command: ["other"] })], {
    "idle": ["a idle, run 0, other"],
    "starting": ["a stopping: start, run 1, other"],
    "healthy": ["a stopping: start, run 1, other"],
    "unhealthy": ["a stopping: start, run 1, other"],
    "restarting": ["a starting, run 2, other"],
    "stopping": ["a stopping: stopped, run 1, other"],
    "stopping to start": ["a stopping: start, run 1, other"],
    "stopping to restart": ["a stopping: start, run 1, other"],
    "stopped": ["a stopped, run 1, other"],
  });
});

Deno.test("sidecars: what the process does not notice leaves it alone", () => {
  assertChanges([sidecar("a", { start: "with-app", max_restarts: 9, unhealthy_after: 9 })], {
    "idle": ["a starting, run 1"],
    "starting": ["a starting, run 1"],
    "healthy": ["a healthy, run 1"],
    "unhealthy": ["a unhealthy, run 1"],
    "restarting": ["a starting, run 2"],
    "stopping": ["a stopping: stopped, run 1"],
    "stopping to start": ["a stopping: start, run 1"],
    "stopping to restart": ["a stopping: start, run 1"],
    "stopped": ["a stopped, run 1"],
  });
});

Deno.test("sidecars: one that is removed goes when its processes are gone", () => {
  assertChanges([], {
    "idle": [],
    "starting": ["a stopping: removed, run 1"],
    "healthy": ["a stopping: removed, run 1"],
    "unhealthy": ["a stopping: removed, run 1"],
    "restarting": [],
    "stopping": ["a stopping: removed, run 1"],
    "stopping to start": ["a stopping: removed, run 1"],
    "stopping to restart": ["a stopping: removed, run 1"],
    "stopped": [],
  });
  const going = sidecarsAfterSettings(after(initialSidecars([sidecar("a")]), start, spawned), [], t0);
  assertEquals(said(after(going, start, { kind: "restart" }, gone)), []);
});

Deno.test("sidecars: the same settings change nothing, however they are written", () => {
  const env = { A: "1", B: "2" };
  const before = after(
    initialSidecars([sidecar("a", { env }), sidecar("b", { start: "with-app" })]),
    start,
    exited,
  );
  const again = [sidecar("a", { env: { B: "2", A: "1" } }), sidecar("b", { start: "with-app" })];
  assert(sidecarsAfterSettings(before, again, t0) === before);
});

Deno.test("sidecars: in the order of the settings, those that go last; new ones start if they are to", () => {
  const before = after(initialSidecars([sidecar("a"), sidecar("b"), sidecar("c")]), start, spawned);
  const wanted = [sidecar("d"), sidecar("c"), sidecar("e", { start: "with-app" })];
  const then = sidecarsAfterSettings(before, wanted, t0);
  assertEquals(said(then), [
    "d idle, run 0",
    "c idle, run 0",
    "e starting, run 1",
    "a stopping: removed, run 1",
  ]);
  assert(sidecarsAfterSettings(then, wanted, t0) === then);
});

Deno.test("sidecars: one that comes back while it is being removed is as a new one, once the old one is gone", () => {
  const going = sidecarsAfterSettings(
    after(initialSidecars([sidecar("a")]), start, exited, start, stop),
    [],
    t0,
  );
  const back = (more: Partial<SidecarSettings>) => sidecarsAfterSettings(going, [sidecar("a", more)], t0);
  assertEquals([said(going), said(back({})), said(back({ start: "with-app" }))], [
    ["a stopping: removed, run 2, 1 restarts"],
    ["a stopping: stopped, run 2"],
    ["a stopping: start, run 2"],
  ]);
});

Deno.test("sidecars: reports about one that was removed do not count for a new one of its name", () => {
  const removed = sidecarsAfterSettings(after(initialSidecars([sidecar("a")]), start, exited), [], t0);
  const back = after(sidecarsAfterSettings(removed, [sidecar("a")], t0), start);
  assertEquals(said(back), ["a starting, run 2"]);
  assert(after(back, spawned, exited) === back);
});

Deno.test("sidecars: in the state, events and settings change them; a report that says nothing new changes nothing", () => {
  const settings = withSidecars(sidecar("a"));
  const happened = (event: SidecarEvent) => happens("a", event);
  const shown = ({ sidecars }: State) => sidecars.map(({ name, phase }: Sidecar) => `${name} ${phase.kind}`);
  const events = [happened(start), happened(spawned), happened(ready)];
  const healthy = stateAfter(events, settings);
  assertEquals(shown(healthy), ["a healthy"]);
  assert(reduce(healthy, happened({ kind: "check-passed", run })) === healthy);
  const changed = { type: "settings", settings: defaultSettings, now: t0 } as const;
  assertEquals(shown(stateAfter([...events, changed], settings)), ["a stopping"]);
  assertEquals(shown(stateAfter([...events, changed, happened(gone)], settings)), []);
});
