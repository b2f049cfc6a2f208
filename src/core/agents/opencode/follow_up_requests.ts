/**
 * What is worth a further request to a server: directories that it has named, where sessions may be at work unseen; sessions of which
 * only the id is known; and, while anything is active, everything once more.
 */
import type { Instance } from "./instance.ts";
import type { SessionInfo } from "./opencode_session.ts";
import { NEWS_MS } from "../finished_work.ts";
import { RECENT_MS } from "../session.ts";

/** Sessions of one server that are looked up one by one. */
const LOOKED_UP_MAX = 40;

/**
 * The directories in which listed sessions were touched lately at `now` (epoch ms), beside the server's `own`: the one touched
 * last first.
 */
export function recentDirectories(
  sessions: readonly SessionInfo[],
  own: string,
  now: number,
): readonly string[] {
  const lately = sessions.filter(({ directory, updatedAt, archivedAt }) =>
    directory !== "" && directory !== own && archivedAt === null && now - updatedAt < RECENT_MS
  );
  return [...new Set(lately.toSorted((a, b) => b.updatedAt - a.updatedAt).map(({ directory }) => directory))];
}

/** Whether anything works or waits: only then can its end be missed. */
export function isAnythingActive({ sessions, permissions, questions }: Instance): boolean {
  for (const _ in permissions) return true;
  for (const _ in questions) return true;
  for (const id in sessions) if (sessions[id]?.status.kind !== "idle") return true;
  return false;
}

/**
 * The sessions that matter at `now` (epoch ms) and that no list has named: those that work, have ended lately, or ask for
 * something.
 */
export function sessionsToLookUp(instance: Instance, now: number): readonly string[] {
  const { sessions, permissions, questions } = instance;
  const ids = new Set<string>();
  for (const { info, isListed, status, lastRun } of Object.values(sessions)) {
    const matters = status.kind !== "idle" || lastRun !== null && now - lastRun.endedAt < NEWS_MS;
    if (!isListed && matters) ids.add(info.id);
  }
  for (const { session } of [...Object.values(permissions), ...Object.values(questions)]) {
    if (sessions[session]?.isListed !== true) ids.add(session);
  }
  return [...ids].slice(0, LOOKED_UP_MAX);
}
