/** An instance without what only its stream tells: what a server itself can be asked for. */
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";

export function known(instance: Instance) {
  const each = <T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [id, map(value)]));
  return {
    sessions: each(instance.sessions, ({ info, status, tools, todos }) => ({
      info,
      status: status.kind === "idle" ? status : { ...status, since: 0 },
      tools: each(tools, ({ name, arg, startedAt }) => ({ name, arg, startedAt })),
      todos,
    })),
    permissions: each(instance.permissions, (permission) => ({ ...permission, askedAt: 0 })),
    questions: each(instance.questions, (question) => ({ ...question, askedAt: 0 })),
  };
}
