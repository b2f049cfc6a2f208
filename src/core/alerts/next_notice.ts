/** The next notice that a person should get, of limits and troubles or of agents, with what it tells. */
import { alertJson, noticeOf } from "./alert_notice.ts";
import { alertsToTell, isQuiet, isSpaced } from "./alerts.ts";
import type { Messages } from "../language/messages.ts";
import type { Notice } from "./notice.ts";
import { dueWaiting, type OpencodeAlert, waitingSeries } from "../agents/waiting_alerts.ts";
import { dueFinished, type FinishedAlert, finishedNotice } from "../agents/finished_alerts.ts";
import { NOTICES_MAX, noticesMs } from "../agents/opencode/bounds.ts";
import { shownLine, shownLines, withShownTexts } from "../text/shown_text.ts";
import type { State } from "../state.ts";
import { isTold, type Telling } from "./told.ts";

export interface NextNotice {
  readonly notice: Notice;
  readonly told: readonly Telling[];
  /** The same for programs. */
  readonly alerts: readonly Readonly<Record<string, unknown>>[];
  /** Whether the next one has to keep its distance from this; an agent that waits holds up nothing. */
  readonly spaced: boolean;
}

/** What to show at `now`, or null. An agent that waits goes first: somebody's work stands still. Every text can be seen. */
export function nextNotice(state: State, now: number, messages: Messages): NextNotice | null {
  const next = rawNotice(state, now, messages);
  return next === null
    ? null
    : { ...next, notice: shownNotice(next.notice), alerts: withShownTexts(next.alerts) };
}

function shownNotice(notice: Notice): Notice {
  return { ...notice, title: shownLine(notice.title), body: shownLines(notice.body) };
}

function rawNotice(state: State, now: number, messages: Messages): NextNotice | null {
  const { waiting: [waits], finished } = agentAlerts(state, now, messages);
  if (waits !== undefined) return agentNotice([waits], waits.notice, false);
  if (finished.length > 0) return agentNotice(finished, finishedNotice(finished, messages.opencode), true);
  const alerts = alertsToTell(state, now);
  if (alerts.length === 0) return null;
  return {
    notice: noticeOf(alerts, state, now, messages),
    told: alerts.map(({ series, mark }) => ({ series, mark })),
    alerts: alerts.map((alert) => alertJson(alert, messages)),
    spaced: true,
  };
}

function agentNotice(
  agents: readonly (OpencodeAlert | FinishedAlert)[],
  notice: Notice,
  spaced: boolean,
): NextNotice {
  return {
    notice,
    told: agents.map(({ series, mark }) => ({ series, mark })),
    alerts: agents.map(({ kind, notice: { title, body } }) => ({ kind: `agent-${kind}`, title, body })),
    spaced,
  };
}

/** What is due of agents and not told yet; that one waits is not held back by what was told just before. */
function agentAlerts(
  state: State,
  now: number,
  messages: Messages,
): { readonly waiting: readonly OpencodeAlert[]; readonly finished: readonly FinishedAlert[] } {
  const { opencode, reminder } = state.settings;
  if (!reminder.enabled || state.opencode.length === 0 || isQuiet(state, now)) {
    return { waiting: [], finished: [] };
  }
  const isFull = fullServers(state, now);
  const waiting = opencode.alert_permission
    ? dueWaiting(state.opencode, now, opencode.permission_seconds, messages.opencode)
      .filter(({ series }) => !isFull(series))
    : [];
  const finished = opencode.alert_finished && isSpaced(state, now)
    ? dueFinished(state.opencode, now, messages.opencode)
    : [];
  return {
    waiting: waiting.filter((alert) => !isTold(state.told, alert)),
    finished: finished.filter((alert) => !isTold(state.told, alert)),
  };
}

/** Whether so much was told in the last minute of what waits in the server of a series that more would only be noise. */
function fullServers({ told }: State, now: number): (series: string) => boolean {
  const counts = new Map<string, number>();
  for (const { series, at } of told) {
    if (!series.startsWith(waitingSeries) || Math.abs(now - at) >= noticesMs) continue;
    counts.set(serverOf(series), (counts.get(serverOf(series)) ?? 0) + 1);
  }
  return (series) => (counts.get(serverOf(series)) ?? 0) >= NOTICES_MAX;
}

/** What comes before the id of what waits. */
function serverOf(series: string): string {
  return series.slice(0, series.lastIndexOf(":"));
}
