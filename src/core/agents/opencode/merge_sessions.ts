/** The sessions of an instance after a full state: their details, who is at work, and which tools run. */
import { recordOf } from "../records_by_id.ts";
import { LONG_RUN_MS, NEWS_MS } from "../finished_work.ts";
import { type FullState, isWhole } from "./full_state.ts";
import type { Instance } from "./instance.ts";
import type { MessagesSince } from "./messages_since.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { TOOLS_MAX } from "./kept_maximums.ts";
import {
  coversDirectory,
  newSession,
  runningTool,
  unlistedSession,
  withRunEnded,
  withStatus,
  withTool,
} from "./session_changes.ts";
import type { WireTool } from "./wire/wire_values.ts";

/** By id, all of them: nothing is left out yet. `since`: the messages since the full state was requested. */
export function sessionsAfter(
  instance: Instance,
  fullState: FullState,
  since: MessagesSince,
  now: number,
): ReadonlyMap<string, OpencodeSession> {
  const sessions = new Map(Object.entries(instance.sessions));
  const { directory } = fullState;
  const statuses = fullState.statuses.kind === "known" && !since.disposed ? fullState.statuses.value : null;

  for (const info of fullState.sessions.kind === "known" ? fullState.sessions.value : []) {
    if (since.sessions.has(info.id)) continue;
    const before = sessions.get(info.id);
    sessions.set(info.id, before === undefined ? newSession(info) : { ...before, info, isListed: true });
  }

  if (statuses !== null) {
    for (const [id, status] of Object.entries(statuses)) {
      if (since.statuses.has(id)) continue;
      const session = sessions.get(id) ?? unlistedSession(id, directory, now);
      sessions.set(id, withStatus(session, status, directory, now));
    }
    for (const [id, session] of isWhole(fullState.statuses) ? sessions : []) {
      const isIdle = coversDirectory(directory, session.ranIn) && statuses[id] === undefined &&
        !since.statuses.has(id);
      if (isIdle) sessions.set(id, withRunEnded(session, "done", now));
    }
  }

  if (fullState.sessions.kind === "known" && isWhole(fullState.sessions)) {
    const listed = new Set(fullState.sessions.value.map((info) => info.id));
    for (const [id, session] of sessions) {
      // A list may leave out old sessions: one that is at work is not gone for that.
      const isLive = session.status.kind !== "idle" || since.statuses.has(id) || isNews(session, now);
      const isGone = coversDirectory(directory, session.info.directory) && !listed.has(id) &&
        !since.sessions.has(id);
      if (isGone && !isLive) sessions.delete(id);
    }
  }

  const change = (id: string, next: (session: OpencodeSession) => OpencodeSession) => {
    const session = sessions.get(id);
    if (session !== undefined) sessions.set(id, next(session));
  };
  for (const [id, todos] of [...Object.entries(fullState.todos), ...since.todos]) {
    change(id, (session) => ({ ...session, todos }));
  }
  for (const [id, tools] of since.disposed ? [] : Object.entries(fullState.tools)) {
    if (!since.ended.has(id)) change(id, (session) => withTools(session, tools, since, now));
  }
  for (const { tool } of since.tools.values()) {
    change(tool.session, (session) => withTool(session, tool, now));
  }
  return sessions;
}

/** Whether a person is still to be told that a long run of it has ended. */
function isNews({ lastRun }: OpencodeSession, now: number): boolean {
  return lastRun !== null && now - lastRun.endedAt < NEWS_MS &&
    lastRun.endedAt - lastRun.startedAt > LONG_RUN_MS;
}

/** The tools of the full state, and those that the stream has named since; what it has said last of these is added after this. */
function withTools(
  session: OpencodeSession,
  tools: readonly WireTool[],
  since: MessagesSince,
  now: number,
): OpencodeSession {
  if (session.status.kind === "idle") return session;
  const running = tools.filter((tool) => tool.status === "running").slice(0, TOOLS_MAX)
    .map((tool) => [tool.id, runningTool(tool, session.tools[tool.id], now)] as const);
  const streamed = Object.entries(session.tools).filter(([id]) => since.tools.has(id));
  return { ...session, tools: recordOf([...running, ...streamed].slice(0, TOOLS_MAX)) };
}
