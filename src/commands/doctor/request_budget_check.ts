/** What is left of the request budget, from the saved state: figures do not change while the budget is used up. */
import { noRequests } from "../../core/usage/request_log.ts";
import { allowedPerHour, requestsWithinHour } from "../../core/usage/request_budget.ts";
import type { Settings } from "../../core/settings.ts";
import type { SavedState } from "../../core/saved_state.ts";
import { mayRequest } from "../../core/usage/may_request.ts";
import type { Token } from "../../providers/provider.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

/** How many requests there were in this hour, and whether they, or the server, stop the program from asking. */
export function requestBudgetCheck(
  { host, messages, says }: Examination,
  { requests, gates }: SavedState,
  settings: Settings,
  token: Pick<Token, "hash" | "requestBudget"> | null,
): Check {
  const now = host.now();
  const allowed = allowedPerHour(settings.usage, token?.requestBudget ?? null);
  // If the file does not tell how many there were, more than all count as made.
  const spent = Math.min(requestsWithinHour(requests, now).length, allowed);
  const permission = mayRequest(
    { settings, requestLog: { ...noRequests, requests, gates } },
    token,
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
