/** Makes the model of agents from the state of an OpenCode server: its sessions, and what waits for the user. */
import type { AgentProgram, AgentSessions } from "../program.ts";
import type { AgentSession, RunningTool } from "../session.ts";
import type { Waiting } from "../waiting.ts";
import type { Instance } from "./instance.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { coversDirectory } from "./session_changes.ts";
import { leftOutIn } from "./kept_maximums.ts";

/** A server that does not answer is shown as it was for this long, in ms. */
const SILENT_MS = 5000;
/** If a server does not tell of permissions, a tool that runs for longer than this, in ms, seems to wait for one. */
const GUESS_MS = 5000;

/** The server as it is shown at `now` (epoch ms). */
export function opencodeProgram(instance: Instance, now: number): AgentProgram {
  const { key, version, port, host, pid, tty, directory, reach } = instance;
  return {
    source: "opencode",
    key,
    product: "OpenCode",
    version,
    listensAt: host === undefined ? { port } : { port, host },
    address: `${host ?? ""}:${port}`,
    pid,
    tty,
    directory,
    reach,
    isFollowed: isFollowed(instance, now),
    sessions: sessionsOf(instance),
    waiting: waitingIn(instance, now),
    leftOut: leftOutIn(instance),
  };
}

/** When that changes next by time alone: epoch ms, after `now`; null = it does not. */
export function nextChange(instance: Instance, now: number): number | null {
  const moments = [
    ...possibleGuesses(instance).map(({ tool }) => tool.startedAt + GUESS_MS + 1),
    ...(instance.reach.kind === "not-answering" ? [instance.reach.since + SILENT_MS] : []),
  ].filter((moment) => moment > now);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Whether what is known of its sessions is true at `now`. */
function isFollowed(instance: Instance, now: number): boolean {
  const { reach, fullStateAt } = instance;
  switch (reach.kind) {
    case "starting":
    case "locked":
      return false;
    case "connected":
    case "polled":
      return fullStateAt !== null;
    case "not-answering":
      return fullStateAt !== null && now - reach.since < SILENT_MS;
  }
}

/** What waits looks at single sessions, in each of thousands of states: so none is made before it is looked at. */
function sessionsOf(instance: Instance): AgentSessions {
  const { sessions } = instance;
  const has = (id: string) => Object.hasOwn(sessions, id);
  return {
    get(id) {
      const session = has(id) ? sessions[id] : undefined;
      return session === undefined ? undefined : shownSession(instance, session);
    },
    has,
    values: () => Object.values(sessions).map((session) => shownSession(instance, session)),
  };
}

/** A session that has not changed is not made anew: a message mostly changes one of many. */
const sessionMade = new WeakMap<
  OpencodeSession,
  { readonly answeredFor: Instance["answeredFor"]; readonly shown: AgentSession }
>();

function shownSession(instance: Instance, session: OpencodeSession): AgentSession {
  const { answeredFor } = instance;
  const made = sessionMade.get(session);
  if (made?.answeredFor === answeredFor) return made.shown;
  const { info, tools, todos, error, lastRun } = session;
  const status = statusOf(instance, session);
  const shown = { ...info, status, tools: Object.values(tools), todos, error, lastRun };
  sessionMade.set(session, { answeredFor, shown });
  return shown;
}

function statusOf(
  { answeredFor }: Instance,
  { status, lastRun, ranIn }: OpencodeSession,
): AgentSession["status"] {
  switch (status.kind) {
    case "busy":
    case "retry":
      return status;
    case "idle": {
      // A session that was seen at work is idle because the server has told its end.
      const isTold = lastRun !== null || answeredFor.some((directory) => coversDirectory(directory, ranIn));
      return isTold ? status : { kind: "unknown" };
    }
  }
}

function waitingIn(instance: Instance, now: number): readonly Waiting[] {
  return [
    ...Object.values(instance.permissions).map((permission) => {
      const { id, session, wish, isWhole, always, alwaysIsWhole, askedAt: since } = permission;
      const asked = { kind: "permission", id, session, since, isAnswerable: true } as const;
      return { ...asked, wish, isWhole, always, alwaysIsWhole };
    }),
    ...Object.values(instance.questions).map(({ id, session, items, askedAt: since }) => {
      return { kind: "question", id, session, since, isAnswerable: true, items } as const;
    }),
    ...possibleGuesses(instance).filter(({ tool }) => now - tool.startedAt > GUESS_MS)
      .map(({ session, tool }) => {
        const seen = { id: tool.id, session: session.info.id, since: tool.startedAt };
        return { kind: "guess", ...seen, tool } as const;
      }),
  ];
}

/** The running tools that may wait for a permission that the server does not tell of. */
function possibleGuesses(
  instance: Instance,
): readonly { readonly session: OpencodeSession; readonly tool: RunningTool }[] {
  if (Object.keys(instance.guessBefore).length === 0) return [];
  const told = new Set(Object.values(instance.permissions).map((permission) => permission.session));
  return Object.values(instance.sessions).flatMap((session) => {
    const before = instance.guessBefore[session.ranIn] ?? instance.guessBefore[""] ?? 0;
    if (told.has(session.info.id)) return [];
    const tool = Object.values(session.tools).find(({ name, startedAt }) =>
      name !== "task" && startedAt < before
    );
    return tool === undefined ? [] : [{ session, tool }];
  });
}
