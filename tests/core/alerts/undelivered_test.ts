/** When a notice that could not be shown is tried again. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { retryAt } from "../../../src/core/alerts/undelivered.ts";
import { reduce } from "../../../src/core/state.ts";
import { hour, minute, stateAfter, t0 } from "../situations.ts";

const failing = (times: number) =>
  Array.from({ length: times }).reduce(
    (state: ReturnType<typeof stateAfter>) =>
      reduce(state, { type: "undelivered", why: { about: "system", text: "no" }, now: t0 }),
    stateAfter([]),
  );

Deno.test("retryAt() is half a minute after the first failure, then twice as long, and never over ten minutes", () => {
  const seconds = [1, 2, 3, 4, 5, 6, 7, 2_000].map((times) =>
    ((retryAt(failing(times), t0) ?? 0) - t0) / 1000
  );
  assertEquals(seconds, [30, 60, 120, 240, 480, 600, 600, 600]);
  // Nor is it put off again when that time has come.
  assertEquals(retryAt(failing(9), t0 + 10 * minute), t0 + 10 * minute);
  assertEquals(retryAt(stateAfter([]), t0), null);
});

Deno.test("retryAt() is no further off than ten minutes when the clock was set back", () => {
  const dayBefore = t0 - 24 * hour;
  assertEquals(retryAt(failing(1), dayBefore), dayBefore + 10 * minute);
});
