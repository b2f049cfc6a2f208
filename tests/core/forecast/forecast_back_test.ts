/** The small version of the back-test that `deno task bench` makes: forecasts of a few simulated people are right enough. */
// @ts-types="../../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { backTest } from "./back_test.ts";

/** Not those by which the figures of the forecast were found, nor those of the bench. */
const seeds = [501, 502, 503];
const tries = [
  { kind: "bursty", limit: "session", triedWeeks: 2 },
  { kind: "steady", limit: "week", triedWeeks: 3 },
  { kind: "office hours", limit: "week", triedWeeks: 4 },
] as const;

for (const { kind, limit, triedWeeks } of tries) {
  Deno.test(`forecast() of a ${limit}, ${kind}: nearer than simpler ones, and mostly in its band`, () => {
    const result = backTest({ kind, limit, seeds, learnedWeeks: 8, triedWeeks });
    const told = JSON.stringify(result);
    assert(result.stops > 30 && result.said > 0.7, told);
    assert(result.ours < result.line && result.ours < result.lastHour, told);
    assert(result.timeInBand > 0.75 && result.percentInBand > 0.75 && result.kindRight > 0.7, told);
  });
}
