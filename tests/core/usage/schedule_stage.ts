/** Readings, failures and a request log for tests of when the usage is asked for. */
// @ts-types="../../std_types/assert.d.ts"
import { assert } from "@std/assert";
import {
  logAfterAnswer,
  logAfterRequest,
  noRequests,
  type RequestLog,
} from "../../../src/core/usage/request_log.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { minute } from "../../../src/core/time/units.ts";
import { nextStep } from "../../../src/core/usage/schedule.ts";
import type { ScheduleInput } from "../../../src/core/usage/schedule_input.ts";
import type { Answer, Reading } from "../../../src/core/usage/reading.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { requestBudget } from "../situations.ts";

export const t0 = Date.UTC(2026, 6, 19, 1);
export const token = { hash: "aaaa", expiresAt: null, requestBudget };

export function reading(observedAt: number, usedPercent = 15, resetsAt: number | null = null): Reading {
  const limit: Limit = { kind: "window", id: "session", title: { kind: "session" }, usedPercent, resetsAt };
  return { account: "a", observedAt, source: "endpoint", limits: [limit] };
}

export function input(part: Partial<ScheduleInput>): ScheduleInput {
  return { settings: defaultSettings, token, reading: null, requestLog: noRequests, ...part };
}

export function answered(requestLog: RequestLog, answer: Answer, now: number, random = 0): RequestLog {
  return logAfterAnswer(logAfterRequest(requestLog, now), answer, { tokenHash: token.hash, random, now });
}

export function failing(failure: Failure, times: readonly number[]): RequestLog {
  return times.reduce(
    (requestLog, now) => answered(requestLog, { kind: "failure", failure }, now),
    noRequests,
  );
}

/** Minutes from t0 to the next ask. */
export function askMinutes(part: Partial<ScheduleInput>, now = t0): number {
  const step = nextStep(input(part), now);
  assert(step.kind === "ask", JSON.stringify(step));
  return (step.at - t0) / minute;
}
