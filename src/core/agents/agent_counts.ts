/** How many sessions work and how many wait, and the line that says so. */
import type { AgentMessages } from "../language/agent_messages.ts";
import type { AgentProgram } from "./program.ts";
import { RECENT_MS } from "./session.ts";
import { rootsIn } from "./session_tree.ts";
import { isAtWork } from "./shown_sessions.ts";
import { stillWaiting } from "./still_waiting.ts";

export interface AgentCounts {
  readonly busy: number;
  readonly waiting: number;
}

/** "2 busy, 1 waits for you". Only sessions that a person started are counted, not subagents; null = there is nothing to say. */
export function agentsLine(programs: readonly AgentProgram[], messages: AgentMessages): string | null {
  const line = countsLine(countsOfAll(programs), messages);
  return line.length === 0 ? null : line.join(", ");
}

/** Of all programs together, as far as they are followed. */
export function countsOfAll(programs: readonly AgentProgram[]): AgentCounts {
  const counts = programs.filter(({ isFollowed }) => isFollowed).map(countsOf);
  return {
    busy: counts.reduce((sum, { busy }) => sum + busy, 0),
    waiting: counts.reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

export function countsLine({ busy, waiting }: AgentCounts, messages: AgentMessages): readonly string[] {
  return [
    ...(busy === 0 ? [] : [messages.busy(busy)]),
    ...(waiting === 0 ? [] : [messages.waiting(waiting)]),
  ];
}

/**
 * A session waits when it or one of its subagents waits. It is busy when one of them is busy and none waits. Sessions that are not
 * kept are counted too.
 */
export function countsOf(program: AgentProgram): AgentCounts {
  const { sessions, leftOut } = program;
  const rootOf = rootsIn(sessions);
  const waiting = new Set(stillWaiting(program).map(({ session }) => rootOf(session)));
  const busy = new Set(
    [...sessions.values()].filter(isAtWork).map(({ id }) => rootOf(id)).filter((id) => !waiting.has(id)),
  );
  return {
    busy: busy.size + leftOut.sessions,
    waiting: waiting.size + leftOut.permissions + leftOut.questions,
  };
}

/** Whether all sessions that were touched lately are known to be idle. `now`: epoch ms. */
export function isKnownIdle({ sessions }: AgentProgram, now: number): boolean {
  return [...sessions.values()].every(({ status, updatedAt }) => {
    switch (status.kind) {
      case "idle":
        return true;
      case "busy":
      case "retry":
        return false;
      case "unknown":
        return now - updatedAt >= RECENT_MS;
    }
  });
}
