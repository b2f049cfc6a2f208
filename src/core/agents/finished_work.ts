/**
 * Which sessions have finished their work. What a person has begun is a session with all of its subagents: it has
 * ended when the last of them is at rest, and bears the name of the session.
 */
import type { AgentProgram } from "./program.ts";
import type { AgentSession, Run } from "./session.ts";
import { minute } from "../time/units.ts";
import { rootsIn } from "./session_tree.ts";
import { isAtWork } from "./shown_sessions.ts";

/** A run that ended longer ago than this, in ms, is no news. */
export const NEWS_MS = 10 * minute;
/** Only runs that took longer than this, in ms, are told when they end. */
export const LONG_RUN_MS = minute;
/** Runs of a session and its subagents with shorter pauses than this, in ms, are one piece of work. */
const PAUSE_MS = 5_000;

export interface Finished {
  readonly program: AgentProgram;
  /** The session that a person started. */
  readonly session: AgentSession;
  /** Epoch ms, of the session and its subagents together. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether an error ended it. */
  readonly failed: boolean;
}

/**
 * Sessions that worked for over a minute and ended in the last ten minutes, with all of their subagents. A session that its user
 * stopped is not among them.
 */
export function finishedSessions(programs: readonly AgentProgram[], now: number): readonly Finished[] {
  return programs.filter(({ isFollowed }) => isFollowed).flatMap((program) =>
    [...treesOf(program)].flatMap(([session, tree]) => {
      if (tree.some(isAtWork)) return [];
      const work = lastWork(session, tree);
      if (work === null || work.how === "aborted") return [];
      const { startedAt, endedAt, how } = work;
      const isNews = endedAt - startedAt > LONG_RUN_MS && now - endedAt < NEWS_MS;
      return isNews ? [{ program, session, startedAt, endedAt, failed: how === "failed" }] : [];
    })
  );
}

/** For each session without a parent: the session and all of its subagents. Sessions whose parent is not known, or that are their own parent, are left out. */
function treesOf({ sessions }: AgentProgram): ReadonlyMap<AgentSession, readonly AgentSession[]> {
  const rootOf = rootsIn(sessions);
  const trees = Map.groupBy(sessions.values(), ({ id }) => sessions.get(rootOf(id)));
  const begun = [...trees].flatMap(([root, tree]) =>
    root === undefined || root.parent !== null ? [] : [[root, tree] as const]
  );
  return new Map(begun);
}

/** The last piece of work. It ended as the session itself did, or as the last run did if the session had no part in it. */
function lastWork(session: AgentSession, tree: readonly AgentSession[]): Run | null {
  const runs = tree.flatMap(({ lastRun }) => lastRun === null ? [] : [lastRun])
    .sort((a, b) => b.endedAt - a.endedAt);
  const [last] = runs;
  if (last === undefined) return null;
  let startedAt = last.startedAt;
  for (const run of runs) {
    if (run.endedAt < startedAt - PAUSE_MS) break;
    startedAt = Math.min(startedAt, run.startedAt);
  }
  const own = session.lastRun;
  const how = own !== null && own.endedAt >= startedAt ? own.how : last.how;
  return { startedAt, endedAt: last.endedAt, how };
}
