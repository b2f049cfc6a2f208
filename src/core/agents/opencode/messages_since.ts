/**
 * What the stream has said since a full state was requested. It is newer than what the full state says of the same thing, so
 * messages are remembered while a full state is on its way.
 */
import type { Instance } from "./instance.ts";
import type { StreamMessage } from "./stream_message.ts";
import type { Todos } from "../session.ts";
import { coversDirectory } from "./session_changes.ts";

/** So many messages are remembered; a full state that comes after more of them is too old to be of use. */
export const RECENT_MESSAGES_MAX = 1_000;

/**
 * With a message remembered, if a full state is on its way. Where there are too many to remember, the full states are given up:
 * what they say may be older than what the messages said.
 */
export function withRecentMessage(instance: Instance, message: StreamMessage): Instance {
  const { pendingFullStates, recentMessages } = instance;
  let oldest = Infinity;
  for (const number in pendingFullStates) oldest = Math.min(oldest, pendingFullStates[number] ?? Infinity);
  if (oldest === Infinity) return instance;
  const count = (recentMessages?.count ?? 0) + 1;
  return count - oldest > RECENT_MESSAGES_MAX
    ? { ...instance, pendingFullStates: {}, recentMessages: null }
    : { ...instance, recentMessages: { message, count, before: recentMessages } };
}

/** What the stream has said something about since a full state was requested, by id. */
export interface MessagesSince {
  readonly sessions: Set<string>;
  readonly statuses: Set<string>;
  /** Sessions that were idle, or were deleted, at some time since: the full state may still say what ran or waited in them. */
  readonly ended: Set<string>;
  /** Also of sessions that were not known yet. */
  readonly todos: Map<string, Todos>;
  readonly tools: Map<string, Extract<StreamMessage, { readonly type: "tool" }>>;
  /** Permissions and questions. */
  readonly requests: Set<string>;
  /** Whether all that lived in the directory has ended since. */
  disposed: boolean;
}

/** `number`: of the full state; `directory`: that it is about. */
export function messagesSince(instance: Instance, number: number, directory: string): MessagesSince {
  const messages: StreamMessage[] = [];
  const from = instance.pendingFullStates[number] ?? Infinity;
  for (let recent = instance.recentMessages; recent !== null && recent.count > from; recent = recent.before) {
    messages.push(recent.message);
  }
  const since: MessagesSince = {
    sessions: new Set(),
    statuses: new Set(),
    ended: new Set(),
    todos: new Map(),
    tools: new Map(),
    requests: new Set(),
    disposed: false,
  };
  for (const message of messages.reverse()) add(since, message, directory);
  return since;
}

function add(since: MessagesSince, message: StreamMessage, directory: string): void {
  switch (message.type) {
    case "session":
      since.sessions.add(message.info.id);
      return;
    case "deleted":
      since.sessions.add(message.session);
      since.statuses.add(message.session);
      since.ended.add(message.session);
      return;
    case "status": {
      since.statuses.add(message.session);
      if (message.status.kind !== "idle") return;
      since.ended.add(message.session);
      forgetTools(since, ({ tool }) => tool.session === message.session);
      return;
    }
    case "todos":
      since.todos.set(message.session, message.todos);
      return;
    case "tool":
      since.tools.set(message.tool.id, message);
      return;
    case "permission-asked":
      since.requests.add(message.permission.id);
      return;
    case "permission-replied":
      since.requests.add(message.permission);
      return;
    case "question-asked":
      since.requests.add(message.question.id);
      return;
    case "question-closed":
      since.requests.add(message.question);
      return;
    case "error":
      return;
    case "disposed":
      forgetTools(since, (tool) => coversDirectory(message.directory, tool.directory));
      if (coversDirectory(directory, message.directory) || message.directory === "") since.disposed = true;
      return;
  }
}

function forgetTools(
  since: MessagesSince,
  gone: (message: Extract<StreamMessage, { readonly type: "tool" }>) => boolean,
): void {
  for (const [id, message] of since.tools) if (gone(message)) since.tools.delete(id);
}
