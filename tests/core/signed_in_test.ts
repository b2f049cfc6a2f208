/** Whose figures are shown when tokens and names change. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved, type SavedState, savedStateOf } from "../../src/core/saved_state.ts";
import { type Event, initialState, reduce, type State } from "../../src/core/state.ts";
import { readingOf } from "../../src/core/usage/current_usage.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import { hour, minute, requestBudget, t0, window } from "./situations.ts";

const week = 7 * 24 * hour;
/** Two accounts: their windows end at other times. */
const ofA = (session: number, weekly: number) => limits(session, t0 + 2 * hour, weekly, t0 + week);
const ofB = (session: number, weekly: number) => limits(session, t0 + 3 * hour, weekly, t0 + week / 2);
/** An hour past A's session: a new one runs. */
const laterOfA = (session: number, weekly: number) => limits(session, t0 + 8 * hour, weekly, t0 + week);

function limits(session: number, sessionEnd: number, weekly: number, weekEnd: number): readonly Limit[] {
  return [
    window({ kind: "session" }, "session", session, sessionEnd),
    window({ kind: "week" }, "week", weekly, weekEnd),
  ];
}

/** Of minutes, all of it. */
const token = (at: number, tokenHash: string, account: string): Event => ({
  type: "credential",
  credential: { kind: "token", account, origin: "Claude Code", tokenHash, expiresAt: null, requestBudget },
  now: t0 + at * minute,
});
const answer = (
  at: number,
  tokenHash: string,
  account: string,
  what: readonly Limit[],
  proved = false,
): Event => ({
  type: "answered",
  answer: {
    kind: "reading",
    reading: { account, observedAt: t0 + at * minute, source: "endpoint", limits: what },
    ...(proved ? { proved: true } : {}),
  },
  tokenHash,
  random: 0,
  now: t0 + at * minute,
});
const cached = (at: number, storedAt: number, account: string, what: readonly Limit[]): Event => ({
  type: "cached",
  reading: { account, observedAt: t0 + storedAt * minute, source: "cache", limits: what },
  now: t0 + at * minute,
});

/** The program ends, and begins anew with what it has kept. */
const restart = "restart";

function play(steps: readonly (Event | typeof restart)[], kept: SavedState = nothingSaved): State {
  return steps.reduce<State>(
    (state, step) =>
      step === restart
        ? initialState(defaultSettings, JSON.parse(JSON.stringify(savedStateOf(state))))
        : reduce(state, step),
    initialState(defaultSettings, kept),
  );
}

/** What is shown, and of which limits an end was seen before it was due. */
function seen(state: State): { readonly shown: readonly number[] | null; readonly early: readonly string[] } {
  const reading = readingOf(state);
  return {
    shown: reading === null ? null : reading.limits.map(({ usedPercent }) => usedPercent ?? NaN),
    early: state.periods.flatMap(({ limit, ended }) => ended?.early === true ? [limit] : []),
  };
}

const A = "a/1", B = "b/2";
const situations:
  readonly (readonly [string, readonly (Event | typeof restart)[], readonly number[] | null])[] = [
    ["a token that is renewed, until it answers", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      token(5, "a2", A),
    ], [70, 60]],
    ["a token that is renewed, and answers", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      token(5, "a2", A),
      answer(5, "a2", A, ofA(71, 60)),
    ], [71, 60]],
    ["a token that is replaced by another's, with the old name", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      token(5, "b1", A),
      answer(5, "b1", A, ofB(12, 20)),
      answer(10, "b1", A, ofB(13, 20)),
    ], [13, 20]],
    ["the same, proved by the server", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60), true),
      token(5, "b1", A),
      answer(5, "b1", "/2", ofB(12, 20), true),
      token(6, "b1", A),
    ], [12, 20]],
    ["the old account's again", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60), true),
      token(5, "b1", A),
      answer(5, "b1", "/2", ofB(12, 20), true),
      token(10, "a1", A),
    ], [70, 60]],
    ["another user's of the same organisation", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60), true),
      token(5, "b1", A),
      answer(5, "b1", A, ofB(12, 20), true),
    ], [12, 20]],
    ["a start with a token that was not seen, of figures of another", [
      token(0, "b1", A),
      answer(0, "b1", A, ofB(12, 20)),
      restart,
      token(5, "a1", A),
    ], null],
    ["the same, with its answer", [
      token(0, "b1", A),
      answer(0, "b1", A, ofB(12, 20)),
      restart,
      token(5, "a1", A),
      answer(5, "a1", A, ofA(70, 60)),
    ], [70, 60]],
    ["a start with the token that has brought the figures", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      restart,
      token(5, "a1", A),
    ], [70, 60]],
    ["a start with a token whose account was proved to be another", [
      token(0, "b1", A),
      answer(0, "b1", "/2", ofB(12, 20), true),
      restart,
      token(5, "b1", A),
    ], [12, 20]],
    ["an answer that comes after its token was replaced under the same name", [
      token(0, "b1", A),
      answer(0, "b1", A, ofB(12, 20)),
      token(5, "a1", A),
      answer(5, "a1", A, ofA(70, 60)),
      answer(6, "b1", A, ofB(13, 20)),
    ], [70, 60]],
    ["an answer that comes after another account's token", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      token(5, "b1", B),
      answer(6, "a1", A, ofA(71, 60)),
    ], null],
    ["a name that comes after its token", [
      token(0, "a1", A),
      answer(0, "a1", A, ofA(70, 60)),
      token(5, "b1", A),
      answer(5, "b1", A, ofB(12, 20)),
      token(6, "b1", B),
    ], [12, 20]],
    ["a token whose name cannot be read for a moment", [
      token(0, "a0", "Claude Code max"),
      answer(0, "a0", "Claude Code max", ofB(1, 1)),
      token(1, "a1", A),
      answer(1, "a1", A, ofA(70, 60)),
      token(5, "a1", "Claude Code max"),
    ], [70, 60]],
    ["the same, when it can be read again", [
      token(0, "a0", "Claude Code max"),
      answer(0, "a0", "Claude Code max", ofB(1, 1)),
      token(1, "a1", A),
      answer(1, "a1", A, ofA(70, 60)),
      token(5, "a1", "Claude Code max"),
      token(6, "a1", A),
    ], [70, 60]],
    ["a stored answer of before the login", [
      token(0, "a1", A),
      token(5, "b1", B),
      cached(6, 4, B, ofA(70, 60)),
    ], null],
    ["a stored answer of after the login", [
      token(0, "a1", A),
      token(5, "b1", B),
      cached(7, 6, B, ofB(12, 20)),
    ], [12, 20]],
    ["a stored answer, where nothing else is known", [token(0, "a1", A), cached(0, -5, A, ofA(70, 60))], [
      70,
      60,
    ]],
    ["a stored answer of before a login that was seen before a restart", [
      token(0, "a1", A),
      token(5, "b1", B),
      restart,
      token(7, "b1", B),
      cached(7, 4, B, ofA(70, 60)),
    ], null],
  ];
