/** Instances for tables of tests: a test gives only the fields that it is about. */
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import type { WirePermission, WireQuestion } from "../../../../src/core/agents/opencode/wire/wire_values.ts";
import type { Wish } from "../../../../src/core/agents/waiting.ts";
import type { SessionInfo } from "../../../../src/core/agents/opencode/opencode_session.ts";
import type { SessionStatus, Todos } from "../../../../src/core/agents/session.ts";
import { opencodeProgram } from "../../../../src/core/agents/opencode/opencode_program.ts";
import type { AgentProgram } from "../../../../src/core/agents/program.ts";
import { type AgentsState, noAgents } from "../../../../src/core/agents/sources.ts";
import { newInstance } from "../../../../src/core/agents/opencode/instance_after_event.ts";
import { newSession, noTodos } from "../../../../src/core/agents/opencode/session_changes.ts";

export const now = new Date(2026, 10, 21, 14, 5).getTime();
export const minute = 60_000;

export interface SessionLike extends Partial<SessionInfo> {
  readonly id: string;
  readonly status?: SessionStatus;
  readonly tools?: readonly { readonly name: string; readonly arg: string; readonly ago?: number }[];
  readonly todos?: Partial<Todos>;
  readonly error?: string;
  /** When its last run began and ended, in ms before `now`. */
  readonly ran?: readonly [number, number, "done" | "failed" | "aborted"];
}

export const busy: SessionStatus = { kind: "busy", since: now - 5 * minute };

export function instance(
  port: number,
  sessions: readonly SessionLike[],
  rest: Partial<Instance> = {},
): Instance {
  return {
    ...newInstance({
      key: `${port}:${port + 1}`,
      port,
      pid: port + 1,
      directory: "/h/app",
      version: "1.18.33",
    }, 0),
    reach: { kind: "connected", since: now - 60 * minute },
    fullStateAt: now - 60 * minute,
    answeredFor: [""],
    sessions: Object.fromEntries(sessions.map((session) => [session.id, sessionOf(session)])),
    ...rest,
  };
}

/** The same as every part but OpenCode's own knows it, at `now`. */
export function program(...args: Parameters<typeof instance>): AgentProgram {
  return opencodeProgram(instance(...args), now);
}

/** Some of them. */
export function programs(...instances: readonly Instance[]): readonly AgentProgram[] {
  return instances.map((each) => opencodeProgram(each, now));
}

/** All agents, where OpenCode has these. */
export function agents(...instances: readonly Instance[]): AgentsState {
  return { ...noAgents, opencode: instances };
}

function sessionOf({ id, status, tools = [], todos, error, ran, ...info }: SessionLike) {
  const plain = newSession({
    ...{ id, parent: null, title: `Title ${id}`, directory: "/h/app", createdAt: 1, updatedAt: 1 },
    ...{ archivedAt: null, cost: 0 },
    tokens: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
    ...info,
  });
  return {
    ...plain,
    status: status ?? plain.status,
    tools: Object.fromEntries(tools.map(({ name, arg, ago = 0 }, index) => {
      const tool = { id: `prt_${index}`, name, arg, startedAt: now - ago };
      return [tool.id, tool];
    })),
    todos: { ...noTodos, ...todos },
    error: error ?? null,
    lastRun: ran === undefined ? null : { startedAt: now - ran[0], endedAt: now - ran[1], how: ran[2] },
  };
}

export function permission(session: string, wish: Wish, ago = 0, rest: Partial<WirePermission> = {}) {
  const word: WirePermission = {
    ...{ id: `per_${session}`, session, wish, isWhole: true, always: ["git *"], alwaysIsWhole: true },
    ...rest,
  };
  return { [word.id]: { ...word, directory: "/h/app", askedAt: now - ago } };
}

export function question(session: string, items: WireQuestion["items"], ago = 0) {
  const id = `que_${session}`;
  return { [id]: { id, session, items, directory: "/h/app", askedAt: now - ago } };
}

/** Something to allow, and something to choose. */
export const run: Wish = { kind: "run", command: "git push" };
export const colours = [{ label: "Red", description: "a warm one" }, { label: "Blue", description: "" }];
export const colour = {
  header: "Colour",
  text: "Which colour?",
  isWhole: true,
  options: colours,
  multiple: false,
};
