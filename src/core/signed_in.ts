/**
 * Who is signed in, and which readings may be shown. The vendor's own program writes down which account is signed in, but tokens can be
 * swapped without it. So a token belongs to the account that the server answers with.
 */
import type { Credential, SeenLogin } from "./usage/credential.ts";
import { isSameAccount, isWhole, organisationIn } from "./usage/account_name.ts";
import { toldAfterStart } from "./alerts/told_memory.ts";
import { logAfterAnswer, type RequestLog } from "./usage/request_log.ts";
import { type AccountRecords, renameAccount, underKnownName, withReading } from "./account_records.ts";
import { type Answer, type Reading, readingIn } from "./usage/reading.ts";
import { type StatusLineFigures, withFigures } from "./usage/status_line_figures.ts";

/** The part of the state that depends on who is signed in. */
export interface SignedIn extends AccountRecords {
  readonly credential: Credential;
  readonly requestLog: RequestLog;
  /** The token that was seen last; null = there never was one. */
  readonly login: SeenLogin | null;
  /** An account whose reading comes from another token than the present one: it is not shown until an answer comes. Null = none. */
  readonly unproved: string | null;
  /** How far this machine's clock is ahead of the server's, in ms; 0 = the clock is right, or nothing is known of it. */
  readonly skewMs: number;
}

export interface AnsweredRequest {
  readonly answer: Answer;
  readonly tokenHash: string;
  readonly endpoint: string;
  /** In [0, 1): spreads the end of a wait. */
  readonly random: number;
  readonly now: number;
}

/** The state after a look at the login. With another token the failures of the old one are over. */
export function withCredential(state: SignedIn, found: Credential, now: number): SignedIn {
  const { credential, records } = attributed(state, found);
  const before = state.credential;
  const sameToken = before.kind === "token" && credential.kind === "token" &&
    before.tokenHash === credential.tokenHash && before.account === credential.account;
  if (sameToken) return { ...state, credential };
  // At the start the last reading may be young enough. Later a new token is asked with at once.
  const newToken = before.kind !== "unknown" && credential.kind === "token";
  const usable = credential.kind === "token" && (credential.expiresAt === null || credential.expiresAt > now);
  return {
    ...records,
    skewMs: state.skewMs,
    credential,
    // Somebody who signed in while the program was not running needs no alert about it.
    told: before.kind === "unknown" && usable
      ? toldAfterStart(records.told, credential.tokenHash)
      : records.told,
    requestLog: { ...state.requestLog, failureRun: null, newToken },
    login: credential.kind === "token" ? loginOf(state, credential, now) : state.login,
    unproved: unprovedAfter(state, credential, records),
  };
}

/** The state after an answer. The token that was asked with may have been replaced meanwhile. */
export function withAnswer(state: SignedIn, answered: AnsweredRequest): SignedIn {
  const { answer, tokenHash, now } = answered;
  const requestLog = logAfterAnswer(state.requestLog, answer, answered);
  const { credential } = state;
  if (credential.kind !== "token" || credential.tokenHash !== tokenHash) {
    // The answer tells nothing of the new token. If both accounts have the same name, nobody knows which one it belongs to.
    const late = { ...state, requestLog: { ...requestLog, failureRun: state.requestLog.failureRun } };
    const account = credential.kind === "unknown" ? null : credential.account;
    if (answer.kind === "failure" || account !== null && isSameAccount(answer.reading.account, account)) {
      return late;
    }
    const reading = { ...answer.reading, tokenHash };
    return {
      ...late,
      ...withReading(state, reading, { proved: answer.proved === true, now, skewMs: state.skewMs }),
    };
  }
  if (answer.kind === "failure") return { ...state, requestLog };
  const { records, account } = underKnownName(state, answer.reading.account);
  const reading = { ...answer.reading, account, tokenHash };
  return {
    skewMs: state.skewMs,
    ...withReading(records, reading, { proved: answer.proved === true, now, skewMs: state.skewMs }),
    credential: { ...credential, account },
    requestLog,
    login: {
      tokenHash,
      account,
      seenAt: state.login?.seenAt ?? 0,
      ...(answer.proved === true ? { proved: answer.proved } : {}),
    },
    unproved: null,
  };
}

