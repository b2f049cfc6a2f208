/** An agent has finished its work, or an error has stopped it. */
import { type Finished, finishedSessions } from "../../agents/finished_work.ts";
import { projectOf } from "../../agents/program_names.ts";
import { programsWithAlerts } from "../../agents/sources.ts";
import type { AgentMessages } from "../../language/agent_messages.ts";
import { firstLines } from "../../text/excerpt.ts";
import { cut } from "../../text/shown_text.ts";
import type { OwnNoticeKind } from "../alert_kind.ts";
import { forAWeek } from "../told_lifetimes.ts";
import type { Notice } from "../notice.ts";
import { type SeriesOf, seriesText } from "../series.ts";

export interface AgentFinishedFacts extends Finished {
  readonly kind: "agent-finished";
}

/** How many lines there are for several agents, and how many characters each line has. */
const LINES_MAX = 8;
const LINE_MAX = 80;

export const agentFinished: OwnNoticeKind<AgentFinishedFacts> = {
  kind: "agent-finished",
  notice: "own",
  tells: "all",
  spaced: true,
  remembered: forAWeek,
  due({ agents, settings, now }) {
    const wanted = programsWithAlerts(agents, settings, now).flatMap(({ program, finished }) =>
      finished ? [program] : []
    );
    return finishedSessions(wanted, now).map((finished) => ({
      series: seriesOf(finished),
      // What the same session finishes later has a higher mark.
      mark: finished.endedAt,
      facts: { ...finished, kind: "agent-finished" },
    }));
  },
  moments: () => [],
  stillTrue: () => "news",
  noticeOf(alerts, { agents: messages }) {
    const [first, ...others] = alerts;
    if (others.length === 0) return finishedNotice(first, messages);
    const lines = alerts.map((one) => {
      const { title, body } = finishedNotice(one, messages);
      return cut(`${title} · ${body}`, LINE_MAX);
    });
    return {
      subject: `${first.program.source}-finished`,
      title: messages.severalFinished(alerts.length),
      body: firstLines(lines, LINES_MAX).join("\n"),
      urgency: "normal",
      buttons: [],
      opens: null,
    };
  },
  json(facts, { agents }) {
    const { title, body } = finishedNotice(facts, agents);
    return { title, body };
  },
};

function seriesOf({ program: { source, key }, session }: Finished): SeriesOf<"agent-finished"> {
  return { of: "agent", kind: "agent-finished", source, program: key, id: session.id };
}

function finishedNotice(finished: Finished, messages: AgentMessages): Notice {
  const { program, session, failed } = finished;
  const what = failed ? messages.stopped(session.error ?? "") : messages.finished;
  const { id, title } = session;
  return {
    subject: seriesText(seriesOf(finished)),
    title: `${projectOf(program, session)}: ${what}`,
    body: title === "" ? messages.untitled : title,
    urgency: "normal",
    buttons: [],
    opens: {
      label: messages.showTerminal,
      action: { kind: "focus-session", instance: program.key, session: id },
    },
  };
}
