/**
 * The records of all accounts: their readings, their periods, and the alerts that were told. They change with a new reading, and when
 * an account turns out to be another one.
 */
import { isSameAccount, isWhole } from "./usage/account_name.ts";
import { type Told } from "./alerts/told.ts";
import { toldAfterReading, withAccount, withoutAccount } from "./alerts/told_memory.ts";
import { jitterMs, type Period, periodOf, periodsAfter } from "./usage/periods.ts";
import type { Limit, WindowLimit } from "./usage/limit.ts";
import { type Reading, readingIn, toldLast, wholeAtOf } from "./usage/reading.ts";
import { withNewerFigures } from "./usage/status_line_figures.ts";

export interface AccountRecords {
  /** The last reading of each account, newest first. */
  readonly readings: readonly Reading[];
  /** The present period of each limit. */
  readonly periods: readonly Period[];
  readonly told: readonly Told[];
  /** Epoch ms; null = not snoozed. A time in the past means that the snooze is over. */
  readonly snoozedUntil: number | null;
}

const maxAccounts = 8;
/** The percentage of a window does not fall before its reset. But some sources round it and others do not. */
const roundingPercent = 1;

/**
 * The records after a reading that came at `now`. `proved`: the server has told which organisation the reading is of. If the reading
 * comes from another token, and its windows do not agree with the last reading, it belongs to somebody else. Then the account begins
 * anew, without an alert that its limits were reset. The old records are set aside: when the token is swapped back, they go on, and
 * nothing is told a second time.
 */
export function withReading(
  records: AccountRecords,
  told: Reading,
  { proved, now, skewMs }: { readonly proved: boolean; readonly now: number; readonly skewMs: number },
): AccountRecords {
  const { account } = told;
  const known = readingIn(records, account);
  if (known !== null && (wholeAtOf(known) ?? 0) >= told.observedAt && told.source === "cache") return records;
  const reading = told.source === "cache" ? withNewerFigures(told, known) : told;
  const byServer = { ...reading, observedAt: reading.observedAt - skewMs };
  const goesOn = known === null || known.tokenHash === reading.tokenHash ||
    windowsAgree(known, byServer, proved);
  const returned = goesOn ? null : asideFor(records, byServer);
  const begun = goesOn ? records : broughtBack(setAside(records, known), returned, account);
  const older = olderIn(told, reading, begun.periods);
  const rest = older === null ? begun.periods : periodsAfter(begun.periods, older, now, skewMs);
  const periods = periodsAfter(rest, toldLast(reading), now, skewMs);
  const session = periodOf(periods, account, "session")?.ended;
  const lastSession = periodOf(begun.periods, account, "session");
  // A snooze ends with the session that it silenced. A reset in due time needs nothing here: the snooze has the same end.
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
 * What a whole answer tells that is older than some figures in `reading`, and newer than what `periods` know of those limits: they are
 * followed by the time at which they were told. Null = no figure is newer than the answer.
 */
function olderIn(told: Reading, reading: Reading, periods: readonly Period[]): Reading | null {
  const { update } = reading;
  if (reading === told || update === undefined) return null;
  const isNews = ({ id }: Limit) =>
    !update.limits.includes(id) &&
    (periodOf(periods, told.account, id)?.samples.at(-1)?.at ?? -Infinity) < told.observedAt;
  return { ...told, limits: told.limits.filter(isNews) };
}

/**
 * The name under which an account is known, and the records with it. If the records have a name of which only one half is known, and
 * no other account can be meant, they get the whole name.
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

/** Gives the records of one account to another name. If that name has records already, it keeps its own. */
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

/** The name under which the records of a token are set aside. No account has such a name. */
function asideName(account: string, tokenHash: string): string {
  return `#${tokenHash} ${account.replaceAll("/", " ")}`;
}

/** Sets the records of an account aside, with this reading as the last. Without a token nobody could ask for them: they are forgotten. */
function setAside(records: AccountRecords, { account, tokenHash }: Reading): AccountRecords {
  if (tokenHash === undefined) return without(records, account);
  const name = asideName(account, tokenHash);
  const rest = { ...without(records, name), readings: others(records.readings, name) };
  return renameAccount(rest, account, name);
}

/** Finds the records that were set aside and go on with `reading`: gives their last reading, or null. */
function asideFor({ readings }: AccountRecords, reading: Reading): Reading | null {
  const { account, tokenHash, observedAt } = reading;
  return readings.find((one) =>
    one.tokenHash !== undefined && one.account === asideName(account, one.tokenHash) &&
    // If no window of it still runs, any reading would agree with it.
    (one.tokenHash === tokenHash || one.limits.some((limit) => isRunning(limit, observedAt))) &&
    windowsAgree(one, reading, false)
  ) ?? null;
}

function broughtBack(records: AccountRecords, aside: Reading | null, account: string): AccountRecords {
  return aside === null ? records : renameAccount(records, aside.account, account);
}

/** Forgets the periods of an account and what was told of it. Its last reading stays. */
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
 * Whether two readings can be of one account. Each window that runs in the first must have the same reset in the second. If the server
 * has not proved the organisation, its percentage must not have fallen either.
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
