/** Whether a request is allowed now: not while a 429 makes its token wait, nor when the hour's budget is spent. */
import { roomForRequestAt } from "./request_budget.ts";
import type { ScheduleInput } from "./schedule_input.ts";
import { gateAt } from "./wait_after_429.ts";

export type RequestPermission =
  | { readonly kind: "yes" }
  /** `until`: epoch ms of the next moment at which a request is allowed. */
  | { readonly kind: "no"; readonly until: number; readonly why: "rate-limited" | "budget" };

/** Whether a person's "refresh now" may ask at `now`. */
export function mayRequest(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  tokenHash: string,
  now: number,
): RequestPermission {
  const gate = gateAt(input.requestLog.gates, tokenHash, now);
  if (gate !== null) return { kind: "no", until: gate.until, why: "rate-limited" };
  const budget = budgetFreeAt(input, now);
  return budget > now ? { kind: "no", until: budget, why: "budget" } : { kind: "yes" };
}

/** Epoch ms from which a request is allowed, by the gate and by the budget; in the past = it is now. */
export function requestAllowedAt(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  tokenHash: string,
  now: number,
): number {
  return Math.max(gateAt(input.requestLog.gates, tokenHash, now)?.until ?? 0, budgetFreeAt(input, now));
}

/** Epoch ms from which the hour's budget has room for one more; in the past = it has now. */
function budgetFreeAt(
  { settings, requestLog }: Pick<ScheduleInput, "settings" | "requestLog">,
  now: number,
): number {
  return roomForRequestAt(requestLog.requests, settings.usage.max_requests_per_hour, now);
}
