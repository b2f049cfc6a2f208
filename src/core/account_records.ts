/** What is known of the figures of each account, and what becomes of it by a reading, and when an account turns out to be another. */
import { isSameAccount, isWhole } from "./usage/account_name.ts";
import { type Told } from "./alerts/told.ts";
import { toldAfterReading, withAccount, withoutAccount } from "./alerts/told_memory.ts";
import { jitterMs, type Period, periodOf, periodsAfter } from "./usage/periods.ts";
import type { Limit, WindowLimit } from "./usage/limit.ts";
import { type Reading, readingIn } from "./usage/reading.ts";

export interface AccountRecords {
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
 * What was known is set aside, for tokens are swapped back, and then nothing is told a second time.
 */
export function withReading(
  records: AccountRecords,
  reading: Reading,
  { proved, now, skewMs }: { readonly proved: boolean; readonly now: number; readonly skewMs: number },
): AccountRecords {
  const { account } = reading;
  const known = readingIn(records, account);
  if (known !== null && known.observedAt >= reading.observedAt && reading.source === "cache") return records;
  const byServer = { ...reading, observedAt: reading.observedAt - skewMs };
  const goesOn = known === null || known.tokenHash === reading.tokenHash ||
    windowsAgree(known, byServer, proved);
  const returned = goesOn ? null : asideFor(records, byServer);
  const begun = goesOn ? records : broughtBack(setAside(records, known), returned, account);
  const periods = periodsAfter(begun.periods, reading, now, skewMs);
  const session = periodOf(periods, account, "session")?.ended;
  const lastSession = periodOf(begun.periods, account, "session");
  // What was silenced is over with its session; a reset that is due ends a snooze by its time.
  const over = session?.early === true && session.startedAt === lastSession?.startedAt;
  return {
    readings: [reading, ...others(begun.readings, account)].slice(0, maxAccounts),
    periods,
    told: toldAfterReading(begun.told, {
      reading,
      before: goesOn ? known : returned,
      periodsBefore: begun.periods,
      periods,
      now,
    }),
    snoozedUntil: over ? null : records.snoozedUntil,
  };
}

/**
 * The name under which an account is known, and the figures with it: whatever is known under a name that tells less gets the one
 * that tells more, where that can mean no other.
 */
export function underKnownName(
  records: AccountRecords,
  account: string,
): { readonly records: AccountRecords; readonly account: string } {
  const known = [...new Set([...records.readings, ...records.periods].map((one) => one.account))];
  if (known.includes(account)) return { records, account };
  const [same, ...more] = known.filter((one) => isSameAccount(one, account));
  if (same === undefined || more.length > 0) return { records, account };
  return isWhole(same)
    ? { records, account: same }
    : { records: renameAccount(records, same, account), account };
}

/** The figures of one account are another's; where that one has some, it keeps its own. */
export function renameAccount(records: AccountRecords, from: string, to: string): AccountRecords {
  const isKnown = [...records.readings, ...records.periods].some(({ account }) => account === to);
  if (isKnown) return { ...without(records, from), readings: others(records.readings, from) };
  const rename = <T extends { readonly account: string }>(list: readonly T[]): readonly T[] =>
    list.map((one) => one.account === from ? { ...one, account: to } : one);
  return {
    ...records,
    readings: rename(records.readings),
    periods: rename(records.periods),
    told: withAccount(records.told, from, to),
  };
}

/** Under what name the figures of a token are set aside, which no account has: it is in the way of none. */
function asideName(account: string, tokenHash: string): string {
  return `#${tokenHash} ${account.replaceAll("/", " ")}`;
}

/** The figures of an account by that reading of it, under another name; without its token they are forgotten. */
function setAside(records: AccountRecords, { account, tokenHash }: Reading): AccountRecords {
  if (tokenHash === undefined) return without(records, account);
  const name = asideName(account, tokenHash);
  const rest = { ...without(records, name), readings: others(records.readings, name) };
  return renameAccount(rest, account, name);
}

/** The last reading of those that are set aside for an account whose windows are those of `reading`; null = there is none. */
function asideFor({ readings }: AccountRecords, reading: Reading): Reading | null {
  const { account, tokenHash, observedAt } = reading;
  return readings.find((one) =>
    one.tokenHash !== undefined && one.account === asideName(account, one.tokenHash) &&
    // Where no window runs any more, every reading agrees.
    (one.tokenHash === tokenHash || one.limits.some((limit) => isRunning(limit, observedAt))) &&
    windowsAgree(one, reading, false)
  ) ?? null;
}

function broughtBack(records: AccountRecords, aside: Reading | null, account: string): AccountRecords {
  return aside === null ? records : renameAccount(records, aside.account, account);
}

/** Nothing is left of what was read and told of an account but its last reading. */
function without(records: AccountRecords, account: string): AccountRecords {
  return {
    ...records,
    periods: others(records.periods, account),
    told: withoutAccount(records.told, account),
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

function isRunning(limit: Limit, now: number): boolean {
  return limit.kind === "window" && limit.resetsAt !== null && limit.resetsAt - jitterMs > now;
}

function agrees(before: WindowLimit, after: WindowLimit, proved: boolean, now: number): boolean {
  if (before.resetsAt === null || !isRunning(before, now)) return true;
  if (!proved && hasFallen(before, after)) return false;
  if (after.resetUnknown === true) return true;
  return after.resetsAt !== null && Math.abs(after.resetsAt - before.resetsAt) < jitterMs;
}

function hasFallen(before: WindowLimit, after: WindowLimit): boolean {
  return before.usedPercent !== null && after.usedPercent !== null &&
    after.usedPercent < before.usedPercent - roundingPercent;
}
