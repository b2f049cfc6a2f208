/** What waits for the user, what goes on in a line, and when either changes by time alone. */
import { type Action, allows } from "../action.ts";
import type { Instance } from "./opencode/instance.ts";
import { leftOutIn } from "./opencode/retention.ts";
import type { OpencodeMessages } from "../language/agent_messages.ts";
import { rootsIn } from "./session_tree.ts";
import {
  guessesAfter,
  isFollowed,
  projectOf,
  type Waiting,
  waitingIn,
  waitingSession,
  waitsSince,
} from "./opencode/shown.ts";
import { oneLine } from "../text/excerpt.ts";

/** What waits for the user. */
export interface WaitsFor {
  readonly waiting: Waiting;
  readonly instance: Instance;
  /** The id of the session, which the server may not have listed. */
  readonly session: string;
  /** The session's title; "" = not known. */
  readonly title: string;
  /** "app: wants to run `git push`": one line, not cut. */
  readonly text: string;
  /** Epoch ms. */
  readonly since: number;
}

/** Everything that waits for the user at `now` (epoch ms), the longest first. */
export function waitingFor(
  instances: readonly Instance[],
  now: number,
  messages: OpencodeMessages,
): readonly WaitsFor[] {
  return instances.flatMap((instance) =>
    waitingIn(instance, now).map((waiting) => waitsFor(instance, waiting, messages))
  ).sort((a, b) => a.since - b.since);
}

export function waitsFor(instance: Instance, waiting: Waiting, messages: OpencodeMessages): WaitsFor {
  return {
    waiting,
    instance,
    session: waitingSession(waiting),
    title: waiting.session?.info.title ?? "",
    text: oneLine(`${projectOf(instance, waiting.session)}: ${saying(waiting, messages)}`, Infinity),
    since: waitsSince(waiting),
  };
}

/** Whether nothing of what it wants was left out on the way here: else it is answered where it is asked. */
export function isToldWhole(waiting: Waiting): boolean {
  switch (waiting.kind) {
    case "permission":
      return waiting.permission.isWhole;
    case "question":
      return waiting.question.items.every(({ isWhole }) => isWhole);
    case "guess":
      return false;
  }
}

/** Whether an action allows, by a button, what could not be shown whole: nobody has seen what it would do. */
export function allowsUnseen(instances: readonly Instance[], action: Action): boolean {
  if (!allows(action)) return false;
  const asked = instances.find(({ key }) => key === action.instance)?.permissions[action.permission];
  return asked !== undefined && !(asked.isWhole && (action.reply === "once" || asked.alwaysIsWhole));
}

/** What it wants, with all of its lines. */
export function saying(waiting: Waiting, messages: OpencodeMessages): string {
  return messages.signs(said(waiting, messages));
}

function said(waiting: Waiting, messages: OpencodeMessages): string {
  switch (waiting.kind) {
    case "permission":
      return messages.wants(waiting.permission.wish);
    case "question": {
      const { items } = waiting.question;
      const [first] = items;
      return first !== undefined && items.length === 1
        ? messages.asks(first.text || first.header)
        : messages.asksSeveral(items.length);
    }
    case "guess":
      return messages.seemsToWait(toolLabel(waiting.tool));
  }
}

/** "2 busy, 1 waits for you", counting the sessions that a person has begun; null = nothing goes on. */
export function opencodeLine(
  instances: readonly Instance[],
  now: number,
  messages: OpencodeMessages,
): string | null {
  const counts = instances.filter((instance) => isFollowed(instance, now))
    .map((instance) => countsOf(instance, now));
  const line = countsLine(
    counts.reduce((sum, { busy }) => sum + busy, 0),
    counts.reduce((sum, { waiting }) => sum + waiting, 0),
    messages,
  );
  return line.length === 0 ? null : line.join(", ");
}

export function countsLine(busy: number, waiting: number, messages: OpencodeMessages): readonly string[] {
  return [
    ...(busy === 0 ? [] : [messages.busy(busy)]),
    ...(waiting === 0 ? [] : [messages.waiting(waiting)]),
  ];
}

/** With those that are not kept. A session waits when it or a subagent of its does; it is busy when any of them is, and none waits. */
export function countsOf(
  instance: Instance,
  now: number,
): { readonly busy: number; readonly waiting: number } {
  const rootOf = rootsIn(instance);
  const waiting = new Set(waitingIn(instance, now).map((one) => rootOf(waitingSession(one))));
  const busy = new Set(
    Object.values(instance.sessions).filter(({ status }) => status.kind !== "idle")
      .map(({ info }) => rootOf(info.id)).filter((id) => !waiting.has(id)),
  );
  const leftOut = leftOutIn(instance);
  return {
    busy: busy.size + leftOut.sessions,
    waiting: waiting.size + leftOut.permissions + leftOut.questions,
  };
}

/** Epoch ms of the next moment at which any of this changes by time alone; null = none. */
export function nextOpencodeChange(instances: readonly Instance[], now: number): number | null {
  const moments = instances.flatMap((instance) => [
    ...guessesAfter(instance, now),
    ...(instance.reach.kind === "not-answering" ? [instance.reach.since + 5000] : []),
  ]).filter((moment) => moment > now);
  return moments.length === 0 ? null : Math.min(...moments);
}

export function toolLabel({ name, arg }: { readonly name: string; readonly arg: string }): string {
  return arg === "" ? name : `${name} ${arg}`;
}
