/** Whether a request is allowed now. It is not while its token waits after a 429, nor when the budget of the hour is spent. */
import { allowedPerHour, roomForRequestAt } from "./request_budget.ts";
import type { ScheduledToken, ScheduleInput } from "./schedule_input.ts";
import { gateAt } from "./wait_after_429.ts";

export type RequestPermission =
  | { readonly kind: "yes" }
  /** `until`: epoch ms of the next moment at which a request is allowed. */
  | { readonly kind: "no"; readonly until: number; readonly why: "rate-limited" | "budget" };

/** The token of the request; null = there is none: only the settings limit how often is asked. */
type Asker = Pick<ScheduledToken, "hash" | "requestBudget"> | null;

/** Whether a request is allowed at `now`, when a person wants one. */
export function mayRequest(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  token: Asker,
  now: number,
): RequestPermission {
  const gate = token === null ? null : gateAt(input.requestLog.gates, token.hash, now);
  if (gate !== null) return { kind: "no", until: gate.until, why: "rate-limited" };
  const budget = budgetFreeAt(input, token, now);
  return budget > now ? { kind: "no", until: budget, why: "budget" } : { kind: "yes" };
}

/** Epoch ms from which a request is allowed by the gate and by the budget; a time in the past = it is allowed now. */
export function requestAllowedAt(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  token: ScheduledToken,
  now: number,
): number {
  const gate = gateAt(input.requestLog.gates, token.hash, now);
  return Math.max(gate?.until ?? 0, budgetFreeAt(input, token, now));
}

/** Epoch ms from which the budget of the hour has room for one more request; a time in the past = it has room now. */
function budgetFreeAt(
  { settings, requestLog }: Pick<ScheduleInput, "settings" | "requestLog">,
  token: Asker,
  now: number,
): number {
  const allowed = allowedPerHour(settings.usage, token?.requestBudget ?? null);
  return roomForRequestAt(requestLog.requests, allowed, now);
}
