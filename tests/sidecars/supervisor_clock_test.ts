/** The limit of a start on a machine that is suspended meanwhile, and whose clock is set back. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { supervisedAfter } from "../../src/core/sidecars/sidecar_machine.ts";
import type { Supervised, SupervisionRules } from "../../src/core/sidecars/sidecar_state.ts";
import type { Attempt, Seat } from "../../src/sidecars/supervised_program.ts";
import { createSupervisor } from "../../src/sidecars/supervisor.ts";
import { fakeHost } from "../support/fake_host.ts";

const rules: SupervisionRules = {
  autoRestart: false,
  restartDelayMs: 1000,
  startLimitMs: 10_000,
  unhealthyAfter: 3,
  maxRestarts: 5,
};

/** It never becomes well. */
const attempt: Attempt = {
  command: { program: "helper", args: [], env: {}, stdin: "null" },
  place: { port: null, url: null },
  takeOutput: () => Promise.resolve(),
  ready: () => new Promise(() => {}),
  check: null,
  askToEnd: null,
  lastLines: () => [],
  close() {},
};

Deno.test("a start has its limit, however the clock jumps, and nobody spins", async () => {
  const { host, advance, jump } = fakeHost(Date.UTC(2026, 6, 19));
  let supervised: Supervised = { phase: { kind: "idle" }, run: 0, restarts: 0 };
  let events = 0;
  const listeners = new Set<() => void>();
  const seat: Seat = {
    supervised: () => supervised,
    rules: () => rules,
    dispatch(event) {
      if (++events > 1000) throw new Error("it spins");
      supervised = supervisedAfter(supervised, event, rules, { now: host.now(), random: 0 });
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const program = { name: "helper", prepare: () => Promise.resolve(attempt) };
  const records = { add() {}, remove() {} };
  const over = new AbortController();
  const running = createSupervisor({ host, seat, program, records }).run(over.signal);
  seat.dispatch({ kind: "start", by: "person" });
  await advance(5000);
  jump(3_600_000);
  await advance(5000);
  assertEquals(supervised.phase.kind, "starting");
  jump(-7_200_000);
  await advance(30_000);
  assert(supervised.phase.kind === "failed", supervised.phase.kind);
  over.abort();
  await advance(10_000);
  await running;
});
