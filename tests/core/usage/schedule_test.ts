/**
 * The schedule as a whole: `schedule.ts`, with `cadence.ts`, `retry_after_failure.ts`, `wait_after_429.ts`, `may_request.ts` and
 * `request_log.ts`, which it is made of.
 */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  logAfterProbe,
  logAfterRequest,
  logAfterWake,
  noRequests,
} from "../../../src/core/usage/request_log.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { hour, minute, second } from "../../../src/core/time/units.ts";
import { nextStep } from "../../../src/core/usage/schedule.ts";
import type { Answer, Reading } from "../../../src/core/usage/reading.ts";
import type { Failure, OfflineHow } from "../../../src/core/usage/usage_failure.ts";
import { cases } from "../../support/cases.ts";
import { answered, askMinutes, failing, input, reading, t0, token } from "./schedule_stage.ts";

Deno.test("nextStep() asks at once when nothing is known", () => assertEquals(askMinutes({}), 0));

Deno.test("nextStep() asks at once with a new token, however young the figures are", () => {
  const requestLog = { ...noRequests, newToken: true };
  assertEquals(askMinutes({ reading: reading(t0), requestLog }), 0);
  assertEquals(logAfterRequest(requestLog, t0).newToken, false);
});

Deno.test("nextStep() asks every 5 minutes, every 4 from orange on", () => {
  assertEquals(askMinutes({ reading: reading(t0, 74.9) }), 5);
  assertEquals(askMinutes({ reading: reading(t0, 75) }), 4);
  const slow = { ...defaultSettings, usage: { ...defaultSettings.usage, poll_minutes: 30 } };
  assertEquals(askMinutes({ reading: reading(t0, 10), settings: slow }), 30);
  assertEquals(askMinutes({ reading: reading(t0, 80), settings: slow }), 4);
});

Deno.test("nextStep() asks 5 s after a reset, once", () => {
  const resetsAt = t0 + 2 * minute;
  assertEquals(askMinutes({ reading: reading(t0, 15, resetsAt) }), 2 + 5 / 60);
  const after = resetsAt + 5 * second;
  assertEquals(askMinutes({ reading: reading(after, 15, resetsAt) }, after), (7 * 60 + 5) / 60);
});

Deno.test("nextStep() does nothing without a usable token", () => {
  assertEquals(nextStep(input({ token: null }), t0), { kind: "idle" });
  assertEquals(nextStep(input({ token: { ...token, expiresAt: t0 } }), t0), { kind: "idle" });
  assertEquals(nextStep(input({ token: { ...token, expiresAt: t0 + 1 } }), t0).kind, "ask");
});

for (const kind of ["token-refused", "scope", "no-endpoint"] as const) {
  Deno.test(`nextStep() does not repeat a question answered with ${kind}`, () => {
    assertEquals(nextStep(input({ requestLog: failing({ kind }, [t0]) }), t0 + 10 * hour), { kind: "idle" });
  });
}

const odd: Failure = { kind: "odd-body", why: { about: "system", text: "x" } };
const odds: readonly Failure[] = [{ kind: "server-error", status: 503 }, odd];
for (const failure of odds) {
  Deno.test(`nextStep() waits 1, 2, 4 minutes after ${failure.kind}, then as usual`, () => {
    const waits: number[] = [];
    const times = [t0];
    for (let i = 0; i < 5; i++) {
      const step = nextStep(
        input({ requestLog: failing(failure, times), reading: reading(t0 - minute) }),
        times.at(-1) ?? t0,
      );
      assert(step.kind === "ask");
      waits.push((step.at - (times.at(-1) ?? 0)) / minute);
      times.push(step.at);
    }
    assertEquals(waits, [1, 2, 4, 5, 5]);
  });
}

/** Runs the schedule by itself against a server that answers as told; gives the times of requests and looks. */
function simulate(
  { minutes, answer, reachable = () => false, start = t0 }: {
    minutes: number;
    answer: (now: number) => Answer;
    reachable?: (now: number) => boolean;
    start?: number;
  },
): { asks: readonly number[]; looks: readonly number[] } {
  let requestLog = noRequests;
  let known: Reading | null = null;
  const asks: number[] = [], looks: number[] = [];
  for (let now = start, steps = 0; steps < 10_000; steps++) {
    const step = nextStep(input({ requestLog, reading: known }), now);
    if (step.kind === "idle" || step.at > start + minutes * minute) break;
    now = Math.max(now, step.at);
    if (step.kind === "probe") {
      looks.push((now - start) / second);
      requestLog = logAfterProbe(requestLog, reachable(now), now);
      continue;
    }
    asks.push((now - start) / second);
    const got = answer(now);
    requestLog = answered(requestLog, got, now, 0.5);
    if (got.kind === "reading") known = got.reading;
  }
  return { asks, looks };
}

