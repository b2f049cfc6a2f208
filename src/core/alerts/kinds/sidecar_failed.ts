/** A sidecar has ended and is not started again by itself: only a person starts it now. */
import type { Messages } from "../../language/messages.ts";
import type { Reason } from "../../reason.ts";
import { firstLines } from "../../text/excerpt.ts";
import { cut } from "../../text/shown_text.ts";
import { isoTime } from "../../time/iso_time.ts";
import type { OwnNoticeKind } from "../alert_kind.ts";
import type { Notice, NoticeButton } from "../notice.ts";
import { type SeriesOf, seriesText } from "../series.ts";
import type { Situation } from "../situation.ts";
import type { Lifetime } from "../told_lifetimes.ts";

export interface SidecarFailedFacts {
  readonly kind: "sidecar-failed";
  readonly name: string;
  /** Epoch ms. */
  readonly at: number;
  readonly why: Reason;
  readonly isBreakerOpen: boolean;
  readonly lastLines: readonly string[];
}

/** How many lines there are for several, how many characters a line has, and how many can be started from the notice. */
const linesMax = 8, lineMax = 120, buttonsMax = 3;

/** The time of the failure is part of the series, so that it need never be forgotten. There are 50 sidecars at most. */
const forLong: Lifetime = { markAfter: ({ mark }) => mark, atMost: 100 };

export const sidecarFailed: OwnNoticeKind<SidecarFailedFacts> = {
  kind: "sidecar-failed",
  notice: "own",
  tells: "all",
  // A program that starts it again and again must not make a notice each time.
  spaced: true,
  remembered: forLong,
  due: (situation) => failedIn(situation).map((facts) => ({ series: seriesOf(facts), mark: 0, facts })),
  moments: () => [],
  stillTrue({ series }, situation) {
    const told = seriesText(series);
    return failedIn(situation).some((facts) => seriesText(seriesOf(facts)) === told) ? "still" : "over";
  },
  noticeOf(alerts, messages) {
    const [first, ...others] = alerts;
    if (others.length === 0) return noticeOfOne(first, messages);
    const { sidecars } = messages;
    return {
      subject: "sidecars-failed",
      title: sidecars.severalFailed(alerts.length),
      body: firstLines(
        alerts.map(({ name, why }) => cut(`${name}: ${messages.reason(why)}`, lineMax)),
        linesMax,
      ).join("\n"),
      urgency: "normal",
      buttons: alerts.slice(0, buttonsMax).map(({ name }) => startButton(name, sidecars.startNamed(name))),
      opens: { label: messages.showButton, action: { kind: "show" } },
    };
  },
  json: ({ name, at, why, isBreakerOpen }, messages) => ({
    sidecar: name,
    reason: messages.reason(why),
    circuit_breaker_open: isBreakerOpen,
    failed_at: isoTime(at),
  }),
};

function failedIn({ sidecars }: Situation): readonly SidecarFailedFacts[] {
  return sidecars.flatMap(({ name, phase }) => {
    if (phase.kind !== "failed") return [];
    const { at, why, isBreakerOpen, lastLines } = phase;
    return [{ kind: "sidecar-failed", name, at, why, isBreakerOpen, lastLines }];
  });
}

function seriesOf({ name, at }: SidecarFailedFacts): SeriesOf<"sidecar-failed"> {
  return { of: "sidecar", kind: "sidecar-failed", name, at };
}

/** Why, and the last that it has printed. */
function noticeOfOne(facts: SidecarFailedFacts, messages: Messages): Notice {
  const { name, why, lastLines } = facts;
  const { sidecars } = messages;
  const printed = lastLines.findLast((line) => line.trim() !== "");
  return {
    subject: seriesText(seriesOf(facts)),
    title: sidecars.hasFailed(name),
    body: [messages.reason(why), ...(printed === undefined ? [] : [cut(printed.trim(), lineMax)])].join("\n"),
    urgency: "normal",
    buttons: [startButton(name, sidecars.startAgain)],
    opens: { label: sidecars.openLog, action: { kind: "open-sidecar-log", name } },
  };
}

function startButton(name: string, label: string): NoticeButton {
  return { id: `start:${name}`, label, action: { kind: "start-sidecar", name } };
}
