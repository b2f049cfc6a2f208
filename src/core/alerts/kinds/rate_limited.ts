/** The server refuses to answer, because it was asked too often, and the figures have become old by that. */
import { isoTime } from "../../time/iso_time.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilTroubleIsOver } from "../told_lifetimes.ts";
import { type Situation, tokenIn, troubleIn } from "../situation.ts";
import { minute } from "../../time/units.ts";
import { readingOldMs } from "../../usage/reading.ts";

export interface RateLimitedFacts {
  readonly kind: "rate-limited";
  /** Of the figures that cannot be renewed; null = there are none. */
  readonly observedAt: number | null;
  readonly nextTryAt: number;
}

/** How long the server must have refused, in ms. Figures may have been old before, for another reason. */
const refusedMs = 5 * minute;

export const rateLimited: SharedNoticeKind<RateLimitedFacts> = {
  kind: "rate-limited",
  notice: "shared",
  remembered: untilTroubleIsOver,
  due(situation) {
    const { now } = situation;
    const refused = refusal(situation);
    if (refused === null || now < refused.dueFrom) return [];
    return [{
      series: { of: "token", kind: "rate-limited", token: tokenIn(situation) },
      mark: 0,
      facts: {
        kind: "rate-limited",
        observedAt: refused.observedAt,
        nextTryAt: Math.max(situation.nextTryAt ?? now, now),
      },
    }];
  },
  moments(situation) {
    const refused = refusal(situation);
    return refused === null ? [] : [refused.dueFrom];
  },
  stillTrue: (_, situation) => refusal(situation) === null ? "over" : "still",
  title: (_, titles) => titles.rateLimited,
  sentence({ observedAt, nextTryAt }, now, messages) {
    const nextTry = messages.nextTry(messages.clock(nextTryAt, now));
    return observedAt === null
      ? nextTry
      : messages.alerts.rateLimitedSince(messages.ago(now - observedAt), nextTry);
  },
  isUrgent: () => false,
  buttons: () => [],
  json: ({ observedAt }) => ({ observed_at: observedAt === null ? null : isoTime(observedAt) }),
};

/** What keeps the figures from being renewed; null = no refusal does. */
function refusal(
  situation: Situation,
): { readonly observedAt: number | null; readonly dueFrom: number } | null {
  const trouble = troubleIn(situation);
  if (trouble?.why.kind !== "rate-limited") return null;
  const { since, observedAt } = trouble;
  return { observedAt, dueFrom: Math.max((observedAt ?? since) + readingOldMs, since + refusedMs) };
}
