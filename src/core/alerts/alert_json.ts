/** Alerts as JSON, for programs: the person's own command, `status --json`, RPC and its events. */
import type { Messages } from "../language/messages.ts";
import type { AlertKind } from "./alert_kind.ts";
import type { Alert } from "./due_alerts.ts";
import type { AlertFacts } from "./kinds.ts";

/** Times are ISO 8601, percentages 0-100 and above. */
export function alertJson(
  { kind, facts }: Alert<AlertKind<AlertFacts>>,
  messages: Messages,
): Readonly<Record<string, unknown>> {
  return { kind: kind.kind, ...kind.json(facts, messages) };
}
