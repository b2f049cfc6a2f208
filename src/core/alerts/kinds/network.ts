/** The server cannot be reached, or not safely. */
import { isoTime } from "../../time/iso_time.ts";
import type { NetFailure } from "../../usage/usage_failure.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import { untilTroubleIsOver } from "../told_lifetimes.ts";
import { type Situation, troubleIn } from "../situation.ts";
import { minute } from "../../time/units.ts";

export interface NetworkFacts {
  readonly kind: "network";
  readonly failure: Exclude<NetFailure, { readonly kind: "setting" }>;
  readonly since: number;
}

/** Networks come and go. It is told when it has lasted this long, in ms. */
const offlineMs = 2 * minute;

export const network: SharedNoticeKind<NetworkFacts> = {
  kind: "network",
  notice: "shared",
  remembered: untilTroubleIsOver,
  due(situation) {
    const facts = away(situation);
    return facts === null || situation.now < dueFrom(situation, facts)
      ? []
      : [{ series: { of: "machine", kind: "network" }, mark: 0, facts }];
  },
  moments(situation) {
    const facts = away(situation);
    return facts === null ? [] : [dueFrom(situation, facts)];
  },
  // When it cannot be reached for another reason, that is the same trouble.
  stillTrue: (_, situation) => away(situation) === null ? "over" : "still",
  title: (_, titles) => titles.network,
  sentence: ({ failure, since }, now, messages) =>
    failure.kind === "offline"
      ? messages.offlineSince(messages.clock(since, now), failure.how)
      : messages.failure(failure),
  isUrgent: () => false,
  buttons: () => [],
  json: ({ failure, since }) => ({ why: failure.kind, since: isoTime(since) }),
};

function away(situation: Situation): NetworkFacts | null {
  const trouble = troubleIn(situation);
  if (trouble?.why.kind !== "offline" && trouble?.why.kind !== "certificate") return null;
  return { kind: "network", failure: trouble.why, since: trouble.since };
}

/** The time before a suspend does not count, since nobody knows whether the network was away then. */
function dueFrom({ requestLog: { failureRun } }: Situation, { since }: NetworkFacts): number {
  return Math.max(since, failureRun?.runSince ?? since) + offlineMs;
}
