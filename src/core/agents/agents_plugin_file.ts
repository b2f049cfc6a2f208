/**
 * The file that menu-bar plugins read every two seconds with bash and jq: what OpenCode's agents do. Its shape is exact, and no
 * text in it breaks a line of such a plugin.
 */
import { lastPart, oneLine } from "../text/excerpt.ts";
import { cut } from "../text/shown_text.ts";
import { second } from "../time/units.ts";
import { type AgentProgram, byPort } from "./program.ts";
import type { AgentSession } from "./session.ts";
import { shownSessions } from "./shown_sessions.ts";
import { stillWaiting } from "./still_waiting.ts";

export interface FileAgent {
  readonly id: string;
  readonly title: string;
  /** The last part of `full_dir`. */
  readonly dir: string;
  readonly full_dir: string;
  readonly status: "busy" | "idle";
  readonly permission_pending: boolean;
  readonly tools: readonly { readonly name: string; readonly arg: string }[];
  readonly todos: {
    readonly pending: number;
    readonly in_progress: number;
    readonly current_label: string;
    readonly next_label: string;
  };
}

export interface FileInstance {
  readonly port: number;
  /** Only where it is not 127.0.0.1 or [::1]. */
  readonly host?: string;
  /** "" = not known. */
  readonly tty: string;
  readonly agents: readonly FileAgent[];
  readonly agent_count: number;
  readonly busy_count: number;
}

/** Without `updated`, which the writer adds when something else has changed. */
export interface AgentsFile {
  readonly instances: readonly FileInstance[];
  readonly instance_count: number;
  readonly agent_count: number;
  readonly busy_count: number;
  readonly todos: { readonly pending: number; readonly in_progress: number };
  /** Sessions, not permissions. */
  readonly permissions_pending: number;
  /** Each name once. */
  readonly tools_running: readonly string[];
  /** Whether any program is followed. */
  readonly connected: boolean;
}

/**
 * The content of the file. It leaves out programs that are not followed just now, and sessions whose status is not known: the
 * format has no word for that. `untitled`: the name of a session without a title.
 */
export function agentsFile(programs: readonly AgentProgram[], untitled: string): AgentsFile {
  const listed = programs.filter(({ isFollowed }) => isFollowed).sort(byPort)
    .flatMap((program) => fileInstance(program, untitled));
  const agents = listed.flatMap((instance) => instance.agents);
  return {
    instances: listed,
    instance_count: listed.length,
    agent_count: agents.length,
    busy_count: sum(listed.map((instance) => instance.busy_count)),
    todos: {
      pending: sum(agents.map(({ todos }) => todos.pending)),
      in_progress: sum(agents.map(({ todos }) => todos.in_progress)),
    },
    permissions_pending: agents.filter((agent) => agent.permission_pending).length,
    tools_running: [...new Set(agents.flatMap(({ tools }) => tools.map(({ name }) => name)))],
    connected: listed.length > 0,
  };
}

/** The text of the file; `updated` is `now` in whole seconds. */
export function agentsFileText(file: AgentsFile, now: number): string {
  const { connected, ...rest } = file;
  return JSON.stringify({ ...rest, updated: Math.floor(now / second), connected });
}

/** A program without a port is left out: the plugins expect one. */
function fileInstance(program: AgentProgram, untitled: string): readonly FileInstance[] {
  if (program.listensAt === null) return [];
  const pending = new Set(
    stillWaiting(program).filter(({ kind }) => kind !== "question").map(({ session }) => session),
  );
  const agents = shownSessions(program).flatMap(({ session }) => {
    const { kind } = session.status;
    const permission_pending = pending.has(session.id);
    // A session that waits is at work, even if its status is not known.
    if (kind === "unknown" && !permission_pending) return [];
    return [fileAgent(session, { status: kind === "idle" ? "idle" : "busy", permission_pending, untitled })];
  });
  return [{
    ...program.listensAt,
    tty: inLine(program.tty, 60),
    agents,
    agent_count: agents.length,
    busy_count: agents.filter(({ status }) => status === "busy").length,
  }];
}

function fileAgent(
  session: AgentSession,
  { untitled, ...told }: Pick<FileAgent, "status" | "permission_pending"> & { readonly untitled: string },
): FileAgent {
  const { id, title, directory, todos } = session;
  return {
    id,
    title: inLine(title, 120) || untitled,
    dir: inLine(lastPart(directory), 120),
    full_dir: inLine(directory, 1000),
    ...told,
    tools: session.tools.map(({ name, arg }) => ({
      name: inLine(name, 60),
      arg: inLine(arg, 60),
    })),
    todos: {
      pending: todos.pending,
      in_progress: todos.inProgress,
      current_label: inLine(todos.current ?? "", 120),
      next_label: inLine(todos.next ?? "", 120),
    },
  };
}

/** A `|` begins the parameters of a line in these plugins. */
function inLine(text: string, max: number): string {
  return cut(oneLine(text, max).replaceAll("|", "¦"), max);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
