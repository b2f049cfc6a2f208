/**
 * What a person should be told now: what is true, minus what was told. Each alert has a mark in a series (a limit's period and
 * what about it), and telling it covers all lower marks: of three thresholds crossed at once one is told. So restarts, the end
 * of a snooze and failed deliveries need nothing of their own.
 */
import { type Alert, rank } from "./cause.ts";
import { limitAlerts } from "./limit_alerts.ts";
import { waitingSeries } from "../agents/waiting_alerts.ts";
import { noticesMs } from "../agents/opencode/bounds.ts";
import { guessesAfter, waitingIn, waitsSince } from "../agents/opencode/shown.ts";
import type { State } from "../state.ts";
import { readingOf, usageAt } from "../usage/current_usage.ts";
import { isTold } from "./told.ts";
import { clockAlert, offlineSince, troubleAlerts, troubleMs } from "./trouble_alerts.ts";
import { currentLimit } from "../usage/limit.ts";
import { focusAt, nextQuietChange } from "./quiet_hours.ts";
import { minute, second } from "../time/units.ts";

/** Two alerts are never nearer to each other. */
const alertGapMs = minute;

/** What is due at `now` and not told yet, the most important first; whether it may be told now is another question. */
export function dueAlerts(state: State, now: number): readonly Alert[] {
  if (!state.settings.reminder.enabled) return [];
  return [...limitAlerts(state, now), ...troubleAlerts(state, now), ...clockAlert(state)]
    .filter((alert) => !isTold(state.told, alert))
    .sort((a, b) => rank(a.cause) - rank(b.cause));
}

/** What to tell at `now`, all of it at once: nothing while a person wants silence, or within a minute of the last alert. */
export function alertsToTell(state: State, now: number): readonly Alert[] {
  return isSpaced(state, now) && !isQuiet(state, now) ? dueAlerts(state, now) : [];
}

/** Whether the last alert is long enough ago for the next. */
export function isSpaced({ toldAt }: State, now: number): boolean {
  return toldAt === null || Math.abs(now - toldAt) >= alertGapMs;
}

/** What would be told if it could be shown: the icon and the menu tell of it until it can. */
export function waitingAlerts(state: State, now: number): readonly Alert[] {
  return state.undelivered === null || isQuiet(state, now) ? [] : dueAlerts(state, now);
}

/** Whether a snooze, quiet hours or do-not-disturb hold. */
export function isQuiet(state: State, now: number): boolean {
  const session = currentLimit(readingOf(state)?.limits ?? [], "session", now);
  const { settings, snoozedUntil } = state;
  return focusAt(settings.focus_mode, snoozedUntil, session?.percent ?? null, now).notifications_suppressed;
}

/** Epoch ms of the next moment at which time alone may make something due, or end a silence. */
export function nextAlertChange(state: State, now: number): number {
  const { settings, credential, snoozedUntil, toldAt, skewMs } = state;
  const usage = usageAt(state, now);
  const reading = readingOf(state);
  const moments = [
    now + 30 * minute,
    nextQuietChange(settings.focus_mode, now),
    snoozedUntil ?? 0,
    (toldAt ?? 0) + alertGapMs,
    (reading?.observedAt ?? 0) + troubleMs.rateLimited,
  ];
  if (usage.kind === "stale" || usage.kind === "down") {
    moments.push(
      usage.since + troubleMs.missing,
      offlineSince(state, usage.since) + troubleMs.offline,
      usage.since + troubleMs.refused,
      usage.since + troubleMs.rateLimited,
    );
  }
  if (credential.kind === "token" && credential.expiresAt !== null) {
    moments.push(credential.expiresAt + troubleMs.expired);
  }
  if (settings.goals.enabled) moments.push(nextMidnight(now));
  for (const { account, resetsAt } of state.periods) {
    if (account !== reading?.account || resetsAt === null) continue;
    moments.push(
      resetsAt + skewMs,
      ...settings.reminder.before_reset_minutes.map((minutes) => resetsAt + skewMs - minutes * minute),
    );
  }
  const waitMs = settings.opencode.permission_seconds * second;
  for (const instance of state.opencode) {
    moments.push(...guessesAfter(instance, now));
    for (const waiting of waitingIn(instance, now)) moments.push(waitsSince(waiting) + waitMs);
  }
  // Of a server that asks without end not all is told at once.
  for (const { series, at } of state.told) if (series.startsWith(waitingSeries)) moments.push(at + noticesMs);
  return Math.min(...moments.filter((moment) => moment > now));
}

function nextMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
