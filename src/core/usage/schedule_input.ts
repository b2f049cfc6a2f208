/** What the schedule looks at, and how it is taken from the state. */
import type { Settings } from "../settings.ts";
import type { State } from "../state.ts";
import type { Credential } from "./credential.ts";
import { readingOf } from "./current_usage.ts";
import type { Reading } from "./reading.ts";
import type { RequestBudget } from "./request_budget.ts";
import type { RequestLog } from "./request_log.ts";

/** A token as the schedule knows it. */
export interface ScheduledToken {
  readonly hash: string;
  /** Epoch ms; null = not known. */
  readonly expiresAt: number | null;
  readonly requestBudget: RequestBudget;
}

export interface ScheduleInput {
  readonly settings: Pick<Settings, "usage" | "levels">;
  /** Null = there is no token to ask with. */
  readonly token: ScheduledToken | null;
  readonly reading: Reading | null;
  readonly requestLog: RequestLog;
}

/** The state as the schedule looks at it. */
export function scheduleInput(state: State): ScheduleInput {
  const { settings, credential, requestLog } = state;
  return { settings, token: scheduledToken(credential), reading: readingOf(state), requestLog };
}

/** The token of a credential; null = there is none that can be used. */
export function scheduledToken(credential: Credential): ScheduledToken | null {
  if (credential.kind !== "token") return null;
  const { tokenHash, expiresAt, requestBudget } = credential;
  return { hash: tokenHash, expiresAt, requestBudget };
}
