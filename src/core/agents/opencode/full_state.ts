/**
 * A full state: everything that an OpenCode server answers about one directory when it is asked for all of it, in one round of
 * requests. It says nothing about another directory.
 */
import type { SessionInfo } from "./opencode_session.ts";
import type { Todos } from "../session.ts";
import type { WirePermission, WireQuestion, WireStatus, WireTool } from "./wire/wire_values.ts";

/** What became of one question to the server. */
export type Fetched<T> =
  /** `more`: how many entries of a list were not read, for there are too many; absent = none. */
  | { readonly kind: "known"; readonly value: T; readonly more?: number }
  /** No answer, or not one that can be used: what is known stays. */
  | { readonly kind: "unknown" }
  /** The server has no such endpoint (404, or a page instead of data). */
  | { readonly kind: "absent" }
  /** 400, which 1.18.33 answers for the whole permission list while one for webfetch is pending: what the stream told stays. */
  | { readonly kind: "refused" };

/** What the answers to one round of questions about one directory say. */
export interface FullState {
  /** The directory asked about; "" = not known, which covers all of the server's. */
  readonly directory: string;
  readonly sessions: Fetched<readonly SessionInfo[]>;
  /** By session; idle ones are absent. */
  readonly statuses: Fetched<Readonly<Record<string, WireStatus>>>;
  readonly permissions: Fetched<readonly WirePermission[]>;
  readonly questions: Fetched<readonly WireQuestion[]>;
  /** By session, for those that were asked about. */
  readonly todos: Readonly<Record<string, Todos>>;
  /** By session, for those that were asked about: its running tools. They never make a session busy. */
  readonly tools: Readonly<Record<string, readonly WireTool[]>>;
}