/** The state after a stored answer was found. It belongs to this login only if it came after the login was seen first. */
export function withCached(state: SignedIn, reading: Reading, now: number): SignedIn {
  const { credential, login } = state;
  if (login !== null && reading.observedAt < login.seenAt) return state;
  const hash = credential.kind === "unknown" ? undefined : credential.tokenHash;
  const stamped = hash === undefined ? reading : { ...reading, tokenHash: hash };
  const records = withReading(state, stamped, { proved: false, now, skewMs: state.skewMs });
  const isNew = records.readings !== state.readings;
  return {
    ...state,
    ...records,
    unproved: isNew && state.unproved === reading.account ? null : state.unproved,
  };
}

/** Whose figures a status line tells: the login in the folder that the vendor's own program uses there. */
export interface LoginInFolder {
  /** Null = it is not known. */
  readonly account: string | null;
  /** Null = the login is not in a file, or there is none. */
  readonly tokenHash: string | null;
}

/**
 * The account of a login; null = nobody knows. The server has told of the token in use, and of the last one, whose they are: that
 * counts more than the name that stands beside the login.
 */
export function accountOfLogin({ credential, login }: SignedIn, found: LoginInFolder): string | null {
  const { tokenHash } = found;
  if (tokenHash !== null && credential.kind === "token" && credential.tokenHash === tokenHash) {
    return credential.account;
  }
  return tokenHash !== null && login?.tokenHash === tokenHash ? login.account : found.account;
}

/** The state after figures came by a status line. */
export function withStatusLine(
  state: SignedIn,
  found: LoginInFolder,
  figures: StatusLineFigures,
): SignedIn {
  const told = accountOfLogin(state, found);
  if (told === null) return state;
  const { records, account } = underKnownName(state, told);
  const known = readingIn(records, account);
  const { login, skewMs } = state;
  // A session of the login before may still tell its figures, until an answer shows what those of the new login are.
  const isReplaced = known === null && login?.account === account && login.seenAt > 0;
  if (account === state.unproved || isReplaced) return state;
  const reading = withFigures(known, account, figures, skewMs);
  if (reading === null || reading === known) return state;
  const stamped = reading.tokenHash === undefined && found.tokenHash !== null
    ? { ...reading, tokenHash: found.tokenHash }
    : reading;
  return { ...state, ...withReading(records, stamped, { proved: false, now: figures.at, skewMs }) };
}

/**
 * The account of a token. What the server told of the token counts more than the name that it has where it was found, unless that
 * name tells the same, or the old name was only a guess. Then the readings of this token get the new name.
 */
function attributed(
  state: SignedIn,
  found: Credential,
): { readonly credential: Credential; readonly records: AccountRecords } {
  const { readings, periods, told, snoozedUntil, login } = state;
  const records: AccountRecords = { readings, periods, told, snoozedUntil };
  if (found.kind === "unknown" || found.account === null) return { credential: found, records };
  const known = found.tokenHash !== undefined && login?.tokenHash === found.tokenHash ? login : null;
  if (known === null || isSameAccount(known.account, found.account)) {
    const as = underKnownName(records, found.account);
    return { credential: { ...found, account: as.account }, records: as.records };
  }
  // The server tells the organisation only; which of its users it is, the found name tells. While the vendor's file cannot be read,
  // the found name does not tell either.
  const isElsewhere = organisationIn(known.account) !== organisationIn(found.account);
  if (known.proved === true && isElsewhere || isWhole(known.account) && !isWhole(found.account)) {
    return { credential: { ...found, account: known.account }, records };
  }
  const isItsOwn = readingIn(records, known.account)?.tokenHash === known.tokenHash;
  return {
    credential: found,
    records: isItsOwn ? renameAccount(records, known.account, found.account) : records,
  };
}

function loginOf(
  { login }: SignedIn,
  { tokenHash, account }: Credential & { kind: "token" },
  now: number,
): SeenLogin {
  if (login === null) return { tokenHash, account, seenAt: 0 };
  return login.tokenHash === tokenHash ? { ...login, account } : { tokenHash, account, seenAt: now };
}

/**
 * Which reading is not shown until an answer comes. While the program runs, a new token of the same account is a renewed one, as there
 * is every few hours: its last reading goes on. After a start, and for another account, a reading of another token is not shown.
 */
function unprovedAfter(state: SignedIn, credential: Credential, records: AccountRecords): string | null {
  if (credential.kind === "unknown" || credential.account === null) return state.unproved;
  const { account } = credential;
  const before = state.credential;
  if (before.kind !== "unknown" && before.account !== null && isSameAccount(before.account, account)) {
    return state.unproved === null ? null : account;
  }
  const hash = readingIn(records, account)?.tokenHash;
  const isOthers = hash !== undefined && credential.tokenHash !== undefined && hash !== credential.tokenHash;
  return isOthers ? account : null;
}
