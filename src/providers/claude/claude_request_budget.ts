/**
 * How often Claude's usage endpoint may be asked. Its limit belongs to the token, and Claude Code uses the same token. Others have
 * measured some 28 requests an hour; after more, both programs are refused.
 */
import type { RequestBudget } from "../../core/usage/request_budget.ts";
import { minute } from "../../core/time/units.ts";

export const claudeBudget: RequestBudget = {
  // As many as the settings allow at most: a person decides how many are left to Claude Code.
  maxPerHour: 60,
  sparePerHour: 5,
  shortestPollMs: minute,
  nearPollMs: 4 * minute,
};
