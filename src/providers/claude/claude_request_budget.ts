/**
 * How often Claude's usage endpoint may be asked. Its limit belongs to the token, and Claude Code shares it: others have measured
 * some 28 requests an hour, after which both are locked out.
 */
import type { RequestBudget } from "../../core/usage/request_budget.ts";
import { minute } from "../../core/time/units.ts";

export const claudeBudget: RequestBudget = {
  // As much as the settings allow at most: a person decides how much of it is left to Claude Code.
  maxPerHour: 60,
  sparePerHour: 5,
  shortestPollMs: minute,
  nearPollMs: 4 * minute,
};
