/** What the kinds of alerts are given: everything that they may depend on, at one moment. */
import type { AgentsState } from "../agents/sources.ts";
import type { Sidecar } from "../sidecars/sidecar_state.ts";
import type { Settings } from "../settings.ts";
import type { Credential } from "../usage/credential.ts";
import type { Period } from "../usage/periods.ts";
import type { RequestLog } from "../usage/request_log.ts";
import { type Usage } from "../usage/usage.ts";
import type { Failure } from "../usage/usage_failure.ts";
import { percentAt, type WindowLimit } from "../usage/limit.ts";
import type { Reading } from "../usage/reading.ts";
import type { WorkProfile } from "../forecast/work_profile.ts";
import { periodName } from "./series.ts";
import type { Told } from "./told.ts";

export interface Situation {
  /** Epoch ms. */
  readonly now: number;
  readonly settings: Settings;
  readonly usage: Usage;
  /** The last good reading of the account, with resets by this machine's clock. */
  readonly reading: Reading | null;
  /** Of all accounts, with resets by this machine's clock. */
  readonly periods: readonly Period[];
  readonly credential: Credential;
  readonly requestLog: RequestLog;
  /** When the program asks next by itself, epoch ms; null = not before something changes. */
  readonly nextTryAt: number | null;
  /** How far this machine's clock is ahead, in ms; 0 = it is right, as far as is known. */
  readonly skewMs: number;
  readonly told: readonly Told[];
  /** The days of the person, as far as they are known. */
  readonly profiles: readonly WorkProfile[];
  /** The coding agents on this machine. */
  readonly agents: AgentsState;
  readonly sidecars: readonly Sidecar[];
}

/** A limit whose period runs, with the percentage that is used. */
export interface RunningLimit {
  readonly limit: WindowLimit;
  readonly percent: number;
  readonly period: Period;
}

/** The limits of the account whose percentage is known, each in its period. */
export function runningLimits({ reading, periods, now }: Situation): readonly RunningLimit[] {
  if (reading === null) return [];
  return reading.limits.flatMap((limit) => {
    const percent = percentAt(limit, now);
    if (limit.kind !== "window" || percent === null) return [];
    const period = periods.find((one) => one.account === reading.account && one.limit === limit.id);
    return period === undefined ? [] : [{ limit, percent, period }];
  });
}

/** The periods of the account that is signed in. */
export function ownPeriods({ reading, periods }: Situation): readonly Period[] {
  return reading === null ? [] : periods.filter(({ account }) => account === reading.account);
}

/** The period of that name, while it runs. */
export function runningPeriod({ periods, now }: Situation, name: string): Period | null {
  return periods.find((period) =>
    periodName(period) === name && (period.resetsAt === null || period.resetsAt > now)
  ) ?? null;
}

/** Why no newer figures come, since when (epoch ms), and how old those are that are there; null = nothing is wrong. */
export function troubleIn(
  { usage }: Situation,
): { readonly why: Failure; readonly since: number; readonly observedAt: number | null } | null {
  switch (usage.kind) {
    case "pending":
    case "fresh":
      return null;
    case "stale":
      return { why: usage.why, since: usage.since, observedAt: usage.reading.observedAt };
    case "down":
      return { why: usage.why, since: usage.since, observedAt: null };
  }
}

/** The hash of the token that is there; "none" = there is none. */
export function tokenIn({ credential }: Situation): string {
  return credential.kind === "token" ? credential.tokenHash : "none";
}
