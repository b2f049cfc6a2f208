/**
 * What is known of one OpenCode server and its sessions. What changes it is in `instance_event.ts`, and how is in
 * `instance_after_event.ts`.
 *
 * A server answers about one directory at a time (it runs an inner instance for each), so what is live in a session carries
 * the directory in which it runs (`ranIn`, `directory`).
 */
import type { LeftOut, Reach } from "../program.ts";
import type { Permission, Question } from "./permissions_and_questions.ts";
import type { OpencodeSession } from "./opencode_session.ts";
import type { StreamMessage } from "./stream_message.ts";

/** One OpenCode server. Immutable; `instanceAfter` gives the next one. */
export interface Instance {
  /** Unique over time: "port:pid", or "host:port:pid". */
  readonly key: string;
  readonly port: number;
  /** Where it listens, as in a URL; absent = 127.0.0.1 or [::1]. */
  readonly host?: string;
  /** Null = not known: a port or a server of the settings. */
  readonly pid: number | null;
  /** The controlling terminal: "pts/3", "ttys001"; "" = not known. */
  readonly tty: string;
  /** "" = not known. */
  readonly version: string;
  /** The server's own directory; "" = not known. */
  readonly directory: string;
  readonly reach: Reach;
  /** Epoch ms of the first full state; null = nothing is known of its sessions yet. */
  readonly fullStateAt: number | null;
  /** The directories for which the server has said what is at work; "" = for all. Of others nobody knows who is idle. */
  readonly answeredFor: readonly string[];
  readonly sessions: Readonly<Record<string, OpencodeSession>>;
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly questions: Readonly<Record<string, Question>>;
  /**
   * By directory: tools that began before this time (epoch ms) may wait for a permission that the server does not name, so
   * one that runs for long is taken to wait. Infinity for servers without `/permission`; no entry = the server names all.
   */
  readonly guessBefore: Readonly<Record<string, number>>;
  /** Full states requested and not yet here, by number: the count of the messages that had come when each was requested. */
  readonly pendingFullStates: Readonly<Record<number, number>>;
  /** The messages since the oldest of them, newest first; null = none. */
  readonly recentMessages: RecentMessage | null;
  /** By directory: how much the server has named that is not kept (`kept_maximums.ts`); no entry = nothing. */
  readonly leftOut: ReadonlyMap<string, LeftOut>;
}

/** The messages while a full state is on its way: a linked list, so that adding one always costs the same. */
export interface RecentMessage {
  readonly message: StreamMessage;
  readonly count: number;
  readonly before: RecentMessage | null;
}
