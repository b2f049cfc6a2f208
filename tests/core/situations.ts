/** States for tests, made from events as in the program, not by hand. */
import type { RequestBudget } from "../../src/core/usage/request_budget.ts";
import { defaultSettings, type Settings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { type Event, initialState, reduce, type State } from "../../src/core/state.ts";
import type { Failure } from "../../src/core/usage/usage_failure.ts";
import type { Limit, LimitTitle } from "../../src/core/usage/limit.ts";

export const t0 = new Date(2026, 6, 19, 14, 0, 0).getTime();
export const minute = 60_000;
export const hour = 60 * minute;

/** How often the vendor of these tests may be asked. */
export const requestBudget: RequestBudget = {
  maxPerHour: 60,
  sparePerHour: 5,
  shortestPollMs: minute,
  nearPollMs: 4 * minute,
};

export function window(title: LimitTitle, id: string, usedPercent: number, resetsAt: number | null): Limit {
  return { kind: "window", id, title, usedPercent, resetsAt };
}

/** The account of the sample of July 2026. */
export const july: readonly Limit[] = [
  window({ kind: "session" }, "session", 15, t0 + 2 * hour + 5 * minute + 1000),
  window({ kind: "week" }, "week", 48, t0 + 4 * 24 * hour),
  window({ kind: "week", scope: "Fable" }, "week:fable", 81, t0 + 4 * 24 * hour),
  {
    kind: "money",
    id: "extra",
    title: { kind: "extra" },
    spent: { minor: 40843, exponent: 2, currency: "USD" },
    cap: null,
    usedPercent: null,
  },
];

export const signedIn: Event = {
  type: "credential",
  credential: {
    kind: "token",
    account: "one",
    origin: "Claude Code",
    tokenHash: "t1",
    expiresAt: t0 + 6 * hour,
    requestBudget,
  },
  now: t0,
};

export function read(limits: readonly Limit[], now = t0): Event {
  const answer = {
    kind: "reading" as const,
    reading: { account: "one", observedAt: now, source: "endpoint" as const, limits },
  };
  return { type: "answered", answer, tokenHash: "t1", random: 0, now };
}

export function fail(failure: Failure, now = t0): Event {
  return { type: "answered", answer: { kind: "failure", failure }, tokenHash: "t1", random: 0, now };
}

export function stateAfter(events: readonly Event[], config: Settings = defaultSettings): State {
  return events.reduce(reduce, initialState(config, nothingSaved));
}
