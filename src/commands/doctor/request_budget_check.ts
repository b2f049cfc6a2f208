/** What asking has left of its budget, from what was kept: a budget that is spent is why figures do not move. */
import { noRequests } from "../../core/usage/request_log.ts";
import { requestsWithinHour } from "../../core/usage/request_budget.ts";
import type { Settings } from "../../core/settings.ts";
import type { SavedState } from "../../core/saved_state.ts";
import { mayRequest } from "../../core/usage/may_request.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

/** How many requests this hour has had, and whether they, or the server, put a stop to asking. */
export function requestBudgetCheck(
  { host, messages, says }: Examination,
  { requests, gates }: SavedState,
  settings: Settings,
  tokenHash: string | null,
): Check {
  const now = host.now();
  const allowed = settings.usage.max_requests_per_hour;
  // Where no file tells how many there were, more than all count as made.
  const spent = Math.min(requestsWithinHour(requests, now).length, allowed);
  // A gate is some token's: without one, only the budget counts.
  const permission = mayRequest(
    { settings, requestLog: { ...noRequests, requests, gates } },
    tokenHash ?? "",
    now,
  );
  if (permission.kind === "yes") return ok("requests", says.requests(spent, allowed));
  const nextTry = messages.nextTry(messages.clock(permission.until, now));
  switch (permission.why) {
    case "rate-limited":
      return warning("requests", says.rateLimited(nextTry), says.waitForIt);
    case "budget":
      return warning("requests", says.budgetSpent(spent, allowed, nextTry), says.waitOrRaise);
  }
}
