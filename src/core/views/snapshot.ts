/** The state as versioned JSON, for `status --json`, the RPC and its events. */
import { undeliveredLine } from "../alerts/alert_line.ts";
import { alertJson } from "../alerts/alert_json.ts";
import { undeliveredAlerts } from "../alerts/due_alerts.ts";
import { isoTime } from "../time/iso_time.ts";
import { forecast } from "../forecast/forecast.ts";
import { type ForecastJson, forecastJson } from "../forecast/forecast_json.ts";
import { profileOf } from "../forecast/work_profile.ts";
import { type ListedInstance, opencodeList } from "../agents/agents_json.ts";
import { failedSidecars } from "../sidecars/failed_sidecars.ts";
import { type SidecarStatus, sidecarStatus } from "../sidecars/sidecar_json.ts";
import { periodOf } from "../usage/periods.ts";
import type { Messages } from "../language/messages.ts";
import { gapLines, refusalNote } from "./state_lines.ts";
import { snoozeAt } from "../alerts/snooze.ts";
import { withShownTexts } from "../text/shown_text.ts";
import type { State } from "../state.ts";
import { periodsOf, usageAt } from "../usage/current_usage.ts";
import { scheduleInput } from "../usage/schedule_input.ts";
import { nextStep } from "../usage/schedule.ts";
import { bindingLimit, type Limit, percentAt } from "../usage/limit.ts";
import { type Level, levelOf } from "../usage/level.ts";
import { readingOfUsage, type Usage } from "../usage/usage.ts";
import { toldAtOf } from "../usage/reading.ts";
import { second } from "../time/units.ts";

export interface SnapshotLimit {
  readonly id: string;
  readonly name: string;
  /** Percent used, 0-100 and above; null = the limit was reset since, or has no cap. */
  readonly percent: number | null;
  readonly level: Level | null;
  /** ISO 8601; null = the window starts on first use, its reset is not known, or the limit is money. */
  readonly resets_at: string | null;
  /** The window runs, but its reset is not known. */
  readonly reset_unknown?: true;
  /** Where it is going; null = too little is known. */
  readonly forecast: ForecastJson | null;
  /** When it was told, where that was before the other limits. */
  readonly observed_at?: string;
  /** In minor units. Only for limits that are counted in money, as far as it is known. */
  readonly spent?: { readonly minor: number; readonly exponent: number; readonly currency: string };
}

export interface Snapshot {
  /** The version of this format. */
  readonly version: 1;
  readonly time: string;
  readonly usage: {
    readonly state: Usage["kind"];
    readonly observed_at: string | null;
    readonly age_seconds: number | null;
    readonly source: string | null;
    readonly limits: readonly SnapshotLimit[];
    /** The id of the limit that stops the work first. */
    readonly binding: string | null;
    readonly failure: {
      readonly kind: string;
      readonly message: string;
      /** What else the failure may mean. */
      readonly note?: string;
      readonly since: string;
    } | null;
    /** When the program asks next by itself; null = not until something changes. */
    readonly next_try_at: string | null;
  };
  /** Where the token in use was found. */
  readonly signed_in_through: string | null;
  readonly snoozed_until: string | null;
  /** Alerts that could not be shown yet. */
  readonly alerts: readonly Readonly<Record<string, unknown>>[];
  /** The OpenCode servers on this machine, with those of their sessions that a person wants to know of. */
  readonly opencode: readonly ListedInstance[];
  /** The sidecars of the settings. */
  readonly sidecars: readonly SidecarStatus[];
  /** The newest version, if it is newer than the one that runs and the program was told to ask for it. */
  readonly newer_version: string | null;
  readonly problems: readonly string[];
}

/** Every character in its texts is visible, whatever they were made of. */
export function snapshot(state: State, now: number, messages: Messages): Snapshot {
  return withShownTexts(rawSnapshot(state, now, messages));
}

function rawSnapshot(state: State, now: number, messages: Messages): Snapshot {
  const usage = usageAt(state, now);
  const reading = readingOfUsage(usage);
  const limits = reading?.limits ?? [];
  const step = nextStep(scheduleInput(state), now);
  const until = snoozeAt(state, now);
  return {
    version: 1,
    time: isoTime(now),
    usage: {
      state: usage.kind,
      observed_at: reading === null ? null : isoTime(reading.observedAt),
      age_seconds: reading === null ? null : Math.max(0, Math.floor((now - reading.observedAt) / second)),
      source: reading === null ? null : reading.source,
      limits: limits.map((limit) => ({
        ...limitJson(limit, reading?.account ?? "", state, now, messages),
        ...(reading === null || toldAtOf(reading, limit) === reading.observedAt
          ? {}
          : { observed_at: isoTime(toldAtOf(reading, limit)) }),
      })),
      binding: bindingLimit(limits, now)?.limit.id ?? null,
      failure: failureJson(usage, messages),
      next_try_at: step.kind === "idle" ? null : isoTime(Math.max(step.at, now)),
    },
    signed_in_through: state.credential.kind === "token" ? state.credential.origin : null,
    snoozed_until: until === null ? null : isoTime(until),
    alerts: undeliveredAlerts(state, now).map((alert) => alertJson(alert, messages)),
    opencode: opencodeList(state.agents, now),
    sidecars: state.sidecars.map((sidecar) => sidecarStatus(sidecar, { now, messages })),
    newer_version: state.newerVersion,
    problems: [
      ...[undeliveredLine(state, now, messages)].filter((line) => line !== null),
      ...(reading === null ? [] : gapLines(reading, messages)),
      ...state.settingsProblems.map((problem) => messages.settingsProblem(problem)),
      ...state.remarks.map(({ reason }) => messages.reason(reason)),
      ...failedSidecars(state.sidecars, messages),
      ...state.breakdowns.map(({ task, why }) => `${task}: ${messages.reason(why)}`),
    ],
  };
}

function limitJson(
  limit: Limit,
  account: string,
  state: State,
  now: number,
  messages: Messages,
): SnapshotLimit {
  const percent = percentAt(limit, now);
  const period = periodOf(periodsOf(state), account, limit.id);
  const ahead = period === null ? null : forecast(period, now, profileOf(state.profiles, period));
  const common = {
    id: limit.id,
    name: messages.limitName(limit.title),
    percent,
    level: percent === null ? null : levelOf(percent, state.settings.levels),
    forecast: ahead === null ? null : forecastJson(ahead, limit.title, now, messages),
  };
  switch (limit.kind) {
    case "window":
      return {
        ...common,
        resets_at: limit.resetsAt === null ? null : isoTime(limit.resetsAt),
        ...(limit.resetUnknown === undefined ? {} : { reset_unknown: limit.resetUnknown }),
        ...(limit.amount === undefined ? {} : { spent: limit.amount.spent }),
      };
    case "money":
      return { ...common, resets_at: null, ...(limit.spent === null ? {} : { spent: limit.spent }) };
  }
}

function failureJson(usage: Usage, messages: Messages): Snapshot["usage"]["failure"] {
  switch (usage.kind) {
    case "pending":
    case "fresh":
      return null;
    case "stale":
    case "down":
      return {
        kind: usage.why.kind,
        message: messages.failure(usage.why),
        ...Object.fromEntries(refusalNote(usage.why, messages).map((note) => ["note", note])),
        since: isoTime(usage.since),
      };
  }
}
