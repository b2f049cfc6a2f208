/** An agent waits for an answer. Its work stands still until a person gives one. */
import { focusing } from "../../agents/agent_action.ts";
import type { AgentProgram } from "../../agents/program.ts";
import { nextAgentChange, programsWithAlerts, type ProgramWithAlerts } from "../../agents/sources.ts";
import { lastKnownWaiting, stillWaiting } from "../../agents/still_waiting.ts";
import { type WaitsFor, waitsFor } from "../../agents/waiting_line.ts";
import { isToldWhole, type Waiting } from "../../agents/waiting.ts";
import type { AgentMessages } from "../../language/agent_messages.ts";
import { cut } from "../../text/shown_text.ts";
import { columnsOf, wrappedCount } from "../../text/text_width.ts";
import { minute } from "../../time/units.ts";
import type { OwnNoticeKind } from "../alert_kind.ts";
import { forAWeek } from "../told_lifetimes.ts";
import type { Notice, NoticeButton } from "../notice.ts";
import { isOfAgent, seriesIn, type SeriesOf, seriesText } from "../series.ts";
import type { Situation } from "../situation.ts";

/** At most so many notices about what waits in one program are shown in `noticesMs`. */
export const noticesOfProgramMax = 10;
const noticesMs = minute;

/** A text with more columns stands in the body only. */
const TITLE_MAX = 60;
/** A text with more columns stands in the body as well: xfce4-notifyd cuts titles after 37 letters and does not wrap them. */
const TITLE_SEEN = 30;
/** How many characters are shown of a text that is too long for the body. */
const BODY_MAX = 160;
/**
 * What every notification service shows of a body: xfce4-notifyd cuts it after six lines of some 40 columns, Windows after four lines
 * that are wider.
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
  // It does not wait for a minute after the last alert, and the next alert does not wait for it.
  spaced: false,
  remembered: forAWeek,
  due(situation) {
    const { agents, settings, now } = situation;
    return programsWithAlerts(agents, settings, now).filter(({ program }) => !isNoisy(program, situation))
      .flatMap(toTell).filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => a.waiting.since - b.waiting.since)
      .map(({ program, waiting }) => ({
        series: seriesOf(program, waiting),
        // The time of the question is no mark: it is when the question was first seen, which is later after a restart.
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
  // A program that does not answer at the moment has not said that it no longer waits.
  stillTrue({ series }, { agents, settings, now }) {
    const told = seriesText(series);
    const waits = programsWithAlerts(agents, settings, now).some(({ program, waitingAfterMs }) =>
      waitingAfterMs !== null &&
      lastKnownWaiting(program).some((waiting) => seriesText(seriesOf(program, waiting)) === told)
    );
    return settings.reminder.enabled && waits ? "still" : "over";
  },
  noticeOf: ([first], { agents }) => waitingNotice(first, agents),
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
  return lately.length >= noticesOfProgramMax;
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
    // Some services cut titles; all of them wrap bodies. Nobody should allow what they cannot see.
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

/** `isSeen`: all of what it wants can be seen in the notice. If not, it cannot be allowed there. */
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
