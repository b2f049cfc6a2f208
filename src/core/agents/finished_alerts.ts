/**
 * Whose work has come to its end, and how a person is told. What a person has begun is a session with all of its subagents: it has
 * ended when the last of them is at rest, and bears the name of the session.
 */
import type { Notice } from "../alerts/notice.ts";
import { cut } from "../text/shown_text.ts";
import type { Instance } from "./opencode/instance.ts";
import type { Run, Session } from "./opencode/session.ts";
import type { OpencodeMessages } from "../language/agent_messages.ts";
import { rootsIn } from "./session_tree.ts";
import { LONG_RUN_MS, NEWS_MS } from "./opencode/session_changes.ts";
import { isFollowed, projectOf } from "./opencode/shown.ts";
import { firstLines } from "../text/excerpt.ts";

/** Runs of a session and its subagents that follow each other so closely are one piece of work. */
const PAUSE_MS = 5_000;
/** Of several that have ended, and of the characters in the line of each. */
const LINES_MAX = 8;
const LINE_MAX = 80;

export interface Finished {
  readonly instance: Instance;
  /** The one that a person has begun. */
  readonly session: Session;
  /** Epoch ms, of the session and its subagents together. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether an error ended it. */
  readonly failed: boolean;
}

/** Told under `series` and `mark`: for each the mark of what comes later is higher. */
export interface FinishedAlert {
  readonly kind: "finished";
  readonly series: string;
  readonly mark: number;
  readonly notice: Notice;
}

/** Sessions that worked for over a minute, and are at rest with all of their subagents, not by being stopped, in the last ten minutes. */
export function finishedSessions(instances: readonly Instance[], now: number): readonly Finished[] {
  return instances.filter((instance) => isFollowed(instance, now)).flatMap((instance) =>
    [...treesOf(instance)].flatMap(([session, tree]) => {
      if (tree.some(({ status }) => status.kind !== "idle")) return [];
      const work = lastWork(session, tree);
      if (work === null || work.how === "aborted") return [];
      const { startedAt, endedAt, how } = work;
      const isNews = endedAt - startedAt > LONG_RUN_MS && now - endedAt < NEWS_MS;
      return isNews ? [{ instance, session, startedAt, endedAt, failed: how === "failed" }] : [];
    })
  );
}

/** By each session without a parent, it and all below it. What names itself as its own parent, or one that is not known, is below none. */
function treesOf(instance: Instance): ReadonlyMap<Session, readonly Session[]> {
  const rootOf = rootsIn(instance);
  const { sessions } = instance;
  const trees = Map.groupBy(Object.values(sessions), ({ info }) => sessions[rootOf(info.id)]);
  const begun = [...trees].flatMap(([root, tree]) =>
    root === undefined || root.info.parent !== null ? [] : [[root, tree] as const]
  );
  return new Map(begun);
}

/** The last runs of them that belong together; how they ended is as the session itself did, where it took part. */
function lastWork(session: Session, tree: readonly Session[]): Run | null {
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

/** Alerts about `finishedSessions`. */
export function dueFinished(
  instances: readonly Instance[],
  now: number,
  messages: OpencodeMessages,
): readonly FinishedAlert[] {
  return finishedSessions(instances, now).map(({ instance, session, endedAt, failed }) => {
    const what = failed ? messages.stopped(session.error ?? "") : messages.finished;
    const { id, title } = session.info;
    const series = `opencode-finished:${instance.key}:${id}`;
    return {
      kind: "finished",
      series,
      mark: endedAt,
      notice: {
        subject: series,
        title: `${projectOf(instance, session)}: ${what}`,
        body: title === "" ? messages.untitled : title,
        urgency: "normal",
        buttons: [],
        opens: {
          label: messages.showTerminal,
          action: { kind: "focus-session", instance: instance.key, session: id },
        },
      },
    };
  });
}

/** One notice for all that have ended; there is at least one. */
export function finishedNotice(alerts: readonly FinishedAlert[], messages: OpencodeMessages): Notice {
  const [only, ...others] = alerts;
  if (only !== undefined && others.length === 0) return only.notice;
  const lines = alerts.map(({ notice: { title, body } }) => cut(`${title} · ${body}`, LINE_MAX));
  return {
    subject: "opencode-finished",
    title: messages.severalFinished(alerts.length),
    body: firstLines(lines, LINES_MAX).join("\n"),
    urgency: "normal",
    buttons: [],
    opens: null,
  };
}
