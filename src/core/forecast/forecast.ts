/** Where a limit is going: when it runs out, or how much of it is used at its reset, and how sure that is. */
import type { Period } from "../usage/periods.ts";
import { projectionOf, runsOutChance, usedUpAt } from "./projection.ts";
import type { WorkProfile } from "./work_profile.ts";

export type Forecast = RunsOut | Lasts;

interface Ahead {
  /** Nine times of ten what is used at the reset is between these, in percent, 100 at most. */
  readonly percentFrom: number;
  readonly percentTo: number;
  /** What would be used by now if the limit was used evenly, in percent. */
  readonly evenPercent: number;
  /** The share of what is expected that lasts until the reset: 0.6 = at 60 % of it; above 1 there is room for more. */
  readonly sustainable: number;
  /** How likely it is that it runs out before the reset, 0-1. */
  readonly chance: number;
}

export interface RunsOut extends Ahead {
  readonly kind: "runs-out";
  /** Epoch ms, before the reset. */
  readonly at: number;
  /** Nine times of ten it runs out between these; `to`: null = it may last. */
  readonly from: number;
  readonly to: number | null;
}

export interface Lasts extends Ahead {
  readonly kind: "lasts";
  /** At the reset, 0-100. */
  readonly percent: number;
  /** It is at least one point above the present percentage. */
  readonly rises: boolean;
  /** Epoch ms before which it hardly runs out; null = nor before the reset. */
  readonly from: number | null;
}

/**
 * Nine times of ten the use is between those that it stays below with these chances: what is learned from whole points, by the quarter
 * of an hour, is less sure than a forecast is.
 */
export const bandChances = { low: 0.07, middle: 0.5, high: 0.93 } as const;
/** That it runs out is said where it is at least so likely. */
const leastChance = 0.4;

/** Null = too little is known, or the last reading is too old. `profile`: the person's days; null = they are not known. */
export function forecast(period: Period, now: number, profile: WorkProfile | null): Forecast | null {
  const projection = projectionOf(period, now, profile);
  if (projection === null) return null;
  const { standing: { used, startsAt, resetsAt }, toldPercent, useBelow } = projection;
  const low = useBelow(bandChances.low);
  const middle = useBelow(bandChances.middle);
  const high = useBelow(bandChances.high);
  const atReset = (use: Float64Array) => Math.max(toldPercent, Math.min(100, used + (use.at(-1) ?? 0)));
  const usedUp = (use: Float64Array) => {
    const at = usedUpAt(projection, use);
    return at === null ? null : Math.max(now, at);
  };
  const chance = runsOutChance(projection);
  const ahead: Ahead = {
    percentFrom: atReset(low),
    percentTo: atReset(high),
    evenPercent: (now - startsAt) / (resetsAt - startsAt) * 100,
    sustainable: (100 - used) / Math.max(middle.at(-1) ?? 0, 0.01),
    chance,
  };
  const from = usedUp(high), to = usedUp(low);
  const at = chance < leastChance ? null : usedUp(projection.goingOn()) ?? usedUp(useBelow(1 - chance / 2));
  if (at === null) {
    const percent = atReset(middle);
    return { kind: "lasts", ...ahead, percent, rises: percent >= toldPercent + 1, from };
  }
  return {
    kind: "runs-out",
    ...ahead,
    at,
    from: Math.min(at, from ?? at),
    to: to === null ? null : Math.max(at, to),
  };
}
