/** Agents as JSON for other programs: the answer of `opencode.list`. */
import { withShownTexts } from "../text/shown_text.ts";
import { isoTime } from "../time/iso_time.ts";
import { type AgentProgram, type LeftOut, nothingLeftOut, type Reach } from "./program.ts";
import type { AgentSession, Todos, Tokens } from "./session.ts";
import { shownSessions } from "./shown_sessions.ts";
import { type AgentsState, programsOf } from "./sources.ts";
import { stillWaiting } from "./still_waiting.ts";
import type { QuestionItem, Wish } from "./waiting.ts";

export interface ListedInstance {
  readonly instance: string;
  readonly port: number;
  /** Only where it is not 127.0.0.1 or [::1]. */
  readonly host?: string;
  readonly pid: number | null;
  readonly tty: string;
  readonly version: string;
  readonly directory: string;
  readonly state: Reach["kind"];
  /** Since when it is in this state, ISO 8601. */
  readonly since: string;
  readonly sessions: readonly ListedSession[];
  readonly permissions: readonly {
    readonly permission: string;
    readonly session: string;
    readonly wish: Wish;
    /** Whether the wish says all of what is asked for. */
    readonly whole: boolean;
    readonly always: readonly string[];
    readonly asked_at: string;
  }[];
  readonly questions: readonly {
    readonly question: string;
    readonly session: string;
    readonly items: readonly QuestionItem[];
    readonly asked_at: string;
  }[];
  /** How many there are beyond those that are listed. */
  readonly more: LeftOut;
}

export interface ListedSession {
  readonly session: string;
  readonly parent: string | null;
  readonly title: string;
  readonly directory: string;
  /** `unknown`: it was not told whether the session works. */
  readonly status: AgentSession["status"]["kind"];
  /** ISO 8601 at which it became busy; null = it is not. */
  readonly busy_since: string | null;
  readonly retry:
    | { readonly attempt: number; readonly message: string; readonly next_at: string | null }
    | null;
  readonly waits: boolean;
  readonly tools: readonly { readonly name: string; readonly arg: string; readonly started_at: string }[];
  readonly todos: Todos;
  readonly error: string | null;
  /** US dollars. */
  readonly cost: number;
  readonly tokens: Tokens;
}

/** Every OpenCode server with the sessions that are worth showing, at `now` (epoch ms); every text in it can be seen. */
export function opencodeList(agents: AgentsState, now: number): readonly ListedInstance[] {
  return withShownTexts(programsOf(agents, "opencode", now).flatMap(listedInstance));
}

/** A program without a port is left out: readers of the list expect one. */
function listedInstance(program: AgentProgram): readonly ListedInstance[] {
  const { key, listensAt, pid, tty, version, directory, reach, isFollowed, leftOut } = program;
  if (listensAt === null) return [];
  const waiting = stillWaiting(program);
  const waits = new Set(waiting.map(({ session }) => session));
  return [{
    instance: key,
    ...listensAt,
    pid,
    tty,
    version,
    directory,
    state: reach.kind,
    since: isoTime(reach.since),
    sessions: isFollowed
      ? shownSessions(program).map(({ session }) => listedSession(session, waits.has(session.id)))
      : [],
    permissions: waiting.flatMap((one) => one.kind === "permission" ? [one] : [])
      .map(({ id, session, wish, isWhole, always, since }) => ({
        permission: id,
        session,
        wish,
        whole: isWhole,
        always,
        asked_at: isoTime(since),
      })),
    questions: waiting.flatMap((one) => one.kind === "question" ? [one] : [])
      .map(({ id, session, items, since }) => ({ question: id, session, items, asked_at: isoTime(since) })),
    more: isFollowed ? leftOut : nothingLeftOut,
  }];
}

function listedSession(session: AgentSession, waits: boolean): ListedSession {
  const { id, parent, title, directory, status, tools, todos, error, cost, tokens } = session;
  return {
    session: id,
    parent,
    title,
    directory,
    status: status.kind,
    busy_since: status.kind === "busy" || status.kind === "retry" ? isoTime(status.since) : null,
    retry: status.kind !== "retry" ? null : {
      attempt: status.attempt,
      message: status.message,
      next_at: status.nextAt === null ? null : isoTime(status.nextAt),
    },
    waits,
    tools: tools.map(({ name, arg, startedAt }) => ({ name, arg, started_at: isoTime(startedAt) })),
    todos,
    error,
    cost,
    tokens,
  };
}
