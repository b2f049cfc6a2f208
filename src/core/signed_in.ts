/**
 * Who is signed in, and whose figures may be shown for them. What a vendor's own program has written down of the account can be
 * wrong, since tokens are swapped without it: a token is somebody's by what the server answers to it.
 */
import type { Credential, Login } from "./usage/credential.ts";
import { isSameAccount, isWhole, organisationIn } from "./usage/account_name.ts";
import { toldAfterStart } from "./alerts/told_memory.ts";
import { logAfterAnswer, type RequestLog } from "./usage/request_log.ts";
import { type AccountRecords, renameAccount, underKnownName, withReading } from "./account_records.ts";
import { type Answer, type Reading, readingIn } from "./usage/reading.ts";

/** The part of the state that this is about. */
export interface SignedIn extends AccountRecords {
  readonly credential: Credential;
  readonly requestLog: RequestLog;
  /** The token that was seen last; null = none ever was. */
  readonly login: Login | null;
  /** Whose figures are another token's than the present one, and are not shown until an answer tells; null = nobody's. */
  readonly unproved: string | null;
  /** How far this machine's clock is ahead of the server's, in ms; 0 = it is right, as far as is known. */
  readonly skewMs: number;
}

export interface AnsweredRequest {
  readonly answer: Answer;
  readonly tokenHash: string;
  readonly endpoint: string;
  /** In [0, 1). */
  readonly random: number;
  readonly now: number;
}

/** A new token ends what was wrong with the old one; another account also ends what the old one's troubles were. */
export function withCredential(state: SignedIn, found: Credential, now: number): SignedIn {
  const { credential, records } = attributed(state, found);
  const before = state.credential;
  const sameToken = before.kind === "token" && credential.kind === "token" &&
    before.tokenHash === credential.tokenHash && before.account === credential.account;
  if (sameToken) return { ...state, credential };
  // At the start the last figures may be young enough; later a new token means that something has happened.
  const newToken = before.kind !== "unknown" && credential.kind === "token";
  const usable = credential.kind === "token" && (credential.expiresAt === null || credential.expiresAt > now);
  return {
    ...records,
    skewMs: state.skewMs,
    credential,
    // Whoever signed in while the program was not running needs no word about it.
    told: before.kind === "unknown" && usable
      ? toldAfterStart(records.told, credential.tokenHash)
      : records.told,
    requestLog: { ...state.requestLog, failureRun: null, newToken },
    login: credential.kind === "token" ? loginOf(state, credential, now) : state.login,
    unproved: unprovedAfter(state, credential, records),
  };
}

/** What is known after an answer to a question with the token of that hash, which may have been replaced meanwhile. */
export function withAnswer(state: SignedIn, answered: AnsweredRequest): SignedIn {
  const { answer, tokenHash, now } = answered;
  const requestLog = logAfterAnswer(state.requestLog, answer, answered);
  const { credential } = state;
  if (credential.kind !== "token" || credential.tokenHash !== tokenHash) {
    // It says nothing about the new token, and whose it is nobody can tell if the account is called the same.
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

/** What the vendor's own program has stored: of this login only if it came after it was first seen. */
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

/**
 * The account of a token: what it turned out to be, unless it is called by another name now that says the same or was only called
 * wrongly before. Figures that this very token has brought are then that one's.
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
  // The server tells the organisation: which of its users it is, only the name does. While the vendor's note cannot be read, it does
  // not either.
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
): Login {
  if (login === null) return { tokenHash, account, seenAt: 0 };
  return login.tokenHash === tokenHash ? { ...login, account } : { tokenHash, account, seenAt: now };
}

/**
 * Where the account goes on under the same name while the program runs, its token was renewed, as happens every few hours: until
 * the next answer that is believed. After a start, and of another account, figures of another token are not.
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
