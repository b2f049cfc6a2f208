/** What the schedule looks at, and how it is taken from the state. */
import type { Settings } from "../settings.ts";
import type { State } from "../state.ts";
import { readingOf } from "./current_usage.ts";
import type { Reading } from "./reading.ts";
import type { RequestLog } from "./request_log.ts";

export interface ScheduleInput {
  readonly settings: Pick<Settings, "usage" | "levels">;
  /** The usable token's hash and expiry (epoch ms or null); null = there is nothing to ask with. */
  readonly token: { readonly hash: string; readonly expiresAt: number | null } | null;
  readonly reading: Reading | null;
  readonly requestLog: RequestLog;
}

/** The state as the schedule looks at it. */
export function scheduleInput(state: State): ScheduleInput {
  const { settings, credential, requestLog } = state;
  const token = credential.kind === "token"
    ? { hash: credential.tokenHash, expiresAt: credential.expiresAt }
    : null;
  return { settings, token, reading: readingOf(state), requestLog };
}
