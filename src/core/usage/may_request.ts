/** Whether a request is allowed now: not while a 429 makes its token wait, nor when the hour's budget is spent. */
import { allowedPerHour, roomForRequestAt } from "./request_budget.ts";
import type { ScheduledToken, ScheduleInput } from "./schedule_input.ts";
import { gateAt } from "./wait_after_429.ts";

export type RequestPermission =
  | { readonly kind: "yes" }
  /** `until`: epoch ms of the next moment at which a request is allowed. */
  | { readonly kind: "no"; readonly until: number; readonly why: "rate-limited" | "budget" };

/** What is asked with: a token's hash and budget; null = only the settings limit how often. */
type Asker = Pick<ScheduledToken, "hash" | "requestBudget"> | null;

/** Whether a person's "refresh now" may ask at `now`. */
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

/** Epoch ms from which a request is allowed, by the gate and by the budget; in the past = it is now. */
export function requestAllowedAt(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  token: ScheduledToken,
  now: number,
): number {
  const gate = gateAt(input.requestLog.gates, token.hash, now);
  return Math.max(gate?.until ?? 0, budgetFreeAt(input, token, now));
}

/** Epoch ms from which the hour's budget has room for one more; in the past = it has now. */
function budgetFreeAt(
  { settings, requestLog }: Pick<ScheduleInput, "settings" | "requestLog">,
  token: Asker,
  now: number,
): number {
  const allowed = allowedPerHour(settings.usage, token?.requestBudget ?? null);
  return roomForRequestAt(requestLog.requests, allowed, now);
}
