/** A session of an OpenCode server after something was said of it: its status, its tools and its runs. */
import type { WireStatus, WireTool } from "./wire/wire_values.ts";
import type { OpencodeSession, SessionInfo } from "./opencode_session.ts";
import type { Run, RunningTool, Todos } from "../session.ts";
import { TOOLS_MAX } from "./kept_maximums.ts";
import { withKey, withoutKey } from "../records_by_id.ts";

export const noTodos: Todos = { pending: 0, inProgress: 0, completed: 0, current: null, next: null };

export function newSession(info: SessionInfo): OpencodeSession {
  return {
    info,
    isListed: true,
    ranIn: info.directory,
    status: { kind: "idle" },
    tools: {},
    todos: noTodos,
    error: null,
    lastRun: null,
  };
}

/** A session of which no more is known than that it does something. */
export function unlistedSession(id: string, directory: string, at: number): OpencodeSession {
  const session = newSession({
    id,
    parent: null,
    title: "",
    directory,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    cost: 0,
    tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
  });
  return { ...session, isListed: false };
}

/** With the status that the inner instance of `directory` ("" = not said) has reported at `at` (epoch ms). */
export function withStatus(
  session: OpencodeSession,
  wire: WireStatus,
  directory: string,
  at: number,
): OpencodeSession {
  if (wire.kind === "idle") return withRunEnded(session, "done", at);
  const { status, lastRun } = session;
  const ranIn = directory === "" ? session.ranIn : directory;
  const begins = status.kind === "idle";
  const since = begins ? at : status.since;
  // An error was not the end of the run, if the run goes on.
  const goesOn = !begins && lastRun !== null && lastRun.startedAt === since;
  const failed = begins || goesOn;
  const same = !failed && ranIn === session.ranIn && wire.kind === "busy" && status.kind === "busy";
  if (same) return session;
  return {
    ...session,
    ranIn,
    status: { ...wire, since },
    error: failed ? null : session.error,
    lastRun: goesOn ? null : lastRun,
  };
}

/** Idle: none of its tools runs any more, whatever its messages say. */
export function withRunEnded(session: OpencodeSession, how: Run["how"], at: number): OpencodeSession {
  const { status, lastRun } = session;
  if (status.kind === "idle") return session;
  const failedBefore = lastRun !== null && lastRun.startedAt === status.since;
  return {
    ...session,
    status: { kind: "idle" },
    tools: {},
    lastRun: { startedAt: status.since, endedAt: at, how: failedBefore ? lastRun.how : how },
  };
}

/** An error comes before the end of its run, or after it. */
export function withError(
  session: OpencodeSession,
  message: string,
  aborted: boolean,
  at: number,
): OpencodeSession {
  const { status, lastRun } = session;
  const how = aborted ? "aborted" : "failed";
  const error = aborted ? null : message;
  if (status.kind !== "idle") {
    return { ...session, error, lastRun: { startedAt: status.since, endedAt: at, how } };
  }
  return { ...session, error, lastRun: lastRun === null ? null : { ...lastRun, how } };
}

/** Only a session that is not idle runs tools: a killed server leaves some "running" in its messages for ever. */
export function withTool(session: OpencodeSession, tool: WireTool, at: number): OpencodeSession {
  if (tool.status === "running" && session.status.kind !== "idle") {
    const before = session.tools[tool.id];
    if (before !== undefined && before.arg === tool.arg && before.name === tool.name) return session;
    if (before === undefined && Object.keys(session.tools).length >= TOOLS_MAX) return session;
    return { ...session, tools: withKey(session.tools, tool.id, runningTool(tool, before, at)) };
  }
  return session.tools[tool.id] === undefined
    ? session
    : { ...session, tools: withoutKey(session.tools, tool.id) };
}

/** It runs since its own start, or, where that is not said, since it was first seen. */
export function runningTool(tool: WireTool, before: RunningTool | undefined, at: number): RunningTool {
  const startedAt = Math.min(tool.startedAt ?? before?.startedAt ?? at, at);
  return { id: tool.id, name: tool.name, arg: tool.arg, startedAt };
}

/** Whether what is said of `scope` is true of `directory` too; "" = the whole server. */
export function coversDirectory(scope: string, directory: string): boolean {
  return scope === "" || scope === directory;
}
