/** An agent waits for an answer: its work stands still until a person gives one. */
import type { Action } from "../../action.ts";
import { NOTICES_MAX, noticesMs } from "../../agents/opencode/bounds.ts";
import type { Instance } from "../../agents/opencode/instance.ts";
import {
  guessesAfter,
  lastKnownWaiting,
  type Waiting,
  waitingIn,
  waitsSince,
} from "../../agents/opencode/shown.ts";
import { isToldWhole, type WaitsFor, waitsFor } from "../../agents/waiting.ts";
import type { OpencodeMessages } from "../../language/agent_messages.ts";
import { cut } from "../../text/shown_text.ts";
import { columnsOf, wrappedCount } from "../../text/text_width.ts";
import type { OwnNoticeKind } from "../alert_kind.ts";
import { forAWeek } from "../lifetimes.ts";
import type { Notice, NoticeButton, NoticeOpening } from "../notice.ts";
import { isOfAgent, type Series, seriesIn, seriesText } from "../series.ts";
import type { Situation } from "../situation.ts";
import { second } from "../../time/units.ts";

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

export interface AgentWaitingFacts {
  readonly kind: "agent-waiting";
  readonly instance: Instance;
  readonly waiting: Waiting;
}

export const agentWaiting: OwnNoticeKind<AgentWaitingFacts> = {
  kind: "agent-waiting",
  notice: "own",
  tells: "one",
  // It is not held back by what was told just before, and holds up nothing.
  spaced: false,
  remembered: forAWeek,
  due(situation) {
    const { settings: { opencode: { alert_permission, permission_seconds } }, now } = situation;
    if (!alert_permission) return [];
    return situation.opencode.filter((instance) => !isNoisy(instance, situation))
      .flatMap((instance) => waitingIn(instance, now).map((waiting) => ({ instance, waiting })))
      .filter(({ waiting }) => now - waitsSince(waiting) >= permission_seconds * second)
      .sort((a, b) => waitsSince(a.waiting) - waitsSince(b.waiting))
      .map(({ instance, waiting }) => ({
        series: seriesOf(instance, waiting),
        // When it was asked is known only as when it was first seen: after a restart that is later, and it is the same.
        mark: 0,
        facts: { kind: "agent-waiting", instance, waiting },
      }));
  },
  moments({ opencode, settings, told, now }) {
    const waitMs = settings.opencode.permission_seconds * second;
    return [
      ...opencode.flatMap((instance) => [
        ...guessesAfter(instance, now),
        ...waitingIn(instance, now).map((waiting) => waitsSince(waiting) + waitMs),
      ]),
      ...told.filter(({ series }) => seriesIn(series).kind === "agent-waiting").map(({ at }) =>
        at + noticesMs
      ),
    ];
  },
  // While its server does not answer, nobody has heard that it waits no more.
  stillTrue({ series }, { opencode, settings, now }) {
    const isWanted = settings.reminder.enabled && settings.opencode.alert_permission;
    const told = seriesText(series);
    const waits = opencode.some((instance) =>
      lastKnownWaiting(instance, now).some((waiting) => seriesText(seriesOf(instance, waiting)) === told)
    );
    return isWanted && waits ? "still" : "over";
  },
  noticeOf: ([first], { opencode }) => {
    if (first === undefined) throw new Error("a notice tells at least one alert");
    return waitingNotice(first, opencode);
  },
  json(facts, { opencode }) {
    const { title, body } = waitingNotice(facts, opencode);
    return { title, body };
  },
};

/** Whether so much was told of a server in the last minute that more would only be noise. */
function isNoisy({ key }: Instance, { told, now }: Situation): boolean {
  const lately = told.filter(({ series, at }) =>
    isOfAgent(series, "agent-waiting", key) && Math.abs(now - at) < noticesMs
  );
  return lately.length >= NOTICES_MAX;
}

function seriesOf({ key }: Instance, waiting: Waiting): Series {
  return { of: "agent", kind: "agent-waiting", server: key, id: idOf(waiting) };
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

/**
 * A permission has buttons to allow it once and to reject it; one that cannot be seen whole in a notification is not allowed there,
 * but in its terminal.
 */
function waitingNotice(facts: AgentWaitingFacts, messages: OpencodeMessages): Notice {
  const one = waitsFor(facts.instance, facts.waiting, messages);
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
