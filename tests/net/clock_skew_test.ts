// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createServerClock } from "../../src/net/clock_skew.ts";

const start = Date.UTC(2026, 6, 19, 12);
const minute = 60_000, hour = 60 * minute;

/** A clock that runs with the machine's own, until somebody sets it. */
function machine() {
  let set = 0;
  const began = performance.now();
  const now = () => start + set + performance.now() - began;
  const clock = createServerClock({ now });
  const saw = (date: string | null, age?: string) =>
    clock.saw(
      new Headers({ ...(date === null ? {} : { date }), ...(age === undefined ? {} : { age }) }),
      now(),
    );
  return { clock, saw, setBy: (ms: number) => set += ms };
}

const date = (at: number) => new Date(at).toUTCString();
/** To a quarter of an hour. */
const quarters = (ms: number) => Math.round(ms / (15 * minute)) / 4;

Deno.test("skewMs() is known by a date that is minutes off, and nothing where there is none", () => {
  const rows: readonly (readonly [string | null, string | undefined, hours: number])[] = [
    [null, undefined, 0],
    ["nonsense", undefined, 0],
    [date(start), undefined, 0],
    [date(start - 4 * minute), undefined, 0],
    [date(start + 4 * minute), undefined, 0],
    [date(start - 10 * hour), undefined, 10],
    [date(start + 10 * hour), undefined, -10],
    // A stored answer, ten hours old.
    [date(start - 10 * hour), "36000", 0],
  ];
  for (const [at, age, expected] of rows) {
    const { clock, saw } = machine();
    saw(at, age);
    assertEquals(quarters(clock.skewMs()), expected, `${at} ${age}`);
  }
});

Deno.test("skewMs() is forgotten once the clock is set, and renewed by the next answer", () => {
  const { clock, saw, setBy } = machine();
  saw(date(start - 10 * hour));
  saw(null);
  assertEquals(quarters(clock.skewMs()), 10);
  setBy(-10 * hour);
  assertEquals(clock.skewMs(), 0);
  saw(date(start - 10 * hour));
  assertEquals(clock.skewMs(), 0);
});
