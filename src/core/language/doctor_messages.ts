/**
 * Every sentence of `doctor`, apart from the rest of the command line: only that command loads them. The names of checks and results
 * in JSON are the same in each language.
 */
import type { System } from "../system.ts";
import type { SidecarDoctorMessages } from "./sidecar_doctor_messages.ts";
import type { OfflineHow } from "../usage/usage_failure.ts";

/** Each check's `name` in JSON. */
export type CheckName =
  | "settings"
  | "sign-in"
  | "sign-in-places"
  | "proxy"
  | "endpoint"
  | "certificate"
  | "clock"
  | "requests"
  | "answer"
  | "newest"
  | "tray"
  | "notifications"
  | "autostart"
  | "running"
  | "loopback"
  | "status-line"
  | "opencode"
  | "sidecar"
  | "files"
  | "state"
  | "history";

export type CheckResult = "ok" | "warning" | "problem";

/** Why a folder cannot be written. */
export type WriteTrouble = "full" | "read-only" | "forbidden" | "not-a-folder" | "unknown";

/** Why the file that SSL_CERT_FILE names is of no use. `damaged`: a part of it is; `empty`: it holds no certificate. */
export type AuthoritiesTrouble = "missing" | "unreadable" | "damaged" | "empty";

/** Desktops that have a way of their own to get a tray. */
export type Desktop = "gnome" | "xfce" | "wlroots" | "i3";

/** A port of this machine, or a server as the settings name it, "http://HOST:PORT". */
export type OpencodePlace = number | string;

/** What is said of the socket for Claude Code's status line. */
export interface StatusLineWords {
  answers(path: string): string;
  /** No program runs. */
  whileRunning(path: string): string;
  silent(path: string): string;
  readonly lookAtFolder: string;
  /** There are no such sockets on this system. */
  readonly byProgram: string;
}

export interface DoctorMessages {
  readonly sidecars: SidecarDoctorMessages;
  readonly statusLine: StatusLineWords;
  readonly names: Record<CheckName, string>;
  /** All have the same width. */
  readonly results: Record<CheckResult, string>;
  /** The check itself failed. `error`: the name of an error's class. */
  broke(error: string): string;
  readonly reportIt: string;

  /** `megabytes`: "12.3"; `begin`: as `Messages.clock` says it; null = it is empty. */
  historyKept(file: string, megabytes: string, begin: string | null): string;
  readonly historyOff: string;

  defaultsHold(file: string): string;
  mendFile(file: string): string;
  noSuchSetting(keys: string): string;
  readonly checkSpelling: string;

  /** `validity` and `scope`: as the functions below say them. */
  signedIn(origin: string, place: string, validity: string, scope: string): string;
  hasScope(scope: string): string;
  scopeUnknown(scope: string): string;
  readonly withoutExpiry: string;
  validFor(duration: string): string;
  /** `place`: where the token is; `ago`: as `Messages.ago` says it. */
  expired(place: string, ago: string): string;
  readonly renew: string;
  lacksScope(scope: string): string;
  readonly signInForScope: string;
  /** What a place for logins holds. */
  readonly inUse: string;
  readonly notNeeded: string;
  readonly noLogin: string;
  expiredThere(ago: string): string;

  /** `way`: as `straight` or `through` says it. */
  reachable(host: string, way: string, ms: number): string;
  readonly straight: string;
  through(proxy: string): string;
  readonly network: Record<OfflineHow, string>;
  readonly seeCertificate: string;
  noProxy(because: "loopback" | "NO_PROXY" | "no proxy is set"): string;
  proxy(address: string, from: string): string;
  /** A variable names a folder, and not by its full path. */
  readonly writeFullPath: string;
  readonly correctProxy: string;
  readonly correctSetting: string;

