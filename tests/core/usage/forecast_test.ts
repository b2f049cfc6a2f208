/** Forecasts: where the rate leads, and when nothing is said. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { forecast } from "../../../src/core/usage/forecast.ts";
import { type Period, periodsAfter, type Sample } from "../../../src/core/usage/periods.ts";
import type { LimitTitle } from "../../../src/core/usage/limit.ts";
import { hour, minute, t0, window } from "../situations.ts";

/** `[minute, percent]` pairs, as readings. */
function period(
  samples: readonly (readonly [number, number])[],
  resetsInMinutes: number,
  title: LimitTitle = { kind: "session" },
): Period {
  let periods: readonly Period[] = [];
  for (const [minutes, percent] of samples) {
    const observedAt = t0 + minutes * minute;
    const limits = [window(title, "x", percent, t0 + resetsInMinutes * minute)];
    periods = periodsAfter(periods, { account: "one", observedAt, source: "endpoint", limits }, observedAt);
  }
  const [only] = periods;
  assert(only !== undefined);
  return only;
}

const every5 = (count: number, percentAt: (minutes: number) => number) =>
  Array.from(
    { length: count },
    (_, index): [number, number] => [index * 5, Math.floor(percentAt(index * 5))],
  );

Deno.test("forecast() tells when a steady rate reaches 100, whatever the steps that percentages come in", () => {
  const ahead = forecast(period(every5(13, (minutes) => 20 + minutes / 2), 300), t0 + hour);
  assert(ahead?.kind === "runs-out");
  // 50 percent after an hour, 30 an hour: 100 minutes more.
  assertAlmostEquals((ahead.at - t0) / minute, 160, 5);
});

Deno.test("forecast() tells how much is used at the reset, where that is less than all", () => {
  const ahead = forecast(period(every5(13, (minutes) => 20 + minutes / 10), 160), t0 + hour);
  assert(ahead?.kind === "lasts" && ahead.rises);
  assertAlmostEquals(ahead.percent, 36, 2);
});

Deno.test("forecast() of a limit at rest stays where it is", () => {
  assertEquals(forecast(period(every5(13, () => 40), 160), t0 + hour), {
    kind: "lasts",
    percent: 40,
    rises: false,
  });
});

Deno.test("forecast() is not bent by a single jump, nor by a gap", () => {
  const jump = every5(13, (minutes) => 20 + minutes / 10 + (minutes >= 50 ? 25 : 0));
  const ahead = forecast(period(jump, 120), t0 + hour);
  assert(ahead?.kind === "lasts" && ahead.percent < 70, JSON.stringify(ahead));
  const gap = every5(13, (minutes) => 20 + minutes / 2).filter(([minutes]) => minutes < 10 || minutes > 40);
  const after = forecast(period(gap, 300), t0 + hour);
  assert(after?.kind === "runs-out");
  assertAlmostEquals((after.at - t0) / minute, 160, 6);
});

const silences: readonly [string, Period, number][] = [
  ["from three readings", period([[0, 10], [10, 20], [20, 30]], 300), t0 + 20 * minute],
  ["from ten minutes", period([[0, 10], [3, 15], [6, 20], [10, 25]], 300), t0 + 10 * minute],
  ["when the last reading is old", period(every5(13, (minutes) => 20 + minutes / 2), 300), t0 + 91 * minute],
  ["of what is used up", period(every5(13, (minutes) => 40 + minutes), 300), t0 + hour],
  ["of what has been reset", period(every5(13, (minutes) => 20 + minutes / 2), 60), t0 + hour],
  ["of a week before a day of it is known", week(23), t0 + 23 * hour],
  [
    "of a window whose length is not known",
    period(every5(13, (minutes) => 20 + minutes / 2), 300, { kind: "named", name: "x" }),
    t0 + hour,
  ],
];
for (const [when, of, now] of silences) {
  Deno.test(`forecast() says nothing ${when}`, () => assertEquals(forecast(of, now), null));
}

Deno.test("forecast() plans a week by days, nights included", () => {
  const ahead = forecast(week(48), t0 + 48 * hour);
  assert(ahead?.kind === "lasts");
  // 10 percent a day for seven days.
  assertAlmostEquals(ahead.percent, 70, 8);
});

Deno.test("forecast() goes on for all of a week that is read every five minutes", () => {
  const samples = Array.from({ length: 6 * 24 * 12 }, (_, index): [number, number] => [
    index * 5,
    Math.floor(index / 12 * 10 / 24),
  ]);
  for (const days of [2, 3, 4, 5, 6]) {
    const ahead = forecast(
      period(samples.slice(0, days * 24 * 12), 7 * 24 * 60, { kind: "week" }),
      t0 + days * 24 * hour,
    );
    assert(ahead?.kind === "lasts", `day ${days}`);
    assertAlmostEquals(ahead.percent, 70, 5);
  }
});

/** Ten percent a day, all of it in eight hours of work. */
function week(hours: number): Period {
  const used = (at: number) => Math.floor(at / 24) * 10 + Math.min(10, (at % 24) * 10 / 8);
  const samples = Array.from({ length: hours * 2 + 1 }, (_, index): [number, number] => [
    index * 30,
    Math.floor(used(index / 2)),
  ]);
  return period(samples, 7 * 24 * 60, { kind: "week" });
}

Deno.test("forecast() never tells a moment that is past, nor less than is used", () => {
  const sample = fc.record({ gap: fc.integer({ min: 1, max: 40 }), rise: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(sample, { minLength: 2, maxLength: 40 }), fc.nat(400), (rises, left) => {
      let minutes = 0, percent = 0;
      const samples = rises.map((
        { gap, rise },
      ): [number, number] => [minutes += gap, percent = Math.min(100, percent + rise)]);
      const now = t0 + minutes * minute + 1;
      const ahead = forecast(period(samples, minutes + left), now);
      if (ahead === null) return;
      if (ahead.kind === "runs-out") assert(ahead.at >= now && ahead.at <= t0 + (minutes + left) * minute);
      else assert(ahead.percent >= percent && ahead.percent < 100);
    }),
    { seed: 10 },
  );
});

Deno.test("periodsAfter() keeps a bounded number of samples, the newest all", () => {
  const samples = Array.from(
    { length: 2000 },
    (_, index): [number, number] => [index * 5, Math.floor(index / 20)],
  );
  const kept: readonly Sample[] = period(samples, 20_000, { kind: "week" }).samples;
  assert(kept.length <= 130);
  assertEquals(kept.at(-1)?.at, t0 + 1999 * 5 * minute);
  // Two whole days of it, though there was a reading every five minutes.
  const span = (kept.at(-1)?.at ?? 0) - (kept[0]?.at ?? 0);
  assert(span >= 47 * hour && span <= 50 * hour, `${span / hour} h`);
});
