/**
 * What a person should be told of those who wait in OpenCode. Level-triggered: everything that is due is given each time, under a
 * name by which it is told once.
 */
import type { Action } from "../action.ts";
import type { Notice, NoticeButton, NoticeOpening } from "../alerts/notice.ts";
import type { Instance } from "./opencode/instance.ts";
import type { OpencodeMessages } from "../language/agent_messages.ts";
import { lastKnownWaiting, type Waiting } from "./opencode/shown.ts";
import { isToldWhole, waitingFor, type WaitsFor } from "./waiting.ts";
import { columnsOf, wrappedCount } from "../text/text_width.ts";
import { cut } from "../text/shown_text.ts";
import { second } from "../time/units.ts";

/** What is longer, in columns, stands in the body alone. */
const TITLE_MAX = 60;
/** What is longer stands there too: xfce4-notifyd was seen to cut a title after 37 letters, and does not wrap it. */
const TITLE_SEEN = 30;
/** Of a body that is too long to be seen whole, so many characters are shown. */
const BODY_MAX = 160;
/**
 * What every service was seen to show of a body: xfce4-notifyd cuts after six lines of some 40 columns, Windows after four that
 * are wider.
 */
const BODY_LINES = 5;
const BODY_COLUMNS = 36;

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
    .filter(({ since }) => now - since >= permissionSeconds * second)
    .map((one) => ({
      kind: "waiting",
      series: seriesOf(one.instance, one.waiting),
      // When it was asked is known only as when it was first seen: after a restart that is later, and it is the same.
      mark: 0,
      // Of all that is due one is shown at a time, and only that costs the making of a notice.
      get notice() {
        return waitingNotice(one, messages);
      },
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
  const hasRoom = wrappedCount(text, BODY_COLUMNS) <= BODY_LINES;
  const shown = hasRoom ? text : cut(text, BODY_MAX);
  const session = title === "" ? messages.untitled : title;
  return {
    subject: `opencode:${instance.key}:${idOf(one.waiting)}`,
    // Titles are cut by some services, bodies are wrapped: nobody should allow what cannot be seen.
    ...(columnsOf(text) <= TITLE_SEEN
      ? { title: text, body: session }
      : columnsOf(text) <= TITLE_MAX
      ? { title: text, body: `${text}\n${session}` }
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
