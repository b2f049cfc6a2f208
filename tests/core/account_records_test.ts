/** What becomes of the figures of an account when its token is swapped for another account's, and back. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type AccountRecords, withReading } from "../../src/core/account_records.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { savedStateOf } from "../../src/core/saved_state.ts";
import { type Event, initialState, reduce } from "../../src/core/state.ts";
import { readingOf } from "../../src/core/usage/current_usage.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import { periodOf } from "../../src/core/usage/periods.ts";
import type { Reading } from "../../src/core/usage/reading.ts";
import { hour, minute, requestBudget, stateAfter, t0, window } from "./situations.ts";

/** What Claude Code has written down, whoever's the token is. */
const A = "u/o";
const limits = (session: number, sessionEnd: number, weekly: number, weekEnd: number): readonly Limit[] => [
  window({ kind: "session" }, "session", session, sessionEnd),
  window({ kind: "week" }, "week", weekly, weekEnd),
];
const week = 7 * 24 * hour;
const ofA = (session: number, weekly: number) => limits(session, t0 + 2 * hour, weekly, t0 + week);
const ofB = (session: number, weekly: number) => limits(session, t0 + 3 * hour, weekly, t0 + week / 2);
const token = (at: number, tokenHash: string): Event => ({
  type: "credential",
  credential: { kind: "token", account: A, origin: "Claude Code", tokenHash, expiresAt: null, requestBudget },
  now: t0 + at * minute,
});
const answer = (at: number, tokenHash: string, what: readonly Limit[]): Event => {
  const now = t0 + at * minute;
  const reading = { account: A, observedAt: now, source: "endpoint" as const, limits: what };
  return { type: "answered", answer: { kind: "reading", reading }, tokenHash, random: 0, now };
};

Deno.test("a token that is swapped and swapped back under one name goes on where it was: nothing is told again", () => {
  const before = stateAfter([token(0, "a1"), answer(0, "a1", ofA(76, 60))]);
  const series = [`limit/${A}/session/${t0}/threshold`, `cap/${A}/extra`];
  const words = { title: "", body: "", alerts: [], pulse: false, spaced: true };
  const told = reduce(before, {
    type: "told",
    told: series.map((one) => ({ series: one, mark: 75 })),
    ...words,
    now: t0,
  });
  const swapped = [token(5, "b1"), answer(5, "b1", ofB(12, 20))].reduce(reduce, told);
  assertEquals(series.filter((one) => swapped.told.some((each) => each.series === one)), []);
  // By then its token may be another, and the program may have been started anew.
  for (const hash of ["a1", "a2"]) {
    const again = initialState(defaultSettings, JSON.parse(JSON.stringify(savedStateOf(swapped))));
    for (const start of [swapped, again]) {
      const state = [token(10, hash), answer(10, hash, ofA(77, 61))].reduce(reduce, start);
      assertEquals(state.told.map((one) => one.series).filter((one) => series.includes(one)), series, hash);
      assertEquals(readingOf(state)?.limits, ofA(77, 61));
      const session = state.periods.find(({ account, limit }) => account === A && limit === "session");
      assertEquals([session?.startedAt, session?.samples.length, session?.ended], [t0, 2, null]);
      // And the other one's as well.
      const other = [token(15, "b1"), answer(15, "b1", ofB(13, 20))].reduce(reduce, state);
      assertEquals(
        other.periods.filter(({ account }) => account === A).map(({ samples }) => samples.length),
        [2, 2],
      );
      assertEquals(other.told.filter((one) => series.includes(one.series)), []);
    }
  }
});

Deno.test("a stored answer that is older than the last status line goes on with the limits that the line does not tell", () => {
  const reset = t0 + week, fable = { kind: "week", scope: "Fable" } as const;
  const whole = (percent: number, minutes: number, source: Reading["source"]): Reading => ({
    ...{ account: A, observedAt: t0 + minutes * minute, source },
    limits: [...ofA(10, 20), window(fable, "week:fable", percent, reset)],
  });
  const none: AccountRecords = { readings: [], periods: [], told: [], snoozedUntil: null };
  const at = (minutes: number) => ({ proved: false, now: t0 + minutes * minute, skewMs: 0 });
  const first = withReading(none, whole(30, 0, "endpoint"), at(0));
  const line: Reading = {
    ...{ ...whole(30, 9, "status line"), limits: [...ofA(15, 20), window(fable, "week:fable", 30, reset)] },
    update: { limits: ["session"], wholeAt: t0 },
  };
  const second = withReading(first, line, at(9));
  const { periods } = withReading(second, whole(33, 5, "cache"), at(10));
  const samples = (limit: string) =>
    periodOf(periods, A, limit)?.samples.map(({ at, percent }) => [(at - t0) / minute, percent]);
  assertEquals(samples("session"), [[0, 10], [9, 15]]);
  assertEquals(samples("week"), [[0, 20], [5, 20]]);
  assertEquals(samples("week:fable"), [[0, 30], [5, 33]]);
});
