/** What outlives the process, in `state.json`. */
import type { SeenLogin } from "./usage/credential.ts";
import type { RequestLog } from "./usage/request_log.ts";
import type { NewestVersion } from "./newest_version.ts";
import type { Period } from "./usage/periods.ts";
import type { Told } from "./alerts/told.ts";
import type { Reading } from "./usage/reading.ts";

export interface SavedState {
  readonly readings: readonly Reading[];
  readonly snoozedUntil: number | null;
  readonly requests: readonly number[];
  readonly gates: RequestLog["gates"];
  readonly answered: RequestLog["answered"];
  readonly periods: readonly Period[];
  readonly told: readonly Told[];
  readonly toldAt: number | null;
  readonly newest: NewestVersion | null;
  readonly login: SeenLogin | null;
}

export const nothingSaved: SavedState = {
  readings: [],
  snoozedUntil: null,
  requests: [],
  gates: [],
  answered: null,
  periods: [],
  told: [],
  toldAt: null,
  newest: null,
  login: null,
};

/** That part of the state. */
export function savedStateOf(
  state: Omit<SavedState, SavedOfRequestLog> & { readonly requestLog: Pick<RequestLog, SavedOfRequestLog> },
): SavedState {
  const {
    readings,
    snoozedUntil,
    requestLog: { requests, gates, answered },
    periods,
    told,
    toldAt,
    newest,
    login,
  } = state;
  return { readings, snoozedUntil, requests, gates, answered, periods, told, toldAt, newest, login };
}

type SavedOfRequestLog = "requests" | "gates" | "answered";

/**
 * The reading of the account that was signed in last; where none of it was saved, the newest. A status line of another login on this
 * machine may have brought a newer one of its own account.
 */
export function savedReadingOf({ readings, login }: Pick<SavedState, "readings" | "login">): Reading | null {
  return readings.find(({ account }) => account === login?.account) ?? readings[0] ?? null;
}

/**
 * What is known here together with what the running program has saved for another login. Of figures and refusals the newer
 * ones hold. The requests are `own` alone, because those of the others count for the budget of another token.
 */
export function withOthers(own: SavedState, others: SavedState): SavedState {
  const readings = [...own.readings, ...others.readings].toSorted((a, b) => b.observedAt - a.observedAt);
  const gates = [...own.gates, ...others.gates].toSorted((a, b) => b.until - a.until);
  const firstOf = <T>(list: readonly T[], key: (one: T) => string) =>
    list.filter((one, index) => list.findIndex((other) => key(other) === key(one)) === index);
  return {
    ...own,
    readings: firstOf(readings, ({ account }) => account),
    gates: firstOf(gates, ({ tokenHash }) => tokenHash),
    snoozedUntil: others.snoozedUntil,
  };
}
