/** This machine's clock is hours off: what it says of times is wrong, and so is what the program makes of them. */
import type { Messages } from "../../language/messages.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import type { Lifetime } from "../lifetimes.ts";
import type { Situation } from "../situation.ts";
import { hour, second } from "../../time/units.ts";

export interface ClockFacts {
  readonly kind: "clock";
  /** So far it is ahead, in ms; negative = behind. */
  readonly skewMs: number;
}

/** How wrong it is before it is told, in ms; the menu says it sooner. */
const wrongMs = hour;

/** Once the clock is right, another fault of it is news. */
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
  return Math.abs(skewMs) >= wrongMs;
}
