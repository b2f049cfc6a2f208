/** An agent waits for an answer: its work stands still until a person gives one. */
import type { Action } from "../../action.ts";
import type { AgentProgram } from "../../agents/program.ts";
import { NOTICES_MAX, noticesMs } from "../../agents/shown_bounds.ts";
import { nextAgentChange, programsWithAlerts, type ProgramWithAlerts } from "../../agents/sources.ts";
import { lastKnownWaiting, stillWaiting } from "../../agents/still_waiting.ts";
import { type WaitsFor, waitsFor } from "../../agents/waiting_words.ts";
import { isToldWhole, type Waiting } from "../../agents/waiting.ts";
import type { AgentMessages } from "../../language/agent_messages.ts";
import { cut } from "../../text/shown_text.ts";
import { columnsOf, wrappedCount } from "../../text/text_width.ts";
import type { OwnNoticeKind } from "../alert_kind.ts";
import { forAWeek } from "../lifetimes.ts";
import type { Notice, NoticeButton } from "../notice.ts";
import { isOfAgent, seriesIn, type SeriesOf, seriesText } from "../series.ts";
import type { Situation } from "../situation.ts";

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
  readonly program: AgentProgram;
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
    const { agents, settings, now } = situation;
    return programsWithAlerts(agents, settings, now).filter(({ program }) => !isNoisy(program, situation))
      .flatMap(toTell).filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => a.waiting.since - b.waiting.since)
      .map(({ program, waiting }) => ({
        series: seriesOf(program, waiting),
        // When it was asked is known only as when it was first seen: after a restart that is later, and it is the same.
        mark: 0,
        facts: { kind: "agent-waiting", program, waiting },
      }));
  },
  moments({ agents, settings, told, now }) {
    return [
      nextAgentChange(agents, now) ?? Infinity,
      ...programsWithAlerts(agents, settings, now).flatMap(toTell).map(({ dueAt }) => dueAt),
      ...told.filter(({ series }) => seriesIn(series).kind === "agent-waiting").map(({ at }) =>
        at + noticesMs
      ),
    ];
  },
  // While its program does not answer, nobody has heard that it waits no more.
  stillTrue({ series }, { agents, settings, now }) {
    const told = seriesText(series);
    const waits = programsWithAlerts(agents, settings, now).some(({ program, waitingAfterMs }) =>
      waitingAfterMs !== null &&
      lastKnownWaiting(program).some((waiting) => seriesText(seriesOf(program, waiting)) === told)
    );
    return settings.reminder.enabled && waits ? "still" : "over";
  },
  noticeOf: ([first], { agents }) => {
    if (first === undefined) throw new Error("a notice tells at least one alert");
    return waitingNotice(first, agents);
  },
  json(facts, { agents }) {
    const { title, body } = waitingNotice(facts, agents);
    return { title, body };
  },
};

/** What waits in a program, each with the time (epoch ms) at which it is told; [] = the settings want no such alerts. */
function toTell({ program, waitingAfterMs }: ProgramWithAlerts) {
  if (waitingAfterMs === null) return [];
  return stillWaiting(program).map((waiting) => ({
    program,
    waiting,
    dueAt: waiting.since + waitingAfterMs,
  }));
}

/** Whether so many alerts about a program were told in the last minute that more would only be noise. */
function isNoisy(program: AgentProgram, { told, now }: Situation): boolean {
  const lately = told.filter(({ series, at }) =>
    isOfAgent(series, "agent-waiting", program) && Math.abs(now - at) < noticesMs
  );
  return lately.length >= NOTICES_MAX;
}

function seriesOf({ source, key }: AgentProgram, { id }: Waiting): SeriesOf<"agent-waiting"> {
  return { of: "agent", kind: "agent-waiting", source, program: key, id };
}

/**
 * A permission has buttons to allow it once and to reject it; one that cannot be seen whole in a notification is not allowed there,
 * but in its terminal.
 */
function waitingNotice({ program, waiting }: AgentWaitingFacts, messages: AgentMessages): Notice {
  const one = waitsFor(program, waiting, messages);
  const { text, title } = one;
  const hasRoom = wrappedCount(text, BODY_COLUMNS) <= BODY_LINES;
  const shown = hasRoom ? text : cut(text, BODY_MAX);
  const session = title === "" ? messages.untitled : title;
  return {
    subject: `${program.source}:${program.key}:${waiting.id}`,
    // Titles are cut by some services, bodies are wrapped: nobody should allow what cannot be seen.
    ...(columnsOf(text) <= TITLE_SEEN
      ? { title: text, body: session }
      : columnsOf(text) <= TITLE_MAX
      ? { title: text, body: `${text}\n${session}` }
      : { title: `${session}: ${messages.waits}`, body: shown }),
    urgency: "normal",
    buttons: answerButtons(one, hasRoom && isToldWhole(waiting), messages),
    opens: { label: messages.showTerminal, action: focusing(one) },
  };
}

function focusing({ program, waiting }: WaitsFor): Action {
  return { kind: "focus-session", instance: program.key, session: waiting.session };
}

/** `isSeen`: all of what it wants can be seen in the notice; else nobody can allow it there. */
function answerButtons(
  one: WaitsFor,
  isSeen: boolean,
  messages: AgentMessages,
): readonly NoticeButton[] {
  const { waiting, program } = one;
  switch (waiting.kind) {
    case "permission": {
      if (!waiting.isAnswerable) return [];
      const answer = (reply: "once" | "reject") => ({
        kind: "answer-permission" as const,
        instance: program.key,
        permission: waiting.id,
        reply,
      });
      return [
        isSeen
          ? { id: "once", label: messages.allowOnce, action: answer("once") }
          : { id: "terminal", label: messages.answerThere, action: focusing(one) },
        { id: "reject", label: messages.reject, action: answer("reject") },
      ];
    }
    case "question":
    case "guess":
      return [];
  }
}
