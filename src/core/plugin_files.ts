/**
 * The two files that menu-bar plugins read every two seconds with bash and jq: what OpenCode does, and the usage. Their
 * shapes are exact; neither carries text that would break a line of such a plugin.
 */
import type { Instance } from "./agents/opencode/instance.ts";
import type { Session } from "./agents/opencode/session.ts";
import { isFollowed, shownSessions, statusOf, waitingIn } from "./agents/opencode/shown.ts";
import { lastPart, oneLine } from "./text/excerpt.ts";
import { cut } from "./text/shown_text.ts";
import { wholePercent } from "./usage/percent.ts";
import { currentLimit } from "./usage/limit.ts";
import type { Failure } from "./usage/usage_failure.ts";
import type { Reading } from "./usage/reading.ts";
import type { Usage } from "./usage/usage.ts";
import { isoTimeOfUsageFile } from "./time/iso_time.ts";
import { second } from "./time/units.ts";

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
export interface OpencodeFile {
  readonly instances: readonly FileInstance[];
  readonly instance_count: number;
  readonly agent_count: number;
  readonly busy_count: number;
  readonly todos: { readonly pending: number; readonly in_progress: number };
  /** Sessions, not permissions. */
  readonly permissions_pending: number;
  /** Each name once. */
  readonly tools_running: readonly string[];
  /** Whether there is an instance. */
  readonly connected: boolean;
}

/**
 * The state file at `now` (epoch ms). An instance that has not answered for 5 s is not in it, nor a session of which nobody
 * knows whether it is at work: the format has no word for it. `untitled`: what a session is called whose title is not known.
 */
export function opencodeFile(instances: readonly Instance[], now: number, untitled: string): OpencodeFile {
  const listed = instances.filter((instance) => isFollowed(instance, now))
    .sort((a, b) => a.port - b.port).map((instance) => fileInstance(instance, now, untitled));
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

/** The text of the state file, `updated` being `now` in whole seconds. */
export function opencodeFileText(file: OpencodeFile, now: number): string {
  const { connected, ...rest } = file;
  return JSON.stringify({ ...rest, updated: Math.floor(now / second), connected });
}

function fileInstance(instance: Instance, now: number, untitled: string): FileInstance {
  const pending = new Set(
    waitingIn(instance, now).flatMap((waiting) => {
      switch (waiting.kind) {
        case "permission":
          return [waiting.permission.session];
        case "guess":
          return [waiting.session.info.id];
        case "question":
          return [];
      }
    }),
  );
  const agents = shownSessions(instance).flatMap(({ session }) => {
    const status = statusOf(instance, session).kind;
    const permission_pending = pending.has(session.info.id);
    // What waits is at work, whatever else is known of it.
    if (status === "unknown" && !permission_pending) return [];
    return [
      fileAgent(session, { status: status === "idle" ? "idle" : "busy", permission_pending, untitled }),
    ];
  });
  return {
    port: instance.port,
    ...(instance.host === undefined ? {} : { host: instance.host }),
    tty: inLine(instance.tty, 60),
    agents,
    agent_count: agents.length,
    busy_count: agents.filter(({ status }) => status === "busy").length,
  };
}

function fileAgent(
  session: Session,
  { untitled, ...told }: Pick<FileAgent, "status" | "permission_pending"> & { readonly untitled: string },
): FileAgent {
  const { info, todos } = session;
  return {
    id: info.id,
    title: inLine(info.title, 120) || untitled,
    dir: inLine(lastPart(info.directory), 120),
    full_dir: inLine(info.directory, 1000),
    ...told,
    tools: Object.values(session.tools).map(({ name, arg }) => ({
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

interface FileWindow {
  /** Whole percent, rounded down: the plugin's arithmetic knows no fractions. */
  readonly utilization: number;
  /** UTC, without fraction; null = starts on first use. */
  readonly resets_at: string | null;
}

export type UsageFile =
  | {
    readonly five_hour: FileWindow;
    readonly seven_day: FileWindow;
    /** Epoch seconds at which the figures were read. */
    readonly updated: number;
    readonly error: null;
  }
  | {
    readonly error: "auth_not_found" | "token_not_found" | "token_expired" | "api_error";
    readonly updated: number;
  };

/** The usage file at `now`: the last good figures, also while newer ones cannot be had; null = nothing is known yet. */
export function usageFile(usage: Usage, now: number): UsageFile | null {
  switch (usage.kind) {
    case "pending":
      return null;
    case "fresh":
      return goodUsage(usage.reading, now);
    case "stale":
      // The plugin has no sign for old figures, but one for a token that is no longer good.
      return errorCode(usage.why) === "api_error"
        ? goodUsage(usage.reading, now)
        : { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
    case "down":
      return { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
  }
}

/**
 * The usage file from the end of the program at `now` on: its figures would pass for present ones for days. An error that
 * stands there already says more than that nobody looks.
 */
export function endedUsageFile(usage: Usage, now: number): UsageFile {
  const last = usageFile(usage, now);
  return last === null || last.error === null
    ? { error: "api_error", updated: Math.floor(now / second) }
    : last;
}

function goodUsage(reading: Reading, now: number): UsageFile {
  // A window that does not run, or is over, has nothing used: the format knows no other way to say so.
  const window = (id: string): FileWindow => {
    const current = currentLimit(reading.limits, id, now);
    if (current === null || current.limit.kind !== "window") return { utilization: 0, resets_at: null };
    const { resetsAt } = current.limit;
    return {
      utilization: wholePercent(current.percent),
      resets_at: resetsAt === null ? null : isoTimeOfUsageFile(resetsAt),
    };
  };
  return {
    five_hour: window("session"),
    seven_day: window("week"),
    updated: Math.floor(reading.observedAt / second),
    error: null,
  };
}

function errorCode(failure: Failure): "auth_not_found" | "token_not_found" | "token_expired" | "api_error" {
  switch (failure.kind) {
    case "signed-out":
      return "auth_not_found";
    case "credentials-unreadable":
      return "token_not_found";
    case "token-expired":
    case "token-refused":
      return "token_expired";
    case "scope":
    case "no-endpoint":
    case "rate-limited":
    case "refused":
    case "server-error":
    case "odd-body":
    case "offline":
    case "certificate":
    case "setting":
      return "api_error";
  }
}
