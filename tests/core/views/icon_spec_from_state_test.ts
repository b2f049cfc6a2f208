/** What the icon shows of an account of which no percentage is told. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { iconSpec } from "../../../src/core/views/icon_spec_from_state.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { usageAt } from "../../../src/core/usage/current_usage.ts";
import { hour, july, read, signedIn, stateAfter, t0 } from "../situations.ts";

const spent = { minor: 1234, exponent: 2, currency: "USD" };
const pool: Limit = {
  kind: "window",
  id: "pool",
  title: { kind: "named", name: "Pool" },
  usedPercent: null,
  resetsAt: t0 + hour,
  amount: { spent, cap: null },
};
const cases: readonly (readonly [string, readonly Limit[], number, string])[] = [
  ["money without a cap", july.filter(({ kind }) => kind === "money"), t0, "good"],
  ["a window with an amount alone", [pool], t0, "good"],
  ["that window after its reset", [pool], t0 + hour, "waiting"],
];
for (const [what, limits, now, condition] of cases) {
  Deno.test(`iconSpec() of ${what} has no percentage and is ${condition}`, () => {
    const state = stateAfter([signedIn, read(limits, now - 1000)]);
    const spec = iconSpec(state, usageAt(state, now), now);
    assertEquals([spec.percent, spec.level, spec.condition], [null, null, condition]);
  });
}
