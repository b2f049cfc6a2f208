/** OpenCode for other programs: the answer of `opencode.list`, and what `opencode.answer` is asked to do. */
import * as z from "zod";
import type { Instance } from "./opencode/instance.ts";
import type { QuestionItem, Wish } from "./opencode/permissions_and_questions.ts";
import type { Session, Tokens } from "./opencode/session.ts";
import { leftOutIn, nothingLeftOut } from "./opencode/retention.ts";
import type { LeftOut } from "./opencode/bounds.ts";
import type { OpencodeAction } from "./agent_action.ts";
import { shownLines, withShownTexts } from "../text/shown_text.ts";
import { isoTime } from "../time/iso_time.ts";
import { isFollowed, shownSessions, statusOf, waitingIn, waitingSession } from "./opencode/shown.ts";

export interface ListedInstance {
  readonly instance: string;
  readonly port: number;
  /** Only where it is not 127.0.0.1 or [::1]. */
  readonly host?: string;
  readonly pid: number | null;
  readonly tty: string;
  readonly version: string;
  readonly directory: string;
  readonly state: Instance["reach"]["kind"];
  /** ISO 8601; of the state. */
  readonly since: string;
  readonly sessions: readonly ListedSession[];
  readonly permissions: readonly {
    readonly permission: string;
    readonly session: string;
    readonly wish: Wish;
    /** Whether the wish says all of what is asked for. */
    readonly whole: boolean;
    readonly always: readonly string[];
    readonly asked_at: string;
  }[];
  readonly questions: readonly {
    readonly question: string;
    readonly session: string;
    readonly items: Instance["questions"][string]["items"];
    readonly asked_at: string;
  }[];
  /** How many there are beyond those that are listed. */
  readonly more: LeftOut;
}

export interface ListedSession {
  readonly session: string;
  readonly parent: string | null;
  readonly title: string;
  readonly directory: string;
  /** `unknown`: nobody has been told. */
  readonly status: "idle" | "busy" | "retry" | "unknown";
  /** ISO 8601 at which it became busy; null = it is not. */
  readonly busy_since: string | null;
  readonly retry:
    | { readonly attempt: number; readonly message: string; readonly next_at: string | null }
    | null;
  readonly waits: boolean;
  readonly tools: readonly { readonly name: string; readonly arg: string; readonly started_at: string }[];
  readonly todos: Session["todos"];
  readonly error: string | null;
  /** US dollars. */
  readonly cost: number;
  readonly tokens: Tokens;
}

/** Every instance with the sessions that are worth showing, at `now` (epoch ms); every text in it can be seen. */
export function opencodeList(instances: readonly Instance[], now: number): readonly ListedInstance[] {
  return withShownTexts(instances.map((instance) => listedInstance(instance, now)));
}

/** The label that is meant where a program answers with one as it was listed. */
export function labelMeant(item: QuestionItem | undefined, told: string): string {
  const labels = item?.options.map(({ label }) => label) ?? [];
  return labels.find((label) => label === told) ?? labels.find((label) => shownLines(label) === told) ?? told;
}

function listedInstance(instance: Instance, now: number): ListedInstance {
  const followed = isFollowed(instance, now);
  const waiting = waitingIn(instance, now);
  const waits = new Set(waiting.map(waitingSession));
  return {
    instance: instance.key,
    port: instance.port,
    ...(instance.host === undefined ? {} : { host: instance.host }),
    pid: instance.pid,
    tty: instance.tty,
    version: instance.version,
    directory: instance.directory,
    state: instance.reach.kind,
    since: isoTime(instance.reach.since),
    sessions: followed
      ? shownSessions(instance).map(({ session }) => listed(instance, session, waits.has(session.info.id)))
      : [],
    permissions: waiting.flatMap((one) => one.kind === "permission" ? [one.permission] : [])
      .map(({ id, session, wish, isWhole, always, askedAt }) => ({
        permission: id,
        session,
        wish,
        whole: isWhole,
        always,
        asked_at: isoTime(askedAt),
      })),
    questions: waiting.flatMap((one) => one.kind === "question" ? [one.question] : [])
      .map(({ id, session, items, askedAt }) => ({
        question: id,
        session,
        items,
        asked_at: isoTime(askedAt),
      })),
    more: followed ? leftOutIn(instance) : nothingLeftOut,
  };
}

function listed(instance: Instance, session: Session, waits: boolean): ListedSession {
  const { info, status } = session;
  return {
    session: info.id,
    parent: info.parent,
    title: info.title,
    directory: info.directory,
    status: statusOf(instance, session).kind,
    busy_since: status.kind === "idle" ? null : isoTime(status.since),
    retry: status.kind !== "retry" ? null : {
      attempt: status.attempt,
      message: status.message,
      next_at: status.nextAt === null ? null : isoTime(status.nextAt),
    },
    waits,
    tools: Object.values(session.tools).map(({ name, arg, startedAt }) => ({
      name,
      arg,
      started_at: isoTime(startedAt),
    })),
    todos: session.todos,
    error: session.error,
    cost: info.cost,
    tokens: info.tokens,
  };
}

const id = z.string().min(1);
/** The parameters of `opencode.answer`, made into what is asked of the program; `answerHelp` says what is understood. */
export const answerParams = z.union([
  z.strictObject({ instance: id, permission: id, reply: z.enum(["once", "always", "reject"]) })
    .transform((it): OpencodeAction => ({ kind: "answer-permission", ...it })),
  z.strictObject({ instance: id, question: id, answers: z.array(z.array(z.string())).min(1) })
    .transform((it): OpencodeAction => ({ kind: "answer-question", ...it })),
  z.strictObject({ instance: id, question: id, reject: z.literal(true) })
    .transform(({ instance, question }): OpencodeAction => ({ kind: "reject-question", instance, question })),
]);

export const answerHelp =
  "{instance, permission, reply: once|always|reject}, {instance, question, answers: " +
  "[[label]]} or {instance, question, reject: true}";
