/**
 * What one OpenCode server and its sessions are doing: the state of an instance, what can happen to it, and what the names
 * in it mean. `newInstance` and `instanceAfter` in `opencode/fold.ts` fold the second into the first.
 *
 * A server answers about one directory at a time (it runs an inner instance for each), so what is live in a session carries
 * the directory in which it runs (`ranIn`, `directory`), and a picture of one directory says nothing about another.
 */
import type { LeftOut } from "./bounds.ts";
import type { Tokens } from "./tokens.ts";

/** What is known of whether a server can be asked. `since`: epoch ms. */
export type Reach =
  /** Found, not yet answered. */
  | { readonly kind: "starting"; readonly since: number }
  /** Followed through its event stream. */
  | { readonly kind: "connected"; readonly since: number }
  /** An older server without an event stream, asked again and again. */
  | { readonly kind: "polled"; readonly since: number }
  /** It asks for a password that is not known here (401). */
  | { readonly kind: "locked"; readonly since: number }
  /** Its process is there, but since then a request or its stream has had no answer. */
  | { readonly kind: "not-answering"; readonly since: number };

export type SessionStatus =
  | { readonly kind: "idle" }
  /** `since`: epoch ms at which it became busy, as far as it was seen; a retry does not interrupt it. */
  | { readonly kind: "busy"; readonly since: number }
  /** The model's provider refused; `message` says why, the next try is at `nextAt` (epoch ms; null = not said). */
  | {
    readonly kind: "retry";
    readonly since: number;
    readonly attempt: number;
    readonly message: string;
    readonly nextAt: number | null;
  };

/** A tool call that is running: what a session is doing just now. */
export interface RunningTool {
  /** Of the message part; unique. */
  readonly id: string;
  readonly name: string;
  /** Its command, file, address, pattern or description: one line, at most 60 characters; "" = none. */
  readonly arg: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

export interface Todos {
  readonly pending: number;
  readonly inProgress: number;
  readonly completed: number;
  /** The first that is in progress, the first that is pending: one line each. */
  readonly current: string | null;
  readonly next: string | null;
}

/** How the last run of a session ended, if it was seen. */
export interface Run {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly how: "done" | "failed" | "aborted";
}

/** What the session list says of a session. */
export interface SessionInfo {
  readonly id: string;
  /** null = not a subagent. */
  readonly parent: string | null;
  readonly title: string;
  readonly directory: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
  /** In US dollars, as the server counts it. */
  readonly cost: number;
  readonly tokens: Tokens;
}

export interface Session {
  readonly info: SessionInfo;
  /** Whether the server has said what stands in `info`; else no more is known than the id. */
  readonly isListed: boolean;
  /** The directory whose inner instance last spoke of its status. */
  readonly ranIn: string;
  readonly status: SessionStatus;
  /** By id, in the order in which they began. */
  readonly tools: Readonly<Record<string, RunningTool>>;
  readonly todos: Todos;
  /** What went wrong in the present or the last run: one line; null = nothing. */
  readonly error: string | null;
  readonly lastRun: Run | null;
}

/** What a session wants to do, in the terms that a person decides by. */
export type Wish =
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "edit"; readonly file: string }
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "fetch"; readonly url: string }
  /** To touch files outside of its directory. */
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "search"; readonly query: string }
  /** Any other permission, by the server's own name. */
  | { readonly kind: "other"; readonly permission: string; readonly detail: string };

/** A tool call of an agent, as its message names it. */
export interface ToolCall {
  readonly message: string;
  readonly call: string;
}

export interface Permission {
  readonly id: string;
  readonly session: string;
  /** What asks; absent = not said. */
  readonly by?: ToolCall;
  /** Whether it is answered as servers before 1.1 want it. */
  readonly isOlder?: true;
  /** Whose inner instance asks: to be named when answering. */
  readonly directory: string;
  readonly wish: Wish;
  /** Whether the wish says all of what is asked for; else it may not be allowed by what is seen of it. */
  readonly isWhole: boolean;
  /** What "always" would allow from now on. */
  readonly always: readonly string[];
  /** Whether that is all of it. */
  readonly alwaysIsWhole: boolean;
  /** Epoch ms at which it was first seen here. */
  readonly askedAt: number;
}

export interface QuestionOption {
  readonly label: string;
  readonly description: string;
}

export interface QuestionItem {
  readonly header: string;
  readonly text: string;
  /** Whether nothing of the text was left out. */
  readonly isWhole: boolean;
  readonly options: readonly QuestionOption[];
  /** Whether several options may be chosen. */
  readonly multiple: boolean;
}

/** One request may hold several questions, which are answered together. */
export interface Question {
  readonly id: string;
  readonly session: string;
  readonly by?: ToolCall;
  readonly directory: string;
  readonly items: readonly QuestionItem[];
  readonly askedAt: number;
}