for (const [what, steps, shown] of situations) {
  Deno.test(`figures of ${what}`, () => assertEquals(seen(play(steps)), { shown, early: [] }));
}

Deno.test("a token that is renewed begins nothing anew: what was told, and what was read, stays", () => {
  const before = play([token(0, "a1", A), answer(0, "a1", A, ofA(76, 60))]);
  const session = before.periods.find(({ limit }) => limit === "session");
  const series = `limit/${A}/session/${session?.startedAt}/threshold`;
  const words = { title: "", body: "", alerts: [], pulse: false, spaced: true };
  const told = reduce(before, { type: "told", told: [{ series, mark: 75 }], ...words, now: t0 });
  for (const proved of [false, true]) {
    const state = [token(5, "a2", A), answer(5, "a2", A, ofA(77, 60), proved)].reduce(reduce, told);
    assertEquals(state.periods.map(({ startedAt, samples }) => [startedAt, samples.length]), [[t0, 2], [
      t0,
      2,
    ]]);
    assertEquals(state.told.map((one) => [one.series, one.mark]), [[series, 75]]);
    // Over the end of its session, which is told once.
    const later = [token(180, "a3", A), answer(180, "a3", A, laterOfA(5, 61), proved)].reduce(reduce, state);
    assertEquals(later.periods.map(({ limit, ended }) => [limit, ended?.early]), [["session", false], [
      "week",
      undefined,
    ]]);
  }
});

Deno.test("a new beginning forgets what was told of the other account's limits, and nothing else", () => {
  const before = play([
    token(0, "a1", A),
    answer(0, "a1", A, ofA(76, 60)),
    token(1, "b1", B),
    answer(1, "b1", B, ofB(76, 20)),
  ]);
  const start = (account: string) => before.periods.find((one) => one.account === account)?.startedAt;
  const series = [
    `limit/${A}/session/${start(A)}/threshold`,
    `limit/${B}/session/${start(B)}/threshold`,
    `cap/${A}/extra`,
  ];
  const words = { title: "", body: "", alerts: [], pulse: false, spaced: true };
  const told = reduce(before, {
    type: "told",
    told: series.map((one) => ({ series: one, mark: 75 })),
    ...words,
    now: t0,
  });
  const state = [token(5, "c1", B), answer(5, "c1", B, ofA(12, 20))].reduce(reduce, told);
  const [first, , last] = series;
  assertEquals(state.told.flatMap((one) => series.includes(one.series) ? [one.series] : []), [first, last]);
});

Deno.test("what an earlier version has kept under the user alone goes on under the whole name", () => {
  const old = play([token(0, "a1", "a"), answer(0, "a1", "a", ofA(76, 60))]);
  const series = `limit/a/session/${t0}/threshold`;
  const kept: SavedState = {
    ...savedStateOf(old),
    readings: old.readings.map(({ tokenHash: _, ...reading }) => reading),
    told: [{ series, mark: 75, at: t0 }, { series: "cap/a/extra", mark: 75, at: t0 }, {
      series: "network",
      mark: 0,
      at: t0,
    }],
    login: null,
  };
  const started = play([token(5, "a1", A)], kept);
  assertEquals(seen(started), { shown: [76, 60], early: [] });
  const state = reduce(started, answer(5, "a1", A, ofA(77, 60)));
  assertEquals(state.readings.map(({ account }) => account), [A]);
  assertEquals(state.periods.map(({ account, startedAt }) => [account, startedAt]), [[A, t0], [A, t0]]);
  assertEquals(state.told.map((one) => one.series), [
    `limit/${A}/session/${t0}/threshold`,
    `cap/${A}/extra`,
    "network",
  ]);
  // Of two organisations it may have been either.
  const other = play([token(5, "a9", "a/9"), answer(5, "a9", "a/9", ofB(12, 20))], kept);
  assertEquals(seen(other), { shown: [12, 20], early: [] });
});
