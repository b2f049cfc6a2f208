/** Whatever happens to sidecars, in whatever order the program hears of it: the model holds, and there is never more than one process. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import type { SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import type { SidecarSettings } from "../../../src/core/sidecars/sidecar_settings.ts";
import { cases } from "../../support/cases.ts";
import { possibleSteps, SidecarModel } from "./sidecar_model.ts";
import { sidecar, withSidecars } from "./sidecar_samples.ts";
import { SimulatedSupervisor } from "./simulated_supervisor.ts";

const names = ["a", "b"] as const;
const name = fc.constantFrom(...names);

const settings = fc.uniqueArray(
  fc.record({
    name,
    command: fc.constantFrom("helper", "other").map((program) => [program]),
    start: fc.constantFrom("on-demand" as const, "with-app" as const),
    auto_restart: fc.constantFrom(true, true, true, false),
    unhealthy_after: fc.integer({ min: 1, max: 3 }),
    max_restarts: fc.integer({ min: 0, max: 3 }),
  }),
  { selector: (one) => one.name, maxLength: 2 },
).map((all) => all.map(({ name, ...more }) => sidecar(name, more)));

type Step =
  | { readonly does: "get on" | "look" | "work" | "break" | "end" | "end half"; readonly name: string }
  | { readonly does: "ready" | "passed" | "failed"; readonly name: string }
  | { readonly does: "deliver" | "deliver again"; readonly which: number }
  | { readonly does: "ask"; readonly name: string; readonly event: SidecarEvent }
  | { readonly does: "settings"; readonly to: readonly SidecarSettings[] }
  | { readonly does: "pass" | "set clock"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant("get on" as const), name }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constantFrom("look", "work", "end", "end half"), name }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("break" as const), name }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constantFrom("ready", "passed", "failed"), name }) },
  // Mostly in order.
  {
    weight: 14,
    arbitrary: fc.record({
      does: fc.constant("deliver" as const),
      which: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9) }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("deliver again" as const), which: fc.nat(40) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("ask" as const),
      name,
      event: fc.constantFrom<SidecarEvent>(
        { kind: "start", by: "person" },
        { kind: "start", by: "program" },
        { kind: "start", by: "program" },
        { kind: "stop" },
        { kind: "restart" },
        { kind: "tick" },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("settings" as const), to: settings }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("pass" as const),
      ms: fc.constantFrom(10, 1000, 5000, 11_000, 61_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("set clock" as const),
      ms: fc.constantFrom(-3_600_000, -50, 300_000),
    }),
  },
);

Deno.test("sidecars: whatever happens, the counters are right, and there is one process at most", () => {
  const seen = new Set<string>();
  const steps = fc.array(step, { maxLength: 120, size: "max" });
  fc.assert(fc.property(settings, steps, (first, all) => play(first, all, seen)), {
    // Always as many: with fewer, not all of `possibleSteps` happen.
    numRuns: 3000,
    seed: 12,
  });
  assertEquals(possibleSteps.filter((one) => !seen.has(one)), [], "what has never happened");
});

function play(first: readonly SidecarSettings[], steps: readonly Step[], seen: Set<string>): void {
  const model = new SidecarModel(seen);
  const world = new SimulatedSupervisor(withSidecars(...first), (change) => model.see(change));
  for (const { name, settings, phase } of world.state.sidecars) {
    if (settings.start === "with-app" && phase.kind === "idle") {
      world.happen(name, { kind: "start", by: "program" });
    }
  }
  model.hasBegun = true;
  const alone = () => names.forEach((one) => assert(world.living(one).length <= 1, "two processes"));
  for (const next of steps) {
    perform(world, next);
    alone();
  }
  world.settle();
  alone();
  for (const { name, phase } of world.state.sidecars) {
    assert(["idle", "healthy", "stopped", "failed"].includes(phase.kind), `for ever ${phase.kind}`);
    assertEquals(world.living(name).length, phase.kind === "healthy" ? 1 : 0);
  }
  const wanted = new Set(world.state.sidecars.map(({ name }) => name));
  for (const one of names) if (!wanted.has(one)) assertEquals(world.living(one), []);
}

function perform(world: SimulatedSupervisor, next: Step): void {
  switch (next.does) {
    case "get on":
      return world.getOn(next.name);
    case "look":
      return world.act(next.name);
    case "work":
    case "break":
      return world.spawn(next.name, next.does === "work");
    case "end":
      return world.end(next.name);
    case "end half":
      return world.endHalf(next.name);
    case "ready":
    case "passed":
    case "failed":
      return world.check(next.name, next.does);
    case "deliver":
      return world.deliver(next.which);
    case "deliver again":
      return world.deliverAgain(next.which);
    case "ask":
      return world.happen(next.name, next.event);
    case "settings":
      return world.dispatch({ type: "settings", settings: withSidecars(...next.to), now: world.now });
    case "pass":
      return world.pass(next.ms);
    case "set clock":
      world.now += next.ms;
  }
}

Deno.test("sidecars: one that always ends is given up after its restarts, however often programs ask for it", () => {
  const asked = fc.array(fc.constantFrom("program", "nobody"), { minLength: 200, maxLength: 200 });
  fc.assert(
    fc.property(fc.nat(5), asked, (max_restarts, askers) => {
      const world = new SimulatedSupervisor(withSidecars(sidecar("a", { max_restarts })), () => {});
      let starts = 0;
      world.happen("a", { kind: "start", by: "program" });
      for (const asker of askers) {
        if (asker === "program") world.happen("a", { kind: "start", by: "program" });
        const begun = world.children.length;
        world.act("a");
        starts += world.children.length - begun;
        world.spawn("a", true);
        world.check("a", "ready");
        world.end("a");
        world.deliverAll();
        // Not the limit of a start: it would not come to a process.
        world.pass(9000);
      }
      assertEquals([starts, world.state.sidecars[0]?.phase.kind], [1 + max_restarts, "failed"]);
    }),
    { numRuns: cases(100), seed: 12 },
  );
});
