/**
 * Makes the icon's spec from the state: which limit it shows, what is wrong with its percentage, and what else it
 * tells.
 */
import { undeliveredAlerts } from "../alerts/due_alerts.ts";
import type { IconCondition, IconSpec } from "../icon/icon_spec.ts";
import { pulseAt } from "../icon/pulse.ts";
import { agentPrograms } from "../agents/sources.ts";
import { stillWaiting } from "../agents/still_waiting.ts";
import { wholePercent } from "../usage/percent.ts";
import { snoozeAt } from "../alerts/snooze.ts";
import type { State } from "../state.ts";
import { bindingLimit, type CurrentLimit, followedLimit, isOver } from "../usage/limit.ts";
import type { Failure } from "../usage/usage_failure.ts";
import { levelOf } from "../usage/level.ts";
import { readingOfUsage, type Usage } from "../usage/usage.ts";
import { readingOldMs } from "../usage/reading.ts";

/** The icon's spec for the state at this moment. */
export function iconSpec(state: State, usage: Usage, now: number): IconSpec {
  const { style, follow } = state.settings.icon;
  const followed = shownLimit(usage, follow, now);
  return {
    style,
    condition: state.settingsProblems.length > 0 ? "problem" : conditionOf(usage, followed, now),
    percent: followed === null ? null : wholePercent(followed.percent),
    level: followed === null ? null : levelOf(followed.percent, state.settings.levels),
    snoozed: snoozeAt(state, now) !== null,
    attention: attentionOf(state, now),
    pulse: pulseAt(state, now),
  };
}

/** The limit whose percentage the icon shows; null = none is known. */
export function shownLimit(
  usage: Usage,
  follow: State["settings"]["icon"]["follow"],
  now: number,
): CurrentLimit | null {
  const limits = readingOfUsage(usage)?.limits ?? [];
  // Where the window that the person follows does not run, the limit that stops the work first is shown instead.
  return followedLimit(limits, follow, now) ?? bindingLimit(limits, now);
}

function conditionOf(usage: Usage, followed: CurrentLimit | null, now: number): IconCondition {
  switch (usage.kind) {
    case "pending":
      return "waiting";
    case "fresh":
      if (now - usage.reading.observedAt >= readingOldMs) return "stale";
      // After a reset, the new percentage is awaited. Money without a cap has no percentage to wait for.
      return followed === null &&
          usage.reading.limits.some((limit) => limit.kind === "window" && isOver(limit, now))
        ? "waiting"
        : "good";
    case "stale":
    case "down":
      return conditionFor(usage.why);
  }
}

/** The condition that a failure is shown as. */
export function conditionFor(failure: Failure): IconCondition {
  switch (failure.kind) {
    case "offline":
      return "offline";
    case "rate-limited":
      return "rate-limited";
    case "signed-out":
    case "token-expired":
    case "token-refused":
      return "signed-out";
    case "refused":
    case "server-error":
    case "odd-body":
      return "stale";
    case "scope":
    case "no-endpoint":
    case "certificate":
    case "setting":
    case "credentials-unreadable":
      return "problem";
  }
}

/** An agent that waits for an answer comes first: the alerts stand in the menu anyway. */
function attentionOf(state: State, now: number): IconSpec["attention"] {
  if (agentPrograms(state.agents, now).some((program) => stillWaiting(program).length > 0)) return "waiting";
  return undeliveredAlerts(state, now).length > 0 ? "alert" : null;
}
