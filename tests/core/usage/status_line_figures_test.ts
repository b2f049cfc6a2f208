/** What a reading becomes by the figures of a status line: newer ones are taken, old ones and those of others are not. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Limit, WindowLimit } from "../../../src/core/usage/limit.ts";
import type { Reading } from "../../../src/core/usage/reading.ts";
import { withFigures, withNewerFigures } from "../../../src/core/usage/status_line_figures.ts";
import { day, hour, minute } from "../../../src/core/time/units.ts";
import { t0 } from "../situations.ts";

const sessionEnd = t0 + 2 * hour, weekEnd = t0 + 3 * day;

function window(id: "session" | "week", usedPercent: number, resetsAt: number): WindowLimit {
  return { kind: "window", id, title: { kind: id }, usedPercent, resetsAt };
}

const fable: Limit = {
  kind: "window",
  id: "week:fable",
  title: { kind: "week", scope: "Fable" },
  usedPercent: 81,
  resetsAt: weekEnd,
};

const whole: Reading = {
  account: "one",
  observedAt: t0,
  source: "endpoint",
  tokenHash: "t1",
  limits: [window("session", 15.4, sessionEnd), window("week", 40, weekEnd), fable],
};

interface Case {
  readonly name: string;
  readonly known?: Reading;
  readonly told: readonly WindowLimit[];
  /** Minutes after the whole answer. */
  readonly after?: number;
  readonly isNew?: boolean;
  readonly skewMs?: number;
  /** What is known then of each limit, and which were told; null = nothing changes. */
  readonly then: readonly [Readonly<Record<string, number>>, readonly string[]] | null;
}

const cases: readonly Case[] = [
  {
    name: "figures that have risen, and the model's cap stays",
    told: [window("session", 20, sessionEnd), window("week", 41, weekEnd)],
    then: [{ "session": 20, "week": 41, "week:fable": 81 }, ["session", "week"]],
  },
  {
    name: "figures that are the same, and told anew, rounded or not",
    told: [window("session", 15, sessionEnd + minute), window("week", 40, weekEnd)],
    then: [{ "session": 15.4, "week": 40, "week:fable": 81 }, ["session", "week"]],
  },
  {
    name: "figures that are the same, and may be old",
    told: [window("session", 15, sessionEnd), window("week", 40, weekEnd)],
    isNew: false,
    then: null,
  },
  {
    name: "one that has risen, and so the other is as new",
    told: [window("session", 30, sessionEnd), window("week", 40, weekEnd)],
    isNew: false,
    then: [{ "session": 30, "week": 40, "week:fable": 81 }, ["session", "week"]],
  },
  {
    name: "figures from before the answer",
    told: [window("session", 12, sessionEnd), window("week", 45, weekEnd)],
    then: null,
  },
  {
    name: "another time of the reset, as another account has it",
    told: [window("session", 60, sessionEnd + hour), window("week", 45, weekEnd)],
    then: null,
  },
  {
    name: "a new session, of which the last answer does not know",
    told: [window("session", 2, sessionEnd + 5 * hour), window("week", 42, weekEnd)],
    after: 130,
    then: [{ "session": 2, "week": 42, "week:fable": 81 }, ["session", "week"]],
  },
  {
    name: "a session that has ended since it was told",
    told: [window("session", 90, sessionEnd), window("week", 42, weekEnd)],
    after: 130,
    then: [{ "session": 15.4, "week": 42, "week:fable": 81 }, ["week"]],
  },
  {
    name: "an end that no session can have",
    told: [window("session", 90, t0 + 6 * hour)],
    known: { ...whole, limits: [] },
    then: null,
  },
  {
    name: "a session of which only that it had not begun was known",
    known: { ...whole, limits: [{ ...window("session", 0, 0), resetsAt: null }, fable] },
    told: [window("session", 3, sessionEnd)],
    then: [{ "session": 3, "week:fable": 81 }, ["session"]],
  },
  {
    name: "nothing at all",
    told: [],
    then: null,
  },
  {
    name: "resets by the server's clock, with this machine's an hour ahead",
    told: [window("session", 20, t0 + 30 * minute)],
    known: { ...whole, limits: [window("session", 15, t0 + 30 * minute)] },
    after: 40,
    skewMs: hour,
    then: [{ session: 20 }, ["session"]],
  },
];

for (const { name, known = whole, told, after = 3, isNew = true, skewMs = 0, then } of cases) {
  Deno.test(`withFigures(): ${name}`, () => {
    const at = t0 + after * minute;
    const reading = withFigures(known, "one", { limits: told, at, isNew }, skewMs);
    if (then === null) return assert(reading === known);
    const percents = Object.fromEntries(
      (reading?.limits ?? []).map(({ id, usedPercent }) => [id, usedPercent]),
    );
    assertEquals([percents, reading?.update], [then[0], { limits: then[1], wholeAt: t0 }]);
    assertEquals([reading?.observedAt, reading?.source, reading?.tokenHash], [at, "status line", "t1"]);
  });
}

Deno.test("withFigures() begins a reading, and it is known that it was never whole", () => {
  const told = { limits: [window("session", 20, sessionEnd)], at: t0, isNew: false };
  assertEquals(withFigures(null, "two", told, 0), {
    account: "two",
    observedAt: t0,
    source: "status line",
    limits: told.limits,
    update: { limits: ["session"], wholeAt: null },
  });
  assertEquals(withFigures(null, "two", { ...told, limits: [] }, 0), null);
});

Deno.test("withFigures() keeps when the whole was told over many status lines, and takes none from the past", () => {
  const figures = (percent: number, after: number) => ({
    limits: [window("session", percent, sessionEnd)],
    at: t0 + after * minute,
    isNew: true,
  });
  const first = withFigures(whole, "one", figures(20, 1), 0);
  const second = withFigures(first, "one", figures(25, 2), 0);
  assertEquals(second?.update, { limits: ["session"], wholeAt: t0 });
  assert(withFigures(second, "one", figures(30, 1), 0) === second);
});

Deno.test("withNewerFigures() puts newer figures into a whole answer, and nothing else", () => {
  const told = { limits: [window("session", 20, sessionEnd)], at: t0 + 9 * minute, isNew: true };
  const known = withFigures(whole, "one", told, 0);
  const stored: Reading = {
    ...whole,
    source: "cache",
    observedAt: t0 + 5 * minute,
    limits: [window("session", 18, sessionEnd), { ...fable, usedPercent: 83 }],
  };
  assertEquals(withNewerFigures(stored, known), {
    ...stored,
    observedAt: t0 + 9 * minute,
    source: "status line",
    limits: [window("session", 20, sessionEnd), { ...fable, usedPercent: 83 }],
    update: { limits: ["session"], wholeAt: t0 + 5 * minute },
  });
  assertEquals(withNewerFigures({ ...stored, observedAt: t0 + 10 * minute }, known).source, "cache");
  assert(withNewerFigures(stored, whole) === stored);
});