  /** The endpoint's address makes no sense. */
  readonly noAddress: string;
  /** The runtime makes no TLS connection to anybody. */
  readonly noTlsAtAll: string;
  /** The server gave no answer to compare with. */
  readonly notCompared: string;
  readonly firstTheEndpoint: string;
  readonly noTls: string;
  issuedBy(issuer: string): string;
  /** `store`: "system", "mozilla" or both, as DENO_TLS_CA_STORE has them. */
  trustedByStore(store: string): string;
  systemStoreIs(variable: string, path: string): string;
  trustedByFile(file: string): string;
  alsoTrusted(file: string, from: string): string;
  readonly noPins: string;
  pinMatches(count: number): string;
  /** `path` is "" where the variable is set to nothing. */
  authoritiesUseless(variable: string, path: string, trouble: AuthoritiesTrouble): string;
  correctVariable(variable: string): string;
  untrusted(host: string): string;
  /** By this machine's clock, the certificate is not valid yet, or not any more. */
  outOfTime(from: string, to: string): string;
  readonly checkClockFirst: string;
  trustIssuer(system: System): string;

  clockRight(offset: string): string;
  clockFast(by: string): string;
  clockSlow(by: string): string;
  setClock(system: System): string;
  readonly noDate: string;
  seconds(count: number): string;

  /** `nextTry`: as `Messages.nextTry` says it. */
  rateLimited(nextTry: string): string;
  readonly waitForIt: string;
  requests(spent: number, allowed: number): string;
  /** The limit that the person has set for requests is reached. */
  budgetSpent(spent: number, allowed: number, nextTry: string): string;
  readonly waitOrRaise: string;

  readonly newestNotAsked: string;
  readonly newestNotYet: string;
  /** `ago`: when the program asked, as `Messages.ago` says it. */
  newestUnreachable(ago: string): string;
  newestNotUnderstood(ago: string): string;
  readonly checkUpdatesUrl: string;
  newestIsThis(ago: string): string;
  newestIsOut(version: string, ago: string): string;
  readonly getNewest: string;

  trayHost(driver: string, host: string): string;
  /** How to get a tray on this desktop. */
  trayAdvice(desktop: Desktop): string;
  abilities(list: string): string;

  readonly notRunning: string;
  running(pid: number, port: number): string;
  runningOther(pid: number, version: string): string;
  readonly startAnew: string;
  noHealth(port: number): string;
  staleServerFile(pid: number): string;
  senseless(file: string): string;
  /** Only these parts of the file. */
  senselessParts(file: string, parts: string): string;
  takenByOther(port: number, file: string): string;
  hangs(pid: number, port: number): string;
  endProcess(pid: number): string;
  /** A program does not answer, and its process is not known. */
  silent(port: number, file: string): string;
  endByName(system: System, file: string): string;
  deleteFile(file: string): string;
  loopbackOpens(port: number): string;
  readonly loopbackFails: string;
  readonly allowLoopback: string;

  readonly opencodeOff: string;
  readonly noOpencode: string;
  opencodeAnswers(where: OpencodePlace, version: string): string;
  opencodeClosed(where: OpencodePlace): string;
  opencodeOther(where: OpencodePlace): string;
  takePortOut(where: OpencodePlace): string;
  opencodeLocked(where: OpencodePlace): string;
  readonly setPassword: string;
  /** The server needs a password, which would cross the network unencrypted. */
  opencodeUnsecured(where: OpencodePlace): string;
  readonly useHttps: string;
  opencodeRefuses(where: OpencodePlace): string;
  readonly correctPassword: string;
  opencodeSilent(where: OpencodePlace): string;
  readonly restartServer: string;
  readonly listenersUnknown: string;

  filesFine(count: number): string;
  filesWritable(count: number): string;
  readByOthers(file: string, mode: string): string;
  changedByOthers(file: string, mode: string): string;
  notYours(file: string): string;
  notSeen(file: string): string;
  cannotWrite(folder: string, trouble: WriteTrouble): string;
  writeRemedy(folder: string, trouble: WriteTrouble, system: System): string;
  /** Root looks at another person's files. */
  readonly withoutSudo: string;
  /** The trouble is with the file that a link leads to. */
  seeLink(link: string): string;
  /** `file`: the usual place of the settings. */
  ownFolder(file: string): string;
  /** `key`: the setting that names a file. */
  otherPath(key: string): string;
  /** `missing`: a folder that does not exist and cannot be made. `variable` names it. */
  makeFolder(missing: string, variable: string, system: System): string;
  /** `variable` names a place where no folder can be. */
  correctPlace(variable: string): string;
  lookAtRights(file: string): string;
  notThereYet(file: string): string;
  readonly setAsideAtStart: string;
}
