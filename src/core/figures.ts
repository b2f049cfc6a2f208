/** What is known of the figures of each account, and what becomes of it by a reading, and when an account turns out to be another. */
import { isSameAccount, isWhole } from "./account.ts";
import { type Told, toldAfterReading, withAccount, withoutAccount } from "./alerts/told.ts";
import { jitterMs, type Period, periodOf, periodsAfter } from "./periods.ts";
import type { Reading, WindowLimit } from "./usage.ts";

export interface Figures {
  /** The last good reading of each account, newest first. */
  readonly readings: readonly Reading[];
  /** Of each limit, with what has been read in it. */
  readonly periods: readonly Period[];
  readonly told: readonly Told[];
  /** Epoch ms; null = not snoozed. In the past means over. */
  readonly snoozedUntil: number | null;
}

const maxAccounts = 8;
/** Percentages within one window do not fall, but they are rounded here and there. */
const roundingPercent = 1;

/**
 * The figures after a reading that came at `now`. `proved`: the server has said of which organisation it is. Where another token has
 * brought it, and its windows are not those of the last reading, it is somebody else's: a new beginning, of which no reset is told.
 */
export function withReading(
  figures: Figures,
  reading: Reading,
  { proved, now }: { readonly proved: boolean; readonly now: number },
): Figures {
  const { account } = reading;
  const known = readingIn(figures, account);
  if (known !== null && known.observedAt >= reading.observedAt && reading.source === "cache") return figures;
  const goesOn = known === null || known.tokenHash === reading.tokenHash ||
    windowsAgree(known, reading, proved);
  const begun = goesOn ? figures : without(figures, account);
  const periods = periodsAfter(begun.periods, reading, now);
  const session = periodOf(periods, account, "session")?.ended;
  const lastSession = periodOf(begun.periods, account, "session");
  // What was silenced is over with its session; a reset that is due ends a snooze by its time.
  const over = session?.early === true && session.startedAt === lastSession?.startedAt;
  return {
    readings: [reading, ...others(figures.readings, account)].slice(0, maxAccounts),
    periods,
    told: toldAfterReading(begun.told, {
      reading,
      before: goesOn ? known : null,
      periodsBefore: begun.periods,
      periods,
      now,
    }),
    snoozedUntil: over ? null : figures.snoozedUntil,
  };
}

/** The last good reading of an account, or null. */
export function readingIn({ readings }: Pick<Figures, "readings">, account: string): Reading | null {
  return readings.find((reading) => reading.account === account) ?? null;
}

/**
 * The name under which an account is known, and the figures with it: whatever is known under a name that tells less gets the one
 * that tells more, where that can mean no other.
 */
export function named(
  figures: Figures,
  account: string,
): { readonly figures: Figures; readonly account: string } {
  const known = [...new Set([...figures.readings, ...figures.periods].map((one) => one.account))];
  if (known.includes(account)) return { figures, account };
  const [same, ...more] = known.filter((one) => isSameAccount(one, account));
  if (same === undefined || more.length > 0) return { figures, account };
  return isWhole(same) ? { figures, account: same } : { figures: moved(figures, same, account), account };
}

/** The figures of one account are another's; where that one has some, it keeps its own. */
export function moved(figures: Figures, from: string, to: string): Figures {
  const isKnown = [...figures.readings, ...figures.periods].some(({ account }) => account === to);
  if (isKnown) return { ...without(figures, from), readings: others(figures.readings, from) };
  const rename = <T extends { readonly account: string }>(list: readonly T[]): readonly T[] =>
    list.map((one) => one.account === from ? { ...one, account: to } : one);
  return {
    ...figures,
    readings: rename(figures.readings),
    periods: rename(figures.periods),
    told: withAccount(figures.told, from, to),
  };
}

/** Nothing is left of what was read and told of an account but its last reading. */
function without(figures: Figures, account: string): Figures {
  return {
    ...figures,
    periods: others(figures.periods, account),
    told: withoutAccount(figures.told, account),
  };
}

function others<T extends { readonly account: string }>(list: readonly T[], account: string): readonly T[] {
  return list.filter((one) => one.account !== account);
}

/**
 * Whether two readings can be of one account: each window that was running, and was not due since, still runs until the same time,
 * and, where the organisation is not proved to be the same, is used as much or more.
 */
function windowsAgree(before: Reading, after: Reading, proved: boolean): boolean {
  return before.limits.every((limit) => {
    if (limit.kind !== "window") return true;
    const next = after.limits.find((one) => one.id === limit.id);
    return next === undefined || next.kind !== "window" || agrees(limit, next, proved, after.observedAt);
  });
}

function agrees(before: WindowLimit, after: WindowLimit, proved: boolean, now: number): boolean {
  if (before.resetsAt === null || before.resetsAt - jitterMs <= now) return true;
  if (!proved && after.usedPercent < before.usedPercent - roundingPercent) return false;
  if (after.resetUnknown === true) return true;
  return after.resetsAt !== null && Math.abs(after.resetsAt - before.resetsAt) < jitterMs;
}
