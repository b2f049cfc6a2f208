/**
 * The model of a coding agent: a program on this machine with its sessions, what they do and what they wait for. Alerts, menus, the
 * JSON and the plugin file are made from this model alone. Each source (`sources.ts`) makes it from what it knows.
 */
import type { AgentSession } from "./session.ts";
import type { Waiting } from "./waiting.ts";

/** What is known of whether a program can be followed. `since`: epoch ms. */
export type Reach =
  /** Found, and nothing is known of it yet. */
  | { readonly kind: "starting"; readonly since: number }
  /** It reports each change by itself. */
  | { readonly kind: "connected"; readonly since: number }
  /** It reports nothing by itself, so it is asked again and again. */
  | { readonly kind: "polled"; readonly since: number }
  /** It wants a password that is not known here. */
  | { readonly kind: "locked"; readonly since: number }
  /** It is running, but has not answered since then. */
  | { readonly kind: "not-answering"; readonly since: number };

/** How many more there are than are kept. `sessions` counts those that are not idle. */
export interface LeftOut {
  readonly sessions: number;
  readonly permissions: number;
  readonly questions: number;
}

export const nothingLeftOut: LeftOut = { sessions: 0, permissions: 0, questions: 0 };

/** The sessions of a program, by id. A source may make each of them only when it is looked at. */
export interface AgentSessions {
  get(id: string): AgentSession | undefined;
  has(id: string): boolean;
  values(): Iterable<AgentSession>;
}

export interface AgentProgram {
  /** The id of its source: "opencode". */
  readonly source: string;
  /** Unique over time and over all sources: an answer names its program by this key alone. */
  readonly key: string;
  /** What people call it: "OpenCode". */
  readonly product: string;
  /** "" = not known. */
  readonly version: string;
  /** Null = it does not listen. Without a host: on 127.0.0.1 or [::1]. */
  readonly listensAt: { readonly port: number; readonly host?: string } | null;
  /** Tells apart programs that work in folders of the same name: ":4096", "192.168.1.7:4096". */
  readonly address: string;
  /** Null = not known. */
  readonly pid: number | null;
  /** The controlling terminal: "pts/3", "ttys001"; "" = not known. */
  readonly tty: string;
  /** Its own directory; "" = not known. */
  readonly directory: string;
  readonly reach: Reach;
  /** Whether `sessions`, `waiting` and `leftOut` are true now; if not, they are what was last known. */
  readonly isFollowed: boolean;
  /** By id. */
  readonly sessions: AgentSessions;
  /** Everything that was asked, in no order. `stillWaiting()` picks what a person should see. */
  readonly waiting: readonly Waiting[];
  readonly leftOut: LeftOut;
}

/** Sorts programs by their ports. */
export function byPort(a: AgentProgram, b: AgentProgram): number {
  return (a.listensAt?.port ?? 0) - (b.listensAt?.port ?? 0);
}
