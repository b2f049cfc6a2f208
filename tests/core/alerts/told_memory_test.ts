/** What was told is remembered for as long as it could be told again, and no longer. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { reduce, type State } from "../../../src/core/state.ts";
import { hour, minute, read, signedIn, stateAfter, t0 } from "../situations.ts";
import { at, restart, session, testStories, week } from "./alert_stories.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";

const tells = (state: State, series: string, now: number) =>
  reduce(state, {
    type: "told",
    told: [{ series, mark: 75 }],
    ...{ alerts: [], title: "", body: "", pulse: false, spaced: true },
    now,
  });
const seriesOf = ({ told }: State) => told.map(({ series }) => series);

Deno.test("toldAfterReading() remembers a period's marks for the next one, and forgets them with the one after", () => {
  // Three sessions that begin one after the other, each with a mark, beside a week that goes on.
  let state = stateAfter([signedIn]);
  const marks: string[] = [];
  const remembered: (readonly string[])[] = [];
  for (const begin of [0, 60, 120]) {
    state = reduce(state, read([session(76, begin + 60), week(80)], at(begin)));
    remembered.push(seriesOf(state));
    const mark = `limit/one/session/${at(begin)}/threshold`;
    marks.push(mark);
    state = tells(state, mark, at(begin));
    if (begin === 0) state = tells(state, `limit/one/week/${t0}/threshold`, at(begin));
  }
  const [first = "", second = ""] = marks;
  const ofWeek = `limit/one/week/${t0}/threshold`;
  assertEquals(remembered, [[], [first, ofWeek], [ofWeek, second]]);
});

Deno.test("toldAfterReading() leaves what was told of another account, whose periods go on", () => {
  const state = tells(stateAfter([signedIn, read([week(80)])]), `limit/one/week/${t0}/threshold`, t0);
  const other = {
    kind: "reading",
    reading: { account: "two", observedAt: t0 + hour, source: "endpoint", limits: [week(10)] },
  } as const;
  const now = t0 + hour;
  const after = reduce(state, { type: "answered", answer: other, tokenHash: "t2", random: 0, now });
  assertEquals(seriesOf(after), [`limit/one/week/${t0}/threshold`]);
});

const cap = (usedPercent: number | null): readonly Limit[] => [{
  kind: "money",
  id: "extra",
  title: { kind: "extra" },
  spent: { minor: 100, exponent: 2, currency: "USD" },
  cap: { minor: 5000, exponent: 2, currency: "USD" },
  usedPercent,
}];

testStories([
  {
    name: "a cap not again when less than ten points were a correction",
    steps: [[0, cap(92)], [5, cap(81)], [10, cap(92)]],
    told: ["0 extra 90%"],
  },
  {
    name: "a cap again in the next month, of which nothing tells but the fall",
    steps: [[0, cap(92)], [24 * 60, cap(3)], [24 * 60 + 5, cap(3)], [3 * 24 * 60, cap(91)]],
    told: ["0 extra 90%", `${3 * 24 * 60} extra 90%`],
  },
  {
    name: "a cap that falls by ten points below the mark is another month's",
    steps: [[0, cap(92)], [60, cap(80)], [65, cap(80)], [120, cap(92)]],
    told: ["0 extra 90%", "65 extra 75%", "120 extra 90%"],
  },
  {
    name: "a cap not again when its percentage is not known for a while",
    steps: [[0, cap(92)], [60, cap(null)], [65, cap(null)], [120, cap(92)]],
    told: ["0 extra 90%"],
  },
  {
    name: "a cap not again after one low answer, also when the program begins anew",
    steps: [[0, cap(92)], [5, cap(3)], [6, restart], [10, cap(92)], [15, cap(92)]],
    told: ["0 extra 90%"],
  },
  {
    name: "a cap not again when a reading leaves it out",
    steps: [[0, cap(92)], [60, [week(10)]], [120, cap(92)]],
    told: ["0 extra 90%"],
  },
]);

Deno.test("toldAfter() forgets what was told of agents after a week", () => {
  const week_ = 7 * 24 * hour;
  const state = tells(stateAfter([signedIn]), "opencode-waiting:1:2:per_1", t0);
  assertEquals(seriesOf(tells(state, "network", t0 + week_ - minute)).length, 2);
  assertEquals(seriesOf(tells(state, "network", t0 + week_)), ["network"]);
});
