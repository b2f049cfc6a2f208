/** Metrics of the usage: each account's limits, how old the figures are, and how often the vendor may still be asked. */
import { gateAt } from "../usage/wait_after_429.ts";
import { periodsOf, readingByThisClock, storedReadingOf, usageAt } from "../usage/current_usage.ts";
import { forecast } from "../forecast/forecast.ts";
import { profileOf } from "../forecast/work_profile.ts";
import { type Limit, percentAt } from "../usage/limit.ts";
import { periodOf } from "../usage/periods.ts";
import type { Reading } from "../usage/reading.ts";
import { allowedPerHour, requestsWithinHour } from "../usage/request_budget.ts";
import { scheduledToken } from "../usage/schedule_input.ts";
import type { Usage } from "../usage/usage.ts";
import type { State } from "../state.ts";
import {
  type MetricFamily,
  type MetricLabels,
  type MetricSample,
  singleMetric,
  stateSamples,
  unixSeconds,
} from "./metric_family.ts";

const usageKinds: readonly Usage["kind"][] = ["pending", "fresh", "stale", "down"];

export function usageMetrics(state: State, now: number): readonly MetricFamily[] {
  const readings = shownReadings(state);
  const active = storedReadingOf(state)?.account;
  const accounts = (value: (reading: Reading) => number | null, more?: (reading: Reading) => MetricLabels) =>
    readings.flatMap((reading) => {
      const labels = { account: accountLabel(reading.account), ...more?.(reading) };
      return sampled(labels, value(reading));
    });
  const limits = (value: (limit: Limit, reading: Reading) => number | null) =>
    readings.flatMap((reading) =>
      reading.limits.flatMap((limit) =>
        sampled({ account: accountLabel(reading.account), limit: limit.id }, value(limit, reading))
      )
    );
  return [
    {
      name: "claudeminder_usage_state",
      type: "gauge",
      help:
        "Whether the figures of the account that is signed in are fresh, stale, down or pending: 1 for what is so.",
      samples: stateSamples(usageKinds, usageAt(state, now).kind),
    },
    {
      name: "claudeminder_account_active",
      type: "gauge",
      help: "1 = this account is signed in here, 0 = it was.",
      samples: accounts(({ account }) => account === active ? 1 : 0),
    },
    {
      name: "claudeminder_reading_timestamp_seconds",
      type: "gauge",
      help: "When the server told the figures of an account.",
      samples: accounts(({ observedAt }) => unixSeconds(observedAt)),
    },
    {
      name: "claudeminder_reading_info",
      type: "gauge",
      help: "How the figures of an account came here.",
      samples: accounts(() => 1, ({ source }) => ({ source })),
    },
    {
      name: "claudeminder_limit_used_ratio",
      type: "gauge",
      help:
        "How much of a limit is used: 1 = all of it. There is none from its reset on until newer figures come.",
      samples: limits((limit) => ratio(percentAt(limit, now))),
    },
    {
      name: "claudeminder_limit_reset_timestamp_seconds",
      type: "gauge",
      help: "When a limit is reset.",
      samples: limits((limit) =>
        limit.kind === "window" && limit.resetsAt !== null ? unixSeconds(limit.resetsAt) : null
      ),
    },
    {
      name: "claudeminder_limit_runs_out_timestamp_seconds",
      type: "gauge",
      help: "When a limit runs out at the present rate, if that is before its reset.",
      samples: limits((limit, { account }) => runsOutAt(state, account, limit, now)),
    },
    ...requestMetrics(state, now),
  ];
}

function requestMetrics(state: State, now: number): readonly MetricFamily[] {
  const { credential, requestLog, settings, counts } = state;
  const token = scheduledToken(credential);
  const allowed = allowedPerHour(settings.usage, token?.requestBudget ?? null);
  const gate = token === null ? null : gateAt(requestLog.gates, token.hash, now);
  return [
    {
      name: "claudeminder_requests_total",
      type: "counter",
      help: "Requests for the usage by what came of them; refused = 429.",
      samples: Object.entries(counts.requests).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    singleMetric(
      "claudeminder_request_budget",
      "gauge",
      "How many requests any hour may have.",
      allowed,
    ),
    singleMetric(
      "claudeminder_request_budget_remaining",
      "gauge",
      "How many of them are left now.",
      Math.max(0, allowed - requestsWithinHour(requestLog.requests, now).length),
    ),
    singleMetric(
      "claudeminder_refused_until_timestamp_seconds",
      "gauge",
      "Until when nothing is asked because of a refusal (429).",
      gate === null ? null : unixSeconds(gate.until),
    ),
  ];
}

/**
 * Of every account that may be shown. Left out are an account of which an answer has to come first, and records that were set aside:
 * the name of those begins with "#", and holds the hash of a token.
 */
function shownReadings({ readings, unproved, skewMs }: State): readonly Reading[] {
  return readings.filter(({ account }) => account !== unproved && !account.startsWith("#"))
    .map((reading) => readingByThisClock(reading, skewMs));
}

/** Enough of an account's name to tell it from others, the same on each machine. Of a UUID this is its first part. */
export function accountLabel(account: string): string {
  return account.replaceAll(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "$1");
}

function sampled(labels: MetricLabels, value: number | null): readonly MetricSample[] {
  return value === null ? [] : [{ labels, value }];
}

function ratio(percent: number | null): number | null {
  return percent === null ? null : percent / 100;
}

function runsOutAt(state: State, account: string, limit: Limit, now: number): number | null {
  const period = periodOf(periodsOf(state), account, limit.id);
  const ahead = period === null ? null : forecast(period, now, profileOf(state.profiles, period));
  // To the minute: it is no more exact than that, and would be another one each time that it is worked out.
  return ahead?.kind === "runs-out" ? Math.round(unixSeconds(ahead.at) / 60) * 60 : null;
}