function offline(how: OfflineHow): Answer {
  return { kind: "failure", failure: { kind: "offline", how } };
}

Deno.test("nextStep() offline: 2, 4, 8, 16, 32 s, then looks every 30 s for 10 minutes, then the cadence", () => {
  const { asks, looks } = simulate({ minutes: 25, answer: () => offline("dns") });
  assertEquals(asks.slice(0, 6), [0, 2, 6, 14, 30, 62]);
  assertEquals(looks.slice(0, 3), [92, 122, 152]);
  assert(looks.every((at) => at <= 600), "no look after 10 minutes");
  assertEquals(asks.slice(6).map((at) => Math.round((at - 62) / 300)), [1, 2, 3, 4]);
});

Deno.test("nextStep() asks as soon as a look finds the server back", () => {
  const backAt = t0 + 200 * second;
  const { asks } = simulate({
    minutes: 6,
    answer: (now) => now < backAt ? offline("unreachable") : { kind: "reading", reading: reading(now) },
    reachable: (now) => now >= backAt,
  });
  assertEquals(asks.slice(6), [212]);
});

Deno.test("nextStep() does not hammer a server that takes connections and never answers", () => {
  const { asks } = simulate({ minutes: 60, answer: () => offline("timeout"), reachable: () => true });
  assert(asks.length <= 20, `${asks.length} requests in the hour`);
  assertEquals(asks.slice(0, 7), [0, 2, 6, 14, 30, 62, 92]);
  assert((asks[7] ?? 0) - 92 >= 300, "after a look that led nowhere only the cadence is left");
});

Deno.test("nextStep() retries from the start when the machine has woken up", () => {
  const requestLog = failing(
    { kind: "offline", how: "dns" },
    [0, 2, 6, 14, 30, 62, 400].map((at) => t0 + at * second),
  );
  const now = t0 + 8 * hour;
  assertEquals(nextStep(input({ requestLog: logAfterWake(requestLog, now) }), now), { kind: "ask", at: now });
  const again = answered(logAfterWake(requestLog, now), offline("dns"), now);
  assertEquals(nextStep(input({ requestLog: again }), now), { kind: "ask", at: now + 2 * second });
});

const refusals: readonly [string, number | null, number][] = [
  ["no Retry-After, or 0", null, 60],
  ["a shorter one than a minute", 5 * second, 60],
  ["seconds", 90 * second, 90],
  ["a long one", 1600 * second, 1600],
  ["longer than an hour", 90_000 * second, 3600],
];
for (const [promise, retryAfterMs, seconds] of refusals) {
  Deno.test(`nextStep() after a 429 with ${promise} waits ${seconds} s`, () => {
    const requestLog = failing({ kind: "rate-limited", retryAfterMs }, [t0]);
    assertEquals(askMinutes({ requestLog, reading: reading(t0 - hour) }) * 60, seconds);
  });
}

Deno.test("nextStep() doubles the wait of repeated 429s up to an hour, and never less than asked for", () => {
  const { asks } = simulate({
    minutes: 600,
    answer: () => ({ kind: "failure", failure: { kind: "rate-limited", retryAfterMs: null } }),
  });
  const waits = asks.slice(1).map((at, index) => Math.round((at - (asks[index] ?? 0)) / 6.3) / 10);
  assertEquals(waits.slice(0, 9), [1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

Deno.test("nextStep() never asks more often than the budget allows, whatever the server answers", () => {
  const failures: fc.Arbitrary<Failure> = fc.oneof(
    fc.record({
      kind: fc.constant("offline" as const),
      how: fc.constantFrom<OfflineHow>("timeout", "reset", "unknown"),
    }),
    fc.record({
      kind: fc.constant("rate-limited" as const),
      retryAfterMs: fc.option(fc.integer({ min: 1, max: 2e6 })),
    }),
    fc.constant<Failure>({ kind: "server-error", status: 500 }),
    fc.constant(odd),
  );
  const script = fc.array(fc.oneof(failures, fc.integer({ min: 0, max: 120 })), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(script, fc.boolean(), (answers, reachable) => {
      let turn = 0;
      const { asks } = simulate({
        minutes: 300,
        reachable: () => reachable,
        answer(now) {
          const next = answers[turn++ % answers.length] ?? 0;
          return typeof next === "number"
            ? { kind: "reading", reading: reading(now, next, now + (next + 1) * minute) }
            : { kind: "failure", failure: next };
        },
      });
      for (const at of asks) {
        const inHour = asks.filter((other) => other <= at && Math.round((at - other) * 1000) < hour).length;
        assert(inHour <= 20, `${inHour} requests in an hour`);
      }
    }),
    { numRuns: cases(300), seed: 10 },
  );
});