/** One OpenCode server. Immutable; `instanceAfter` gives the next one. */
export interface Instance {
  /** Unique over time: "port:pid", or "host:port:pid". */
  readonly key: string;
  readonly port: number;
  /** Where it listens, as in a URL; absent = 127.0.0.1 or [::1]. */
  readonly host?: string;
  /** null = not known: a configured port. */
  readonly pid: number | null;
  /** The controlling terminal: "pts/3", "ttys001"; "" = not known. */
  readonly tty: string;
  /** "" = not known. */
  readonly version: string;
  /** The server's own directory; "" = not known. */
  readonly directory: string;
  readonly reach: Reach;
  /** Epoch ms of the first picture; null = nothing is known of its sessions yet. */
  readonly picturedAt: number | null;
  /** The directories for which the server has said what is at work; "" = for all. Of others nobody knows who is idle. */
  readonly answeredFor: readonly string[];
  readonly sessions: Readonly<Record<string, Session>>;
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly questions: Readonly<Record<string, Question>>;
  /**
   * By directory: tools that began before this time (epoch ms) may wait for a permission that the server does not tell of,
   * so one that runs for long stands for it. Infinity for servers without `/permission`; no entry = the server tells.
   */
  readonly guessBefore: Readonly<Record<string, number>>;
  /** Pictures asked for and not yet here, by number: how many messages had come when they were asked for. */
  readonly asked: Readonly<Record<number, number>>;
  /** The messages since the oldest of them, newest first; null = none. */
  readonly since: Heard | null;
  /** By directory: how much a server has told of that is not kept (`limits.ts`); no entry = nothing. */
  readonly leftOut: ReadonlyMap<string, LeftOut>;
}

/** The messages folded while a picture is on its way: a linked list, so that adding one always costs the same. */
export interface Heard {
  readonly message: Message;
  readonly count: number;
  readonly before: Heard | null;
}

/** What became of one question to the server. */
export type Part<T> =
  /** `more`: how many entries of a list were not read, for there are too many; absent = none. */
  | { readonly kind: "known"; readonly value: T; readonly more?: number }
  /** No answer, or not one that can be used: what is known stays. */
  | { readonly kind: "unknown" }
  /** The server has no such endpoint (404, or a page instead of data). */
  | { readonly kind: "absent" }
  /** 400, which 1.18.33 answers for the whole permission list while one for webfetch is pending: what the stream told stays. */
  | { readonly kind: "refused" };

/** The status of those that are not idle, as answered. */
export type StatusWord =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | {
    readonly kind: "retry";
    readonly attempt: number;
    readonly message: string;
    readonly nextAt: number | null;
  };

/** A permission as told. */
export type PermissionWord = Omit<Permission, "directory" | "askedAt">;

/** A question as told. */
export type QuestionWord = Omit<Question, "directory" | "askedAt">;

/** A tool call as told; its start is null where it is not said. */
export interface ToolWord {
  readonly id: string;
  readonly session: string;
  readonly name: string;
  readonly arg: string;
  readonly status: "pending" | "running" | "completed" | "error";
  /** Epoch ms. */
  readonly startedAt: number | null;
}

/** What the answers to one round of questions about one directory say. */
export interface Picture {
  /** The directory asked about; "" = not known, which covers all of the server's. */
  readonly directory: string;
  readonly sessions: Part<readonly SessionInfo[]>;
  /** By session; idle ones are absent. */
  readonly statuses: Part<Readonly<Record<string, StatusWord>>>;
  readonly permissions: Part<readonly PermissionWord[]>;
  readonly questions: Part<readonly QuestionWord[]>;
  /** By session, for those that were asked about. */
  readonly todos: Readonly<Record<string, Todos>>;
  /** By session, for those that were asked about: its running tools. They never make a session busy. */
  readonly tools: Readonly<Record<string, readonly ToolWord[]>>;
}

/** A message of the event stream that matters; `directory`: "" = the whole server. */
export type Message = { readonly directory: string } & MessageBody;

export type MessageBody =
  | { readonly type: "status"; readonly session: string; readonly status: StatusWord }
  | { readonly type: "session"; readonly info: SessionInfo }
  | { readonly type: "deleted"; readonly session: string }
  | { readonly type: "permission-asked"; readonly permission: PermissionWord }
  | { readonly type: "permission-replied"; readonly permission: string }
  | { readonly type: "question-asked"; readonly question: QuestionWord }
  /** Answered or rejected. */
  | { readonly type: "question-closed"; readonly question: string }
  | { readonly type: "todos"; readonly session: string; readonly todos: Todos }
  | { readonly type: "tool"; readonly tool: ToolWord }
  /** `session` is null for an error of none. */
  | {
    readonly type: "error";
    readonly session: string | null;
    readonly aborted: boolean;
    readonly message: string;
  }
  /** The inner instance of `directory` (with "": every one) has ended; nothing of it runs or waits any more. */
  | { readonly type: "disposed" };

/**
 * What can happen to an instance. A picture is announced by `asking`, sent before its first request and after the stream
 * has been opened: what a message says of a thing from then on is newer than what the picture says of it. So messages are
 * folded as they come, and neither are they lost before the first picture nor overwritten by one that is older.
 * Every `asking` is followed by a `picture` of the same number, with unknown parts where nothing came.
 * `reach` (connected, polled) goes before the picture of its connection.
 */
export type InstanceEvent =
  | { readonly type: "asking"; readonly number: number }
  | { readonly type: "picture"; readonly number: number; readonly picture: Picture }
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "reach"; readonly reach: Reach }
  /** Messages were lost: of other directories than these, which are asked about now, nothing is known any more. */
  | { readonly type: "known-only"; readonly directories: readonly string[] }
  | { readonly type: "about"; readonly version?: string; readonly tty?: string; readonly directory?: string };
