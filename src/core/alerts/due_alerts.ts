/**
 * What a person should be told now: everything that is true, without what was told already. Each alert has a mark in a series (for
 * example: the thresholds of one period of a limit), and telling it also counts for all lower marks. When three thresholds are crossed
 * at once, only the highest is told. Restarts, the end of a snooze and failed deliveries need no code of their own for this reason.
 */
import type { State } from "../state.ts";
import { periodsOf, readingOf, usageAt } from "../usage/current_usage.ts";
import { scheduleInput } from "../usage/schedule_input.ts";
import { nextStep } from "../usage/schedule.ts";
import { currentLimit } from "../usage/limit.ts";
import type { AlertKind, SharedNoticeKind } from "./alert_kind.ts";
import { type AlertFacts, alertKinds } from "./kinds.ts";
import { focusAt, nextQuietChange } from "./quiet_hours.ts";
import { seriesText } from "./series.ts";
import type { Situation } from "./situation.ts";
import { sessionReset } from "./snooze.ts";
import { isTold, type Telling } from "./told.ts";
import { minute } from "../time/units.ts";

/** Something that a person should know and was not told yet, with the kind that says how it is told. */
export interface Alert<Kind extends AlertKind<AlertFacts> = SharedNoticeKind<AlertFacts>> extends Telling {
  readonly kind: Kind;
  readonly facts: AlertFacts;
}

/** There is at least so much time between two alerts. */
const alertGapMs = minute;

/** The state as the kinds of alerts look at it. */
export function situationOf(state: State, now: number): Situation {
  const { settings, credential, requestLog, skewMs, told, profiles, agents, sidecars } = state;
  const step = nextStep(scheduleInput(state), now);
  return {
    now,
    settings,
    usage: usageAt(state, now),
    reading: readingOf(state),
    periods: periodsOf(state),
    credential,
    requestLog,
    nextTryAt: step.kind === "idle" ? null : step.at,
    skewMs,
    told,
    profiles,
    agents,
    sidecars,
  };
}

/** What is due of a kind and not told yet; whether it may be told now is another question. */
export function dueOf<Kind extends AlertKind<AlertFacts>>(
  kind: Kind,
  situation: Situation,
): readonly Alert<Kind>[] {
  if (!situation.settings.reminder.enabled) return [];
  return kind.due(situation)
    .map(({ series, mark, facts }) => ({ series: seriesText(series), mark, facts, kind }))
    .filter((alert) => !isTold(situation.told, alert));
}

/** What is due of all kinds that share a notice, the most important first. */
export function dueAlerts(situation: Situation): readonly Alert[] {
  return alertKinds.flatMap((kind) => kind.notice === "shared" ? dueOf(kind, situation) : []);
}

/** Those of `dueAlerts()` that may be told now: none while a person wants silence, or within a minute of the last alert. */
export function alertsToTell(state: State, now: number): readonly Alert[] {
  return isSpaced(state, now) && !isQuiet(state, now) ? dueAlerts(situationOf(state, now)) : [];
}

/** Alerts whose notice could not be shown. The icon and the menu show them until it can. */
export function undeliveredAlerts(state: State, now: number): readonly Alert[] {
  return state.undelivered === null || isQuiet(state, now) ? [] : dueAlerts(situationOf(state, now));
}

/** Whether the last alert is long enough ago for the next. */
export function isSpaced({ toldAt }: State, now: number): boolean {
  return toldAt === null || Math.abs(now - toldAt) >= alertGapMs;
}

/** Whether it is snoozed, or quiet hours, or do-not-disturb applies. */
export function isQuiet(state: State, now: number): boolean {
  const session = currentLimit(readingOf(state)?.limits ?? [], "session", now);
  const { settings, snoozedUntil } = state;
  return focusAt(settings.focus_mode, snoozedUntil, session?.percent ?? null, now).notifications_suppressed;
}

/** Epoch ms of the next moment at which the time alone may make something due, or end a silence. */
export function nextAlertChange(state: State, now: number): number {
  const situation = situationOf(state, now);
  const moments = [
    now + 30 * minute,
    nextQuietChange(state.settings.focus_mode, now),
    state.snoozedUntil ?? 0,
    // Do-not-disturb ends with the session.
    sessionReset(situation.reading, now) ?? 0,
    (state.toldAt ?? 0) + alertGapMs,
    ...alertKinds.flatMap((kind) => kind.moments(situation)),
  ];
  return Math.min(...moments.filter((moment) => moment > now));
}
