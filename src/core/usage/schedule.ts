/**
 * The schedule: when the program asks by itself. The vendor's limit on requests belongs to the token, and the vendor's own program
 * shares it, so requests are scarce: the cadence, the retries after failures, the wait after a 429 and the request budget all count.
 */
import { cadenceMs, regularRequestAt } from "./cadence.ts";
import type { RequestBudget } from "./request_budget.ts";
import { requestAllowedAt } from "./may_request.ts";
import { type NextStep, retryStep } from "./retry_after_failure.ts";
import type { ScheduleInput } from "./schedule_input.ts";

/** The next thing to do by itself. */
export function nextStep(input: ScheduleInput, now: number): NextStep {
  const { token } = input;
  if (token === null || (token.expiresAt !== null && token.expiresAt <= now)) return { kind: "idle" };
  const step = wantedStep(input, token.requestBudget, now);
  switch (step.kind) {
    case "idle":
    case "probe":
      return step;
    case "ask":
      return { kind: "ask", at: Math.max(step.at, requestAllowedAt(input, token, now)) };
  }
}

/** What would be done if a request were always allowed. */
function wantedStep(input: ScheduleInput, budget: RequestBudget, now: number): NextStep {
  const { failureRun, probe } = input.requestLog;
  return failureRun === null
    ? { kind: "ask", at: regularRequestAt(input, budget, now) }
    : retryStep(failureRun, { probe, cadenceMs: cadenceMs(input, budget, now), now });
}
