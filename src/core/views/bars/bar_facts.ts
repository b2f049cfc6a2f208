/** What bars and prompts show of a state, before it is put into words. */
import { countsOfAll } from "../../agents/agent_counts.ts";
import { agentPrograms } from "../../agents/sources.ts";
import { waitingFor } from "../../agents/waiting_line.ts";
import { undeliveredAlerts } from "../../alerts/due_alerts.ts";
import { snoozeAt } from "../../alerts/snooze.ts";
import type { IconCondition } from "../../icon/icon_spec.ts";
import type { Messages } from "../../language/messages.ts";
import type { State } from "../../state.ts";
import { periodsOf, usageAt } from "../../usage/current_usage.ts";
import { forecast } from "../../forecast/forecast.ts";
import { forecastText } from "../../forecast/forecast_words.ts";
import { profileOf } from "../../forecast/work_profile.ts";
import type { Level } from "../../usage/level.ts";
import { currentLimit, isOver, type Limit, percentAt } from "../../usage/limit.ts";
import { limitAmount } from "../../usage/limit_words.ts";
import { wholePercent } from "../../usage/percent.ts";
import { periodOf } from "../../usage/periods.ts";
import { failureOfUsage, readingOfUsage, type Usage } from "../../usage/usage.ts";
import { readingOldMs, toldAtOf } from "../../usage/reading.ts";
import { iconSpec, shownLimit } from "../icon_spec_from_state.ts";

/** A limit with what a bar has room for. */
export interface BarLimit {
  readonly id: string;
  readonly name: string;
  /** Whole percent used; null = not known. */
  readonly percent: number | null;
  /** Epoch ms; null = none, not known, or over. */
  readonly resetsAt: number | null;
}

export interface BarFacts {
  readonly condition: Exclude<IconCondition, "waiting"> | "loading" | "not-running";
  readonly level: Level | null;
  /** The limit that the icon shows; null = none. */
  readonly limit: BarLimit | null;
  readonly session: BarLimit | null;
  readonly week: BarLimit | null;
  /** Where the rate of `limit` leads; "" = not known. */
  readonly forecast: string;
  /** The money spent, of the first limit that is counted in money; "" = there is none. */
  readonly spent: string;
  /** Sessions of agents that work or wait, and those of them that wait. */
  readonly agents: number;
  readonly waits: number;
  /** What the longest of these waits is for; "" = none. */
  readonly waitingFor: string;
  /** How many alerts could not be shown. */
  readonly alerts: number;
  /** Epoch ms; null = there are no figures. */
  readonly observedAt: number | null;
  /** Whether the figures look old. */
  readonly old: boolean;
  /** Epoch ms; null = notifications are not snoozed. */
  readonly snoozedUntil: number | null;
  /** What is wrong, in words; "" = nothing. */
  readonly trouble: string;
}

export function barFacts(state: State, now: number, messages: Messages): BarFacts {
  const usage = usageAt(state, now);
  const reading = readingOfUsage(usage);
  const { condition, level } = iconSpec(state, usage, now);
  const followed = shownLimit(usage, state.settings.icon.follow, now)?.limit ?? null;
  // What is shown may be older than the other limits.
  const toldAt = reading === null || followed === null
    ? reading?.observedAt ?? null
    : toldAtOf(reading, followed);
  const programs = agentPrograms(state.agents, now);
  const { busy, waiting } = countsOfAll(programs);
  const named = (id: string) => {
    const limit = currentLimit(reading?.limits ?? [], id, now)?.limit;
    return limit === undefined ? null : barLimit(limit, now, messages);
  };
  return {
    condition: condition === "waiting" ? "loading" : condition,
    level,
    limit: followed === null ? null : barLimit(followed, now, messages),
    session: named("session"),
    week: named("week"),
    forecast: followed === null || reading === null
      ? ""
      : forecastOf(state, reading.account, followed, now, messages),
    spent: (reading?.limits ?? []).map((limit) => limitAmount(limit, messages))
      .find((amount) => amount !== null) ?? "",
    agents: busy + waiting,
    waits: waiting,
    waitingFor: waitingFor(programs, messages.agents)[0]?.text ?? "",
    alerts: undeliveredAlerts(state, now).length,
    observedAt: toldAt,
    old: toldAt !== null && (usage.kind === "stale" || now - toldAt >= readingOldMs),
    snoozedUntil: snoozeAt(state, now),
    trouble: troubleOf(state, usage, messages),
  };
}

/** For a program that is waited for. */
export function notRunningFacts({ bars }: Pick<Messages, "bars">): BarFacts {
  return {
    condition: "not-running",
    ...{ level: null, limit: null, session: null, week: null },
    ...{ forecast: "", spent: "", agents: 0, waits: 0, waitingFor: "", alerts: 0 },
    ...{ observedAt: null, old: false, snoozedUntil: null },
    trouble: bars.notRunning,
  };
}

function barLimit(limit: Limit, now: number, messages: Messages): BarLimit {
  const percent = percentAt(limit, now);
  return {
    id: limit.id,
    name: messages.limitName(limit.title),
    percent: percent === null ? null : wholePercent(percent),
    resetsAt: limit.kind === "money" || isOver(limit, now) ? null : limit.resetsAt,
  };
}

function forecastOf(
  state: State,
  account: string,
  limit: Limit,
  now: number,
  messages: Messages,
): string {
  const period = periodOf(periodsOf(state), account, limit.id);
  return period === null
    ? ""
    : forecastText(forecast(period, now, profileOf(state.profiles, period)), now, messages) ?? "";
}

function troubleOf(state: State, usage: Usage, messages: Messages): string {
  const [problem] = state.settingsProblems;
  if (problem !== undefined) return messages.settingsProblem(problem);
  const failure = failureOfUsage(usage);
  return failure === null ? "" : messages.failure(failure);
}
