/** What the stream has told of since a full state was asked for: it is newer than what the full state says of the same. */
import type { Instance } from "./instance.ts";
import type { StreamMessage } from "./stream_message.ts";
import type { Todos } from "../session.ts";
import { coversDirectory } from "./session_changes.ts";

/** What the stream has spoken of since a full state was asked for, by id. */
export interface MessagesSince {
  readonly sessions: Set<string>;
  readonly statuses: Set<string>;
  /** Sessions that were idle, or were deleted, at some time since: what ran or waited in them before may be in the full state. */
  readonly ended: Set<string>;
  /** Of sessions that may not have been known yet. */
  readonly todos: Map<string, Todos>;
  readonly tools: Map<string, Extract<StreamMessage, { readonly type: "tool" }>>;
  /** Permissions and questions. */
  readonly requests: Set<string>;
  /** All that lived in the directory has ended since. */
  disposed: boolean;
}

export function messagesSince(instance: Instance, number: number, directory: string): MessagesSince {
  const messages: StreamMessage[] = [];
  const from = instance.pendingFullStates[number] ?? Infinity;
  for (let heard = instance.recentMessages; heard !== null && heard.count > from; heard = heard.before) {
    messages.push(heard.message);
  }
  const told: MessagesSince = {
    sessions: new Set(),
    statuses: new Set(),
    ended: new Set(),
    todos: new Map(),
    tools: new Map(),
    requests: new Set(),
    disposed: false,
  };
  for (const message of messages.reverse()) tell(told, message, directory);
  return told;
}

function tell(told: MessagesSince, message: StreamMessage, directory: string): void {
  switch (message.type) {
    case "session":
      told.sessions.add(message.info.id);
      return;
    case "deleted":
      told.sessions.add(message.session);
      told.statuses.add(message.session);
      told.ended.add(message.session);
      return;
    case "status": {
      told.statuses.add(message.session);
      if (message.status.kind !== "idle") return;
      told.ended.add(message.session);
      forgetTools(told, ({ tool }) => tool.session === message.session);
      return;
    }
    case "todos":
      told.todos.set(message.session, message.todos);
      return;
    case "tool":
      told.tools.set(message.tool.id, message);
      return;
    case "permission-asked":
      told.requests.add(message.permission.id);
      return;
    case "permission-replied":
      told.requests.add(message.permission);
      return;
    case "question-asked":
      told.requests.add(message.question.id);
      return;
    case "question-closed":
      told.requests.add(message.question);
      return;
    case "error":
      return;
    case "disposed":
      forgetTools(told, (tool) => coversDirectory(message.directory, tool.directory));
      if (coversDirectory(directory, message.directory) || message.directory === "") told.disposed = true;
      return;
  }
}

function forgetTools(
  told: MessagesSince,
  gone: (message: Extract<StreamMessage, { readonly type: "tool" }>) => boolean,
): void {
  for (const [id, message] of told.tools) if (gone(message)) told.tools.delete(id);
}
