/** The one notice for all alerts of limits and troubles that are told at once. */
import type { Messages } from "../language/messages.ts";
import type { Settings } from "../settings.ts";
import { capitalized } from "../text/capitalized.ts";
import type { Alert } from "./due_alerts.ts";
import type { Notice } from "./notice.ts";
import { snoozeButton } from "./snooze.ts";

/** The most important alert stands first; there is at least one. */
export function sharedNotice(
  alerts: readonly Alert[],
  { reminder }: Settings,
  now: number,
  messages: Messages,
): Notice {
  const [first] = alerts;
  const lines = alerts.length === 1
    ? alerts.map(({ kind, facts }) => kind.sentence(facts, now, messages))
    : linesOf(alerts, now, messages);
  return {
    subject: "usage",
    title: first === undefined ? "" : first.kind.title(first.facts, messages.alerts.titles),
    body: lines.map(capitalized).join("\n"),
    urgency: alerts.some(({ kind, facts }) => kind.isUrgent(facts)) ? "critical" : "normal",
    buttons: [
      ...[...new Set(alerts.map(({ kind }) => kind))].flatMap((kind) => kind.buttons(messages)),
      snoozeButton(reminder, messages),
      { id: "show", label: messages.showButton, action: { kind: "show" } },
    ],
    opens: { label: messages.showButton, action: { kind: "show" } },
  };
}

/** One line for each alert. Alerts of a kind that can be brief share the line of the first one: "Session 90%, Week 75%". */
function linesOf(alerts: readonly Alert[], now: number, messages: Messages): readonly string[] {
  // Two alerts may be of one series, such as both resets that ended a period. Each has a line for itself.
  const lines = new Map<Alert | string, readonly string[]>();
  for (const alert of alerts) {
    const { kind, facts } = alert;
    const brief = kind.brief?.(facts, messages);
    const line = brief === undefined ? alert : kind.kind;
    lines.set(line, [...lines.get(line) ?? [], brief ?? kind.sentence(facts, now, messages)]);
  }
  return [...lines.values()].map((parts) => parts.join(", "));
}
