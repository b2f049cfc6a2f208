/**
 * What a person should be told of those who wait in OpenCode. Level-triggered: everything that is due is given each time, under a
 * name by which it is told once.
 */
import type { Action } from "../action.ts";
import type { Notice, NoticeButton, NoticeOpening } from "../alerts/notice.ts";
import type { Instance } from "./instance.ts";
import type { OpencodeMessages } from "./messages.ts";
import { lastKnownWaiting, type Waiting } from "./shown.ts";
import { isToldWhole, waitingFor, type WaitsFor } from "./waiting.ts";
import { columnsOf } from "./room.ts";
import { cut } from "../shown_text.ts";

/** What is longer stands in the body. */
const TITLE_MAX = 60;
/** Notification bodies are short, in columns: what is longer is in the menu. */
const BODY_MAX = 160;

export interface OpencodeAlert {
  readonly kind: "waiting";
  /** With `mark` its identity. */
  readonly series: string;
  readonly mark: number;
  readonly notice: Notice;
}

/**
 * What has waited for the user for `permissionSeconds` at `now` (epoch ms). A permission has buttons to allow it once and to
 * reject it; one that cannot be seen whole in a notification is not allowed there, but in its terminal.
 */
export function dueWaiting(
  instances: readonly Instance[],
  now: number,
  permissionSeconds: number,
  messages: OpencodeMessages,
): readonly OpencodeAlert[] {
  return waitingFor(instances, now, messages)
    .filter(({ since }) => now - since >= permissionSeconds * 1000)
    .map((one) => ({
      kind: "waiting",
      series: seriesOf(one.instance, one.waiting),
      // When it was asked is known only as when it was first seen: after a restart that is later, and it is the same.
      mark: 0,
      notice: waitingNotice(one, messages),
    }));
}

/** What the series of all that waits begin with. */
export const waitingSeries = "opencode-waiting:";

/**
 * Whether what was told under this series waits for an answer at `now`, as far as is known: while its server does not answer,
 * nobody has heard that it does not.
 */
export function stillWaits(instances: readonly Instance[], series: string, now: number): boolean {
  return instances.some((instance) =>
    lastKnownWaiting(instance, now).some((waiting) => seriesOf(instance, waiting) === series)
  );
}

function seriesOf({ key }: Instance, waiting: Waiting): string {
  return `${waitingSeries}${key}:${idOf(waiting)}`;
}

function idOf(waiting: Waiting): string {
  switch (waiting.kind) {
    case "permission":
      return waiting.permission.id;
    case "question":
      return waiting.question.id;
    case "guess":
      return waiting.tool.id;
  }
}

function waitingNotice(one: WaitsFor, messages: OpencodeMessages): Notice {
  const { instance, text, title } = one;
  const hasRoom = columnsOf(text) <= BODY_MAX;
  const shown = hasRoom ? text : cut(text, BODY_MAX);
  const session = title === "" ? messages.untitled : title;
  return {
    subject: `opencode:${instance.key}:${idOf(one.waiting)}`,
    // Titles are cut by some services, bodies are wrapped: nobody should allow what cannot be seen.
    ...(columnsOf(text) <= TITLE_MAX
      ? { title: text, body: session }
      : { title: `${session}: ${messages.waits}`, body: shown }),
    urgency: "normal",
    buttons: answerButtons(one, hasRoom && isToldWhole(one.waiting), messages),
    opens: opening(instance, one.session, messages),
  };
}

function opening(instance: Instance, session: string, messages: OpencodeMessages): NoticeOpening {
  return { label: messages.showTerminal, action: focusing(instance, session) };
}

function focusing({ key }: Instance, session: string): Action {
  return { kind: "focus-session", instance: key, session };
}

/** `isSeen`: all of what it wants can be seen in the notice; else nobody can allow it there. */
function answerButtons(
  { waiting, instance, session }: WaitsFor,
  isSeen: boolean,
  messages: OpencodeMessages,
): readonly NoticeButton[] {
  switch (waiting.kind) {
    case "permission": {
      const answer = (reply: "once" | "reject") => ({
        kind: "answer-permission" as const,
        instance: instance.key,
        permission: waiting.permission.id,
        reply,
      });
      return [
        isSeen
          ? { id: "once", label: messages.allowOnce, action: answer("once") }
          : { id: "terminal", label: messages.answerThere, action: focusing(instance, session) },
        { id: "reject", label: messages.reject, action: answer("reject") },
      ];
    }
    case "question":
    case "guess":
      return [];
  }
}
