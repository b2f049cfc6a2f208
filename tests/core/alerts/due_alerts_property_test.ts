/** Alerts through random days: readings, gaps, restarts, snoozes, clock jumps, and times when nothing can be shown. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { hour, minute, read, t0, window } from "../situations.ts";
import { restart } from "./alert_stories.ts";
import { settingsWith, startTeller, type Teller } from "./teller.ts";
import { cases } from "../../support/cases.ts";

type Step =
  | { readonly does: "work"; readonly session: number; readonly week: number; readonly minutes: number }
  | { readonly does: "idle"; readonly minutes: number }
  | { readonly does: "snooze"; readonly minutes: number }
  | { readonly does: "resume" | "restart" | "break" | "mend" | "look" }
  | { readonly does: "jump"; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("work" as const),
      session: fc.nat(35),
      week: fc.nat(12),
      minutes: fc.constantFrom(0.2, 0.5, 4, 5, 20, 90),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("idle" as const), minutes: fc.nat(400) }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("snooze" as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constantFrom("resume", "restart", "break", "mend", "look", "look") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("jump" as const),
      minutes: fc.integer({ min: -200, max: 200 }),
    }),
  },
);

/** The server's own truth: when each limit is reset, and how much of it is used. */
interface Truth {
  readonly id: "session" | "week";
  readonly lengthMs: number;
  period: number;
  percent: number;
  resetsAt: number;
}

const config = settingsWith({ reminder: { before_reset_minutes: [], on_reset: false } });
const thresholds = config.reminder.percentage_thresholds;

Deno.test("alerts are told once, never two within a minute, and never withheld", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: "max" }), play), {
    numRuns: cases(400),
    seed: 10,
  });
});

function play(steps: readonly Step[]): void {
  const teller = startTeller(config, t0);
  restart(teller);
  const truths: readonly Truth[] = [
    { id: "session", lengthMs: 5 * hour, period: 0, percent: 0, resetsAt: t0 + 5 * hour },
    { id: "week", lengthMs: 7 * 24 * hour, period: 0, percent: 0, resetsAt: t0 + 30 * hour },
  ];
  /** The true time, which the clock shows but for jumps. */
  let time = t0;
  let works = true;
  /** Periods in which the clock was wrong: what happens in them need not be understood, only not be told twice. */
  const doubtful = new Set<string>();
  const told = new Set<string>();
  let checked = 0;

  for (const next of steps) {
    switch (next.does) {
      case "work":
        pass(next.minutes);
        for (const truth of truths) truth.percent += next[truth.id];
        teller.happen(read(limitsOf(truths, time), teller.now()));
        break;
      case "idle":
        pass(next.minutes);
        break;
      case "snooze":
        teller.happen({
          type: "snoozed",
          until: teller.now() + next.minutes * minute,
          now: teller.now(),
        });
        break;
      case "resume":
        teller.happen({ type: "snoozed", until: null, now: teller.now() });
        break;
      case "restart":
        restart(teller);
        break;
      case "break":
      case "mend":
        works = next.does === "mend";
        teller.deliver(works);
        break;
      case "look":
        pass(1.5);
        noteTold();
        if (works && !snoozed(teller)) truths.forEach(nothingWithheld);
        break;
      case "jump":
        for (const truth of truths) doubtful.add(nameOf(truth));
        teller.jumpTo(teller.now() + next.minutes * minute);
        break;
    }
    noteTold();
  }

  function pass(minutes: number): void {
    time += minutes * minute;
    teller.passTo(teller.now() + minutes * minute);
    for (const truth of truths) {
      while (truth.resetsAt <= time) {
        truth.period += 1;
        truth.percent = 0;
        truth.resetsAt += truth.lengthMs;
        if (teller.now() !== time) doubtful.add(nameOf(truth));
      }
    }
  }

  function noteTold(): void {
    for (const { alerts } of teller.told.slice(checked)) {
      for (const { facts } of alerts) {
        if (facts.kind !== "threshold") continue;
        const limit = facts.limit;
        const resetsAt = limit.kind === "window" ? Math.round((limit.resetsAt ?? 0) / (10 * minute)) : 0;
        const key = `${limit.id} ${resetsAt} ${facts.threshold}`;
        assert(!told.has(key), `told twice: ${key}`);
        told.add(key);
      }
    }
    const times = teller.told.map(({ at }) => at);
    for (let i = Math.max(1, checked); i < times.length; i++) {
      assert(Math.abs((times[i] ?? 0) - (times[i - 1] ?? 0)) >= minute, "two within a minute");
    }
    checked = teller.told.length;
  }

  function nothingWithheld(truth: Truth): void {
    const limit = teller.state().readings[0]?.limits.find(({ id }) => id === truth.id);
    if (limit?.kind !== "window" || limit.resetsAt === null || doubtful.has(nameOf(truth))) return;
    // Until the next reading the figures are of a period that is over.
    if (Math.abs(limit.resetsAt - truth.resetsAt) > minute) return;
    const reached = thresholds.filter((threshold) => (limit.usedPercent ?? 0) >= threshold);
    if (reached.length === 0) return;
    const resetsAt = Math.round(limit.resetsAt / (10 * minute));
    const key = `${limit.id} ${resetsAt} ${Math.max(...reached)}`;
    assertEquals(told.has(key), true, `withheld: ${key} at ${limit.usedPercent}%`);
  }
}

function limitsOf(truths: readonly Truth[], time: number): readonly Limit[] {
  return truths.map(({ id, percent, resetsAt }) =>
    // Servers jitter.
    window({ kind: id }, id, percent, resetsAt + (time % 7 - 3) * 400)
  );
}

function nameOf({ id, period }: Truth): string {
  return `${id} ${period}`;
}

function snoozed(teller: Teller): boolean {
  const { snoozedUntil } = teller.state();
  return snoozedUntil !== null && snoozedUntil > teller.now();
}
