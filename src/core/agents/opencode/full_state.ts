/**
 * A full state: everything that an OpenCode server answers about one directory when it is asked for all of it, in one round of
 * requests. It says nothing about another directory.
 */
import type { SessionInfo } from "./opencode_session.ts";
import type { Todos } from "../session.ts";
import type { WirePermission, WireQuestion, WireStatus, WireTool } from "./wire/wire_values.ts";

/** What a request for one list of a full state gave. */
export type Fetched<T> =
  /** `more`: how many entries of a list were not read, for there are too many; absent = none. */
  | { readonly kind: "known"; readonly value: T; readonly more?: number }
  /** No response, or none that can be used: what is known stays. */
  | { readonly kind: "unknown" }
  /** The server has no such endpoint (404, or a page instead of data). */
  | { readonly kind: "absent" }
  /** 400, with which 1.18.33 responds for the whole permission list while one for webfetch is pending: what the stream said stays. */
  | { readonly kind: "refused" };

/** Whether a list was read to its end: nobody knows what stands in the rest. */
export function isWhole(fetched: Fetched<unknown>): boolean {
  return fetched.kind === "known" && fetched.more === undefined;
}

export interface FullState {
  /** The directory that it is about; "" = not known, which stands for all of the server. */
  readonly directory: string;
  readonly sessions: Fetched<readonly SessionInfo[]>;
  /** By session; idle ones are absent. */
  readonly statuses: Fetched<Readonly<Record<string, WireStatus>>>;
  readonly permissions: Fetched<readonly WirePermission[]>;
  readonly questions: Fetched<readonly WireQuestion[]>;
  /** By session, for those whose details were fetched. */
  readonly todos: Readonly<Record<string, Todos>>;
  /** By session, for those whose details were fetched: its running tools. They never make a session busy. */
  readonly tools: Readonly<Record<string, readonly WireTool[]>>;
}
