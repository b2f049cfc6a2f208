/** The next notice that a person should get, with what it tells. */
import type { Messages } from "../language/messages.ts";
import type { State } from "../state.ts";
import { shownLine, shownLines, withShownTexts } from "../text/shown_text.ts";
import type { AlertKind } from "./alert_kind.ts";
import { alertJson } from "./alert_json.ts";
import { type Alert, alertsToTell, dueOf, isQuiet, isSpaced, situationOf } from "./due_alerts.ts";
import { type AlertFacts, alertKinds } from "./kinds.ts";
import type { Notice } from "./notice.ts";
import { sharedNotice } from "./shared_notice.ts";
import type { Telling } from "./told.ts";

export interface NextNotice {
  readonly notice: Notice;
  readonly told: readonly Telling[];
  /** The same for programs. */
  readonly alerts: readonly Readonly<Record<string, unknown>>[];
  /** Whether the next one has to wait for a minute. */
  readonly spaced: boolean;
}

/** The notice to show at `now`, or null. There is none while a person wants silence. Every character in it can be seen. */
export function nextNotice(state: State, now: number, messages: Messages): NextNotice | null {
  const next = isQuiet(state, now) ? null : nextTold(state, now, messages);
  if (next === null) return null;
  const { alerts, notice, spaced } = next;
  return {
    notice: { ...notice, title: shownLine(notice.title), body: shownLines(notice.body) },
    told: alerts.map(({ series, mark }) => ({ series, mark })),
    alerts: withShownTexts(alerts.map((alert) => alertJson(alert, messages))),
    spaced,
  };
}

interface NextTold {
  readonly alerts: readonly Alert<AlertKind<AlertFacts>>[];
  readonly notice: Notice;
  readonly spaced: boolean;
}

/** The notice of the most important kind of which something is due. */
function nextTold(state: State, now: number, messages: Messages): NextTold | null {
  const situation = situationOf(state, now);
  const shared = alertsToTell(state, now);
  for (const kind of alertKinds) {
    if (kind.notice === "shared") {
      if (shared[0]?.kind !== kind) continue;
      return { alerts: shared, notice: sharedNotice(shared, state.settings, now, messages), spaced: true };
    }
    const due = kind.spaced && !isSpaced(state, now) ? [] : dueOf(kind, situation);
    const alerts = kind.tells === "one" ? due.slice(0, 1) : due;
    const [first, ...others] = alerts.map(({ facts }) => facts);
    if (first === undefined) continue;
    const notice = kind.noticeOf([first, ...others], messages);
    return { alerts, notice, spaced: kind.spaced };
  }
  return null;
}
