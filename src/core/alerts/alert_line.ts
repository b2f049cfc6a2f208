/** Alerts as lines of the menu. */
import type { Messages } from "../language/messages.ts";
import type { State } from "../state.ts";
import { capitalized } from "../text/capitalized.ts";
import { type Alert, undeliveredAlerts } from "./due_alerts.ts";
import { retryAt } from "./undelivered.ts";

/** One alert among others. */
export function alertLine({ kind, facts }: Alert, now: number, messages: Messages): string {
  return capitalized(kind.brief?.(facts, messages) ?? kind.sentence(facts, now, messages));
}

/** Why alerts are not shown, and until when; null = all are. */
export function undeliveredLine(state: State, now: number, messages: Messages): string | null {
  if (state.undelivered === null || undeliveredAlerts(state, now).length === 0) return null;
  const at = Math.max(retryAt(state, now) ?? now, now);
  return messages.undelivered(state.undelivered.why, messages.clock(at, now));
}
