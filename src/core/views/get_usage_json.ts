/** The JSON of `get_usage`, which scripts and an older desktop window read. Its keys are exact; a few keys were added. */
import type { Messages } from "../language/messages.ts";
import { type DailyGoalJson, dailyGoalJson } from "../usage/daily_goal.ts";
import { mayRequest } from "../usage/may_request.ts";
import { nextStep } from "../usage/schedule.ts";
import { isoTime } from "../time/iso_time.ts";
import { withShownTexts } from "../text/shown_text.ts";
import type { State } from "../state.ts";
import { scheduledToken, scheduleInput } from "../usage/schedule_input.ts";
import { usageAt } from "../usage/current_usage.ts";
import { currentLimit } from "../usage/limit.ts";
import type { Failure } from "../usage/usage_failure.ts";
import type { Reading } from "../usage/reading.ts";
import { focusAt, type FocusMode } from "../alerts/quiet_hours.ts";
import { minute } from "../time/units.ts";

export interface UsageWindow {
  /** Percent used, 0-100 and above. */
  readonly utilization: number;
  /** ISO 8601 with offset; null = the window starts on first use. */
  readonly resets_at: string | null;
}

export interface UsageObject {
  readonly five_hour: UsageWindow | null;
  readonly seven_day: UsageWindow | null;
  readonly goals?: DailyGoalJson;
  readonly focus_mode: FocusMode;
  readonly observed_at: string;
  readonly source: string;
  /** The figures are old: the server, or something on the way to it, gives no newer ones before `next_try_at`. */
  readonly stale?: true;
  readonly next_try_at?: string;
}

export interface UsageError {
  readonly error: string;
  readonly token_expired?: true;
  readonly rate_limited?: true;
  readonly offline?: true;
  readonly certificate?: true;
  readonly next_try_at?: string;
}

/**
 * What is known at `now`: figures, or old figures that cannot be renewed now, or the reason why there are none. No text in it has
 * hidden characters.
 */
export function usageObject(state: State, now: number, messages: Messages): UsageObject | UsageError {
  return withShownTexts(rawObject(state, now, messages));
}

function rawObject(state: State, now: number, messages: Messages): UsageObject | UsageError {
  const usage = usageAt(state, now);
  switch (usage.kind) {
    case "pending":
      return budgetError(state, now) ?? { error: messages.loading };
    case "fresh": {
      const refusal = refusalAt(state, now);
      const old = now - usage.reading.observedAt > freshMs;
      return figures(state, usage.reading, refusal !== null && old ? refusal : null, now, messages);
    }
    case "stale":
      // Something on the way refuses the request: the figures stay until the next try.
      if (usage.why.kind === "refused") {
        return figures(state, usage.reading, nextTryAt(state, now), now, messages);
      }
      if (usage.why.kind !== "rate-limited") return usageError(usage.why, messages);
      return figures(state, usage.reading, refusalAt(state, now) ?? now, now, messages);
    case "down":
      return usage.why.kind === "rate-limited"
        ? rateLimited(refusalAt(state, now) ?? now)
        : usageError(usage.why, messages);
  }
}

/** A reading that is younger than this counts as an answer to the present question. */
const freshMs = minute;

function usageError(failure: Failure, messages: Messages): UsageError {
  switch (failure.kind) {
    case "signed-out":
      return { error: "No OAuth token available", token_expired: true };
    case "token-expired":
    case "token-refused":
      return { error: "OAuth token expired", token_expired: true };
    case "rate-limited":
      return { error: "Rate limit exceeded", rate_limited: true };
    case "offline":
      return { error: "Network error", offline: true };
    case "certificate":
      return { error: messages.failure(failure), certificate: true };
    case "setting":
    case "scope":
    case "no-endpoint":
    case "refused":
    case "server-error":
    case "odd-body":
    case "credentials-unreadable":
      return { error: messages.failure(failure) };
  }
}

function figures(
  state: State,
  reading: Reading,
  nextTryAt: number | null,
  now: number,
  messages: Messages,
): UsageObject {
  const session = currentLimit(reading.limits, "session", now);
  return {
    five_hour: windowOf(reading, "session", now),
    seven_day: windowOf(reading, "week", now),
    ...(session === null
      ? {}
      : { goals: dailyGoalJson(state.settings.goals, session.percent, now, messages) }),
    focus_mode: focusAt(state.settings.focus_mode, state.snoozedUntil, session?.percent ?? null, now),
    observed_at: isoTime(reading.observedAt),
    source: reading.source,
    ...(nextTryAt === null ? {} : { stale: true, next_try_at: isoTime(nextTryAt) }),
  };
}

function windowOf(reading: Reading, id: string, now: number): UsageWindow | null {
  const current = currentLimit(reading.limits, id, now);
  if (current === null || current.limit.kind !== "window") return null;
  const { resetsAt } = current.limit;
  return { utilization: current.percent, resets_at: resetsAt === null ? null : isoTime(resetsAt) };
}

function budgetError(state: State, now: number): UsageError | null {
  const refusal = refusalAt(state, now);
  return refusal === null ? null : rateLimited(refusal);
}

function rateLimited(nextTryAt: number): UsageError {
  return { error: "Rate limit exceeded", rate_limited: true, next_try_at: isoTime(nextTryAt) };
}

/** Epoch ms at which the program asks again by itself. */
function nextTryAt(state: State, now: number): number {
  const step = nextStep(scheduleInput(state), now);
  return step.kind === "idle" ? now : Math.max(step.at, now);
}

/** Epoch ms until which no request is allowed, by a 429 or by the budget; null = a request is allowed now. */
function refusalAt(state: State, now: number): number | null {
  const token = scheduledToken(state.credential);
  if (token === null) return null;
  const permission = mayRequest(state, token, now);
  return permission.kind === "no" ? permission.until : null;
}
