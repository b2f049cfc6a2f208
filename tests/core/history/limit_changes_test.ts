import { assertEquals } from "@std/assert";
import { changesIn, type SeenLimits } from "../../../src/core/history/limit_changes.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import type { Reading } from "../../../src/core/usage/reading.ts";
import { hour, minute, second } from "../../../src/core/time/units.ts";

const noon = Date.UTC(2026, 6, 20, 12);
const reset = noon + 3 * hour;

function reading(minutes: number, limits: readonly Limit[], rest: Partial<Reading> = {}): Reading {
  return { account: "ann", observedAt: noon + minutes * minute, source: "endpoint", limits, ...rest };
}

function session(usedPercent: number | null, resetsAt: number | null = reset): Limit {
  return { kind: "window", id: "session", title: { kind: "session" }, usedPercent, resetsAt };
}

/** The changes of each reading, one after the other: minute, percent, reset in minutes, when the value before was seen last. */
function told(readings: readonly Reading[]) {
  let seen: SeenLimits = new Map();
  return readings.map((one) => {
    const { changes, seen: after } = changesIn(one, seen);
    seen = after;
    return changes.map(({ row }) => [
      (row.at - noon) / minute,
      row.last,
      row.resetsAt === null ? null : (row.resetsAt - noon) / minute,
      row.seenBefore === null ? null : (row.seenBefore - noon) / minute,
    ]);
  });
}

const cases: readonly {
  readonly name: string;
  readonly readings: readonly Reading[];
  readonly gives: ReturnType<typeof told>;
}[] = [
  {
    name: "limits that a status line does not tell have not been seen again",
    readings: [
      reading(0, [session(10), { ...session(50), id: "week:fable" }]),
      reading(5, [session(12), { ...session(50), id: "week:fable" }], {
        source: "status line",
        update: { limits: ["session"], wholeAt: noon },
      }),
      reading(10, [session(12), { ...session(52), id: "week:fable" }]),
    ],
    gives: [[[0, 10, 180, null], [0, 50, 180, null]], [[5, 12, 180, 0]], [[10, 52, 180, 0]]],
  },
  {
    name: "what a whole answer tells is seen when it was told, though a status line is newer",
    readings: [
      reading(0, [session(10), { ...session(50), id: "week:fable" }]),
      reading(9, [session(12), { ...session(50), id: "week:fable" }], {
        source: "status line",
        update: { limits: ["session"], wholeAt: noon },
      }),
      reading(9, [session(12), { ...session(53), id: "week:fable" }], {
        source: "status line",
        update: { limits: ["session"], wholeAt: noon + 5 * minute },
      }),
    ],
    gives: [[[0, 10, 180, null], [0, 50, 180, null]], [[9, 12, 180, 0]], [[5, 53, 180, 0]]],
  },
  {
    name: "limits that were never told at once are seen when each is told",
    readings: [
      reading(0, [session(10)], { source: "status line", update: { limits: ["session"], wholeAt: null } }),
      reading(5, [session(10), { ...session(50), id: "week" }], {
        source: "status line",
        update: { limits: ["week"], wholeAt: null },
      }),
      reading(10, [session(11)]),
    ],
    gives: [[[0, 10, 180, null]], [[5, 50, 180, null]], [[10, 11, 180, 0]]],
  },
  {
    name: "a reading that tells the same gives no row",
    readings: [reading(0, [session(10)]), reading(5, [session(10)]), reading(10, [session(10)])],
    gives: [[[0, 10, 180, null]], [], []],
  },
  {
    name: "a row says when what was before it was seen last",
    readings: [reading(0, [session(10)]), reading(5, [session(10)]), reading(10, [session(11)])],
    gives: [[[0, 10, 180, null]], [], [[10, 11, 180, 5]]],
  },
  {
    name: "the jitter of a reset gives no row, a reset that moves does",
    readings: [
      reading(0, [session(10)]),
      reading(5, [session(10, reset + 40 * second)]),
      reading(10, [session(10, reset + 6 * minute)]),
    ],
    gives: [[[0, 10, 180, null]], [], [[10, 10, 186, 5]]],
  },
  {
    name: "a reset that creeps gives a row for every five minutes of its way",
    readings: Array.from(
      { length: 6 },
      (_, index) => reading(index, [session(10, reset + index * 2 * minute)]),
    ),
    gives: [[[0, 10, 180, null]], [], [], [[3, 10, 186, 2]], [], []],
  },
  {
    name: "a window that begins and one that is over give rows",
    readings: [
      reading(0, [session(0, null)]),
      reading(5, [session(0)]),
      reading(10, [session(0, null)]),
    ],
    gives: [[[0, 0, null, null]], [[5, 0, 180, 0]], [[10, 0, null, 5]]],
  },
  {
    name: "a tiny error of a float is no change",
    readings: [reading(0, [session(29)]), reading(5, [session(28.999999999999996)])],
    gives: [[[0, 29, 180, null]], []],
  },
  {
    name: "after hours without a reading there is a row, though nothing has changed",
    readings: [reading(0, [session(10)]), reading(120, [session(10)]), reading(241, [session(10)])],
    gives: [[[0, 10, 180, null]], [], [[241, 10, 180, 120]]],
  },
  {
    name: "a limit without a percentage gives no row, and one that is missing changes nothing",
    readings: [
      reading(0, [session(null)]),
      reading(5, [session(3)]),
      reading(10, []),
      reading(15, [session(3)]),
    ],
    gives: [[], [[5, 3, 180, null]], [], []],
  },
  {
    name: "money gives a row by its percentage",
    readings: [
      reading(0, [{
        kind: "money",
        id: "extra",
        title: { kind: "extra" },
        spent: null,
        cap: null,
        usedPercent: 4,
      }]),
      reading(5, [{
        kind: "money",
        id: "extra",
        title: { kind: "extra" },
        spent: null,
        cap: null,
        usedPercent: null,
      }]),
    ],
    gives: [[[0, 4, null, null]], []],
  },
  {
    name: "parts of a millisecond are rounded, and what is no number gives no row",
    readings: [
      reading(0, [session(10, reset + 0.4)], { observedAt: noon + 0.4 }),
      reading(5, [session(NaN)]),
    ],
    gives: [[[0, 10, 180, null]], []],
  },
  {
    name: "accounts are kept apart",
    readings: [reading(0, [session(10)]), reading(1, [session(10)], { account: "bob" })],
    gives: [[[0, 10, 180, null]], [[1, 10, 180, null]]],
  },
];

for (const { name, readings, gives } of cases) {
  Deno.test(`changesIn(): ${name}`, () => assertEquals(told(readings), gives));
}
