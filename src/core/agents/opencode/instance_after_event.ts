/**
 * The state of an OpenCode instance after an event. What one message costs depends only on how much is kept of its own instance,
 * and that is bounded (`kept_maximums.ts`).
 */
import type { Instance } from "./instance.ts";
import type { InstanceEvent } from "./instance_event.ts";
import type { StreamMessage } from "./stream_message.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import { withLeftOut, withoutRequest, withRequest, withSession } from "./kept_maximums.ts";
import { withRecentMessage } from "./messages_since.ts";
import { withFullState } from "./merge_full_state.ts";
import { recordOf, without, withoutKey } from "../records_by_id.ts";
import {
  coversDirectory,
  newSession,
  unlistedSession,
  withError,
  withRunEnded,
  withStatus,
  withTool,
} from "./session_changes.ts";

/** An instance that was just found. */
export function newInstance(
  found:
    & Pick<Instance, "key" | "port" | "pid">
    & Partial<Pick<Instance, "host" | "tty" | "version" | "directory">>,
  now: number,
): Instance {
  return {
    tty: "",
    version: "",
    directory: "",
    ...found,
    reach: { kind: "starting", since: now },
    fullStateAt: null,
    answeredFor: [],
    sessions: {},
    permissions: {},
    questions: {},
    guessBefore: {},
    pendingFullStates: {},
    recentMessages: null,
    leftOut: new Map(),
  };
}

/** The instance after an event; `now`: epoch ms. The same object where nothing has changed. */
export function instanceAfter(instance: Instance, event: InstanceEvent, now: number): Instance {
  switch (event.type) {
    case "full-state-requested":
      return {
        ...instance,
        pendingFullStates: {
          ...instance.pendingFullStates,
          [event.number]: instance.recentMessages?.count ?? 0,
        },
      };
    case "full-state":
      return withFullState(instance, event.number, event.fullState, now);
    case "message":
      return withRecentMessage(withMessage(instance, event.message, now), event.message);
    case "reach": {
      const same = instance.reach.kind === event.reach.kind && instance.reach.since === event.reach.since;
      return same ? instance : { ...instance, reach: event.reach };
    }
    case "known-only":
      return onlyIn(instance, new Set(event.directories));
    case "server-details": {
      const { version = instance.version, tty = instance.tty, directory = instance.directory } = event;
      return { ...instance, version, tty, directory };
    }
  }
}

function withMessage(instance: Instance, message: StreamMessage, now: number): Instance {
  const { directory } = message;
  switch (message.type) {
    case "status": {
      const before = instance.sessions[message.session];
      if (message.status.kind === "idle") {
        const next = before === undefined
          ? withLeftOut(instance, directory, "sessions", -1)
          : withSession(instance, withRunEnded(before, "done", now));
        return withoutRequestsOf(next, message.session);
      }
      const session = before ?? unlistedSession(message.session, directory, now);
      return withSession(instance, withStatus(session, message.status, directory, now));
    }
    case "session": {
      const before = instance.sessions[message.info.id];
      return withSession(
        instance,
        before === undefined ? newSession(message.info) : { ...before, info: message.info, isListed: true },
      );
    }
    case "deleted": {
      const { sessions } = instance;
      const next = sessions[message.session] === undefined
        ? instance
        : { ...instance, sessions: withoutKey(sessions, message.session) };
      return withoutRequestsOf(next, message.session);
    }
    case "permission-asked":
      return withRequest(instance, "permissions", asked(instance, message.permission, directory, now));
    case "permission-replied":
      return withoutRequest(instance, "permissions", message.permission, directory);
    case "question-asked":
      return withRequest(instance, "questions", asked(instance, message.question, directory, now));
    case "question-closed":
      return withoutRequest(instance, "questions", message.question, directory);
    case "todos":
      return inSession(instance, message.session, (session) => ({ ...session, todos: message.todos }));
    case "tool":
      return inSession(instance, message.tool.session, (session) => withTool(session, message.tool, now));
    case "error":
      return message.session === null
        ? instance
        : inSession(instance, message.session, (session) =>
          withError(session, message.message, message.aborted, now));
    case "disposed":
      return disposed(instance, directory, now);
  }
}

/** With the directory in which it is asked, and the time. */
function asked<T extends { readonly session: string }>(
  instance: Instance,
  request: T,
  directory: string,
  now: number,
) {
  const where = directory === ""
    ? instance.sessions[request.session]?.ranIn ?? instance.directory
    : directory;
  return { ...request, directory: where, askedAt: now };
}

function inSession(
  instance: Instance,
  id: string,
  change: (session: OpencodeSession) => OpencodeSession,
): Instance {
  const session = instance.sessions[id];
  return session === undefined ? instance : withSession(instance, change(session));
}

/** Without what an idle session waited for: when a run is aborted, the server forgets that without a message. */
function withoutRequestsOf(instance: Instance, session: string): Instance {
  const permissions = without(instance.permissions, (permission) => permission.session === session);
  const questions = without(instance.questions, (question) => question.session === session);
  const same = permissions === instance.permissions && questions === instance.questions;
  return same ? instance : { ...instance, permissions, questions };
}

function disposed(instance: Instance, directory: string, now: number): Instance {
  const sessions = recordOf(
    Object.entries(instance.sessions).map(([id, session]) => [
      id,
      coversDirectory(directory, session.ranIn) ? withRunEnded(session, "aborted", now) : session,
    ]),
  );
  const of = (request: { readonly directory: string }) => coversDirectory(directory, request.directory);
  return {
    ...instance,
    sessions,
    permissions: without(instance.permissions, of),
    questions: without(instance.questions, of),
    leftOut: new Map([...instance.leftOut].filter(([where]) => !coversDirectory(directory, where))),
  };
}

/** Without all that lives in other directories. */
function onlyIn(instance: Instance, directories: ReadonlySet<string>): Instance {
  const isElsewhere = ({ directory }: { readonly directory: string }) => !directories.has(directory);
  return {
    ...instance,
    sessions: without(
      instance.sessions,
      ({ ranIn, info }) => !directories.has(ranIn) && !directories.has(info.directory),
    ),
    permissions: without(instance.permissions, isElsewhere),
    questions: without(instance.questions, isElsewhere),
    leftOut: new Map([...instance.leftOut].filter(([directory]) => directories.has(directory))),
  };
}
