/** Forecasts: where a limit is going, how sure that is, and when nothing is said. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { forecast } from "../../../src/core/forecast/forecast.ts";
import { projectedCourse } from "../../../src/core/forecast/projected_course.ts";
import { type Period, periodsAfter, type Sample } from "../../../src/core/usage/periods.ts";
import type { LimitTitle } from "../../../src/core/usage/limit.ts";
import { hour, minute, t0, window } from "../situations.ts";

const day = 24 * hour;

/** `[minute, percent]` pairs, as readings; `t0` is minute 0, and the begin of a session that resets in 300 minutes. */
function period(
  samples: readonly (readonly [number, number])[],
  resetsInMinutes = 300,
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
const steady = every5(25, (minutes) => minutes / 2);

Deno.test("forecast() tells when a steady rate reaches 100, whatever the steps that percentages come in", () => {
  for (const rate of [0.37, 0.5, 0.61, 0.83]) {
    const ahead = forecast(period(every5(19, (minutes) => minutes * rate)), t0 + 90 * minute, null);
    assert(ahead?.kind === "runs-out");
    assertAlmostEquals((ahead.at - t0) / minute, 100 / rate, 13);
    assert(ahead.from <= ahead.at && (ahead.to === null || ahead.to >= ahead.at));
  }
});

Deno.test("forecast() tells the share of the rate that lasts until the reset, and the line of even use", () => {
  // Half a percent a minute: 60 after two hours. For the other three there are 40, of 90 that are expected.
  const ahead = forecast(period(steady), t0 + 2 * hour, null);
  assert(ahead !== null);
  assertAlmostEquals(ahead.sustainable, 40 / 90, 0.04);
  assertAlmostEquals(ahead.evenPercent, 40, 0.01);
  assert(ahead.chance > 0.6);
});

Deno.test("forecast() tells how much is used at the reset, where that is less than all", () => {
  const ahead = forecast(period(every5(25, (minutes) => minutes / 10)), t0 + 2 * hour, null);
  assert(ahead?.kind === "lasts" && ahead.rises);
  assertAlmostEquals(ahead.percent, 30, 2);
  assert(ahead.percentFrom < ahead.percent && ahead.percent < ahead.percentTo && ahead.chance < 0.1);
  assertEquals(ahead.from, null);
});

Deno.test("forecast() of a limit that nobody uses stays where it is", () => {
  const ahead = forecast(period(every5(25, () => 0)), t0 + 2 * hour, null);
  assert(ahead?.kind === "lasts" && ahead.percent <= 1 && !ahead.rises, JSON.stringify(ahead));
});

Deno.test("forecast() is bent little by a gap", () => {
  const gap = steady.filter(([minutes]) => minutes < 30 || minutes > 90);
  const whole = forecast(period(steady), t0 + 2 * hour, null),
    after = forecast(period(gap), t0 + 2 * hour, null);
  assert(whole?.kind === "runs-out" && after?.kind === "runs-out");
  assertAlmostEquals(after.at / minute, whole.at / minute, 6);
});

const silences: readonly [string, Period, number][] = [
  [
    "from three readings",
    period(steady.filter(([minutes]) => minutes === 60 || minutes >= 115)),
    t0 + 2 * hour,
  ],
  ["from ten minutes", period([[110, 10], [113, 15], [116, 20], [120, 25]]), t0 + 2 * hour],
  ["in the first half an hour", period(steady.filter(([minutes]) => minutes <= 25)), t0 + 25 * minute],
  ["when the last reading is old", period(steady), t0 + 151 * minute],
  ["of what is used up", period(every5(21, (minutes) => minutes)), t0 + 100 * minute],
  ["of what has been reset", period(steady), t0 + 300 * minute],
  ["of a week in its first day", week(23), t0 + 23 * hour],
  [
    "of a window whose length is not known",
    period(steady, 300, { kind: "named", name: "x" }),
    t0 + 2 * hour,
  ],
];
for (const [when, of, now] of silences) {
  Deno.test(`forecast() says nothing ${when}`, () => assertEquals(forecast(of, now, null), null));
}

Deno.test("forecast() plans a week by days, nights included", () => {
  const ahead = forecast(week(48), t0 + 48 * hour, null);
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
      t0 + days * day,
      null,
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

Deno.test("forecast() never tells a moment that is past, nor less than is used, and its bands hold what it tells", () => {
  const sample = fc.record({ gap: fc.integer({ min: 1, max: 40 }), rise: fc.nat(9) });
  let told = 0;
  fc.assert(
    fc.property(fc.array(sample, { minLength: 4, maxLength: 40 }), fc.nat(200), (rises, left) => {
      let minutes = 0, percent = 0;
      const samples = rises.map((
        { gap, rise },
      ): [number, number] => [minutes += gap, percent = Math.min(100, percent + rise)]);
      const now = t0 + minutes * minute + 1, resetsAt = t0 + (minutes + left) * minute;
      const ahead = forecast(period(samples, minutes + left), now, null);
      if (ahead === null) return;
      told++;
      assert(ahead.percentFrom >= percent && ahead.percentTo <= 100 && ahead.percentFrom <= ahead.percentTo);
      if (ahead.kind === "runs-out") {
        assert(now <= ahead.from && ahead.from <= ahead.at && ahead.at <= (ahead.to ?? resetsAt));
        assert(ahead.at <= resetsAt);
      } else assert(ahead.percent >= percent && ahead.percent <= ahead.percentTo);
    }),
    { seed: 10 },
  );
  assert(told > 30, `${told}`);
});

Deno.test("projectedCourse() goes from the begin of the window over the last reading to the reset", () => {
  const course = projectedCourse(period(steady), t0 + 2 * hour, null, 10);
  assert(course !== null);
  const { past, even, ahead } = course;
  assertEquals(past[0], { at: t0, percent: 0 });
  assertEquals(past.at(-1)?.at, t0 + 2 * hour);
  assertEquals(even, [{ at: t0, percent: 0 }, { at: t0 + 5 * hour, percent: 100 }]);
  assert(ahead.length <= 10);
  assertEquals([ahead[0]?.at, ahead.at(-1)?.at], [t0 + 2 * hour, t0 + 5 * hour]);
  assertEquals(ahead[0]?.percent, past.at(-1)?.percent);
  ahead.forEach((point, index) => {
    assert(point.low <= point.percent && point.percent <= point.high && point.high <= 100);
    assert(index === 0 || (ahead[index - 1]?.percent ?? 0) <= point.percent);
  });
});

Deno.test("periodsAfter() keeps a bounded number of samples, the newest all", () => {
  const samples = Array.from(
    { length: 3000 },
    (_, index): [number, number] => [index * 5, Math.floor(index / 31)],
  );
  const kept: readonly Sample[] = period(samples, 20_000, { kind: "week" }).samples;
  assert(kept.length <= 175, `${kept.length}`);
  assertEquals(kept.at(-1)?.at, t0 + 2999 * 5 * minute);
  // All of a week, though there was a reading every five minutes.
  const span = (kept.at(-1)?.at ?? 0) - (kept[0]?.at ?? 0);
  assert(span >= 7 * day && span <= 8 * day, `${span / day} days`);
});
