/** What keeps figures from coming and gives cause to tell: no token, no network, refusals; and the end of the first. */
import type { Alert } from "./cause.ts";
import type { State } from "../state.ts";
import { readingOf, usageAt } from "../usage/current_usage.ts";
import { clockSeries, networkSeries, rateLimitedSeries, signedInSeries, signInSeries } from "./told.ts";
import type { Failure } from "../usage/usage_failure.ts";
import { minute } from "../time/units.ts";

/** How long each trouble lasts before it is told, in ms. */
export const troubleMs = {
  /** Networks come and go. */
  offline: 2 * minute,
  /** How old the figures are by then; a refusal alone changes nothing. */
  rateLimited: 15 * minute,
  /** Figures that were old before the first refusal are not old because of it. */
  refused: 5 * minute,
  /** Claude Code renews a token around its end. */
  expired: minute,
  /** A login writes its file more than once. */
  missing: 5_000,
  /** How wrong a clock is before it is told; the menu says it sooner. */
  clock: 60 * minute,
};

/** What is true of troubles at `now`, told or not. */
export function troubleAlerts(state: State, now: number): readonly Alert[] {
  const usage = usageAt(state, now);
  switch (usage.kind) {
    case "pending":
      return [];
    case "fresh":
      return signedInAlert(state);
    case "stale":
      return troubleAlert(state, usage.why, usage.since, usage.reading.observedAt, now);
    case "down":
      return troubleAlert(state, usage.why, usage.since, null, now);
  }
}

/** A clock that is hours off, however the figures are: what this machine says of times is wrong, and what it makes of them. */
export function clockAlert({ skewMs }: Pick<State, "skewMs">): readonly Alert[] {
  return Math.abs(skewMs) < troubleMs.clock
    ? []
    : [{ series: clockSeries, mark: 0, cause: { kind: "clock", skewMs } }];
}

/** Whether a series is one under which a trouble is told. */
export function isTrouble(series: string): boolean {
  return troubleSeries.some((one) => series.startsWith(one));
}

/**
 * Whether a trouble that was told still keeps figures from coming at `now`, or one of its kind: a network that is away for
 * another reason, another token that is refused.
 */
export function troubleLasts(series: string, state: State, now: number): boolean {
  const usage = usageAt(state, now);
  switch (usage.kind) {
    case "pending":
    case "fresh":
      return false;
    case "stale":
    case "down": {
      const kind = seriesOf(usage.why);
      return kind !== null && series.startsWith(kind);
    }
  }
}

const troubleSeries = [networkSeries, rateLimitedSeries, signInSeries] as const;

/** What the series begins with under which a failure is told; null = it gives no cause to. */
function seriesOf({ kind }: Failure): typeof troubleSeries[number] | null {
  switch (kind) {
    case "offline":
    case "certificate":
      return networkSeries;
    case "rate-limited":
      return rateLimitedSeries;
    case "token-expired":
    case "token-refused":
    case "signed-out":
    case "scope":
    case "credentials-unreadable":
      return signInSeries;
    case "setting":
    case "no-endpoint":
    case "refused":
    case "server-error":
    case "odd-body":
      return null;
  }
}

function signedInAlert(state: State): readonly Alert[] {
  const signIn = state.told.find(({ series }) => series.startsWith(signInSeries));
  const reading = readingOf(state);
  if (signIn === undefined || reading === null || reading.source !== "endpoint") return [];
  if (reading.observedAt < signIn.at) return [];
  return [{ series: signedInSeries, mark: 0, cause: { kind: "signed-in" } }];
}

function troubleAlert(
  state: State,
  failure: Failure,
  since: number,
  observedAt: number | null,
  now: number,
): readonly Alert[] {
  switch (failure.kind) {
    case "offline":
    case "certificate":
      return now - offlineSince(state, since) < troubleMs.offline
        ? []
        : [{ series: networkSeries, mark: 0, cause: { kind: "network", failure, since } }];
    case "rate-limited":
      return now - (observedAt ?? since) < troubleMs.rateLimited || now - since < troubleMs.refused ? [] : [{
        series: rateLimitedSeries + tokenOf(state),
        mark: 0,
        cause: { kind: "rate-limited", observedAt },
      }];
    case "token-expired":
      return now - failure.at < troubleMs.expired ? [] : signInAlert(state, failure);
    case "signed-out":
    case "credentials-unreadable":
      return now - since < troubleMs.missing ? [] : signInAlert(state, failure);
    case "token-refused":
    case "scope":
      return signInAlert(state, failure);
    case "setting":
    case "no-endpoint":
    case "refused":
    case "server-error":
    case "odd-body":
      // The icon and the menu say so; nothing is to be done at once.
      return [];
  }
}

function signInAlert(state: State, failure: Failure): readonly Alert[] {
  return [{ series: signInSeries + tokenOf(state), mark: 0, cause: { kind: "sign-in", failure } }];
}

/** Epoch ms from which the network is known to be away: a machine that was suspended knows nothing of before. */
export function offlineSince({ requestLog }: State, since: number): number {
  return Math.max(since, requestLog.failureRun?.runSince ?? since);
}

function tokenOf({ credential }: State): string {
  return credential.kind === "token" ? credential.tokenHash : "none";
}
