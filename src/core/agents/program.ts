/**
 * What any coding agent on this machine is to the rest of the program: a program with sessions, what they do and what they wait
 * for. Alerts, menus, lists and files are made of this; each source (`sources.ts`) makes it of what it knows.
 */
import type { AgentSession } from "./session.ts";
import type { Waiting } from "./waiting.ts";

/** What is known of whether a program can be followed. `since`: epoch ms. */
export type Reach =
  /** Found, and nothing is known of it yet. */
  | { readonly kind: "starting"; readonly since: number }
  /** It tells of each change by itself. */
  | { readonly kind: "connected"; readonly since: number }
  /** It tells nothing by itself, and is asked again and again. */
  | { readonly kind: "polled"; readonly since: number }
  /** It asks for a password that is not known here. */
  | { readonly kind: "locked"; readonly since: number }
  /** It is there, but has not answered since then. */
  | { readonly kind: "not-answering"; readonly since: number };

/** How many there are beyond those that are kept. `sessions`: of those that are not idle. */
export interface LeftOut {
  readonly sessions: number;
  readonly permissions: number;
  readonly questions: number;
}

export const nothingLeftOut: LeftOut = { sessions: 0, permissions: 0, questions: 0 };

export interface AgentProgram {
  /** Which kind of agent it is, by the id of its source: "opencode". */
  readonly source: string;
  /** Unique over time and over all sources: an answer finds its program by this alone. */
  readonly key: string;
  /** What people call it: "OpenCode". */
  readonly product: string;
  /** "" = not known. */
  readonly version: string;
  /** Where it listens. Null = nowhere. Without a host: 127.0.0.1 or [::1]. */
  readonly listensAt: { readonly port: number; readonly host?: string } | null;
  /** Tells it from another of the same name: ":4096", "192.168.1.7:4096". */
  readonly address: string;
  /** Null = not known. */
  readonly pid: number | null;
  /** The controlling terminal: "pts/3", "ttys001"; "" = not known. */
  readonly tty: string;
  /** Its own directory; "" = not known. */
  readonly directory: string;
  readonly reach: Reach;
  /** Whether what is known of its sessions may be taken as true now; else it is what was last known. */
  readonly isFollowed: boolean;
  /** By id. */
  readonly sessions: ReadonlyMap<string, AgentSession>;
  /** In no order; `stillWaiting()` says what of it a person should know. */
  readonly waiting: readonly Waiting[];
  readonly leftOut: LeftOut;
}

/** For sorting: by where they listen. */
export function byPort(a: AgentProgram, b: AgentProgram): number {
  return (a.listensAt?.port ?? 0) - (b.listensAt?.port ?? 0);
}
