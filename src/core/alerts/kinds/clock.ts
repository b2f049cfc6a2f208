/** This machine's clock is wrong by an hour or more, so the times that the program shows are wrong too. */
import type { Messages } from "../../language/messages.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import type { Lifetime } from "../told_lifetimes.ts";
import type { Situation } from "../situation.ts";
import { hour, second } from "../../time/units.ts";

export interface ClockFacts {
  readonly kind: "clock";
  /** How far it is ahead, in ms; negative = behind. */
  readonly skewMs: number;
}

/** From how many ms on it is told. The menu says it sooner (`net/clock_skew.ts`). */
const toldFromMs = hour;

/** When the clock was right in between, it is told again. */
const untilClockIsRight: Lifetime = {
  markAfter: ({ mark }, event) => event.type === "clock" && event.skewMs === 0 ? null : mark,
};

export const clock: SharedNoticeKind<ClockFacts> = {
  kind: "clock",
  notice: "shared",
  remembered: untilClockIsRight,
  due: (situation) =>
    isWrong(situation)
      ? [{
        series: { of: "machine", kind: "clock" },
        mark: 0,
        facts: { kind: "clock", skewMs: situation.skewMs },
      }]
      : [],
  moments: () => [],
  stillTrue: (_, situation) => isWrong(situation) ? "still" : "over",
  title: (_, titles) => titles.clock,
  sentence: ({ skewMs }, _, messages) => clockText(skewMs, messages),
  isUrgent: () => false,
  buttons: () => [],
  json: ({ skewMs }) => ({ ahead_seconds: Math.round(skewMs / second) }),
};

/** That this machine's clock is wrong, and by how much. */
export function clockText(skewMs: number, messages: Messages): string {
  return messages.clockWrong(messages.span(Math.abs(skewMs)), skewMs > 0);
}

function isWrong({ skewMs }: Situation): boolean {
  return Math.abs(skewMs) >= toldFromMs;
}
