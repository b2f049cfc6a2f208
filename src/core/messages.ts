/**
 * Every sentence a person reads, and how times and amounts are written. Views ask here, so that another language is
 * another value of `Messages`.
 */
import type { CertificateHow, Failure, LimitTitle, Money, OfflineHow, ReadingSource } from "./usage.ts";

export interface Messages {
  limitName(title: LimitTitle): string;
  money(amount: Money): string;
  /** "2h 5m", "45m", "3d 4h"; under a minute "now!". */
  duration(ms: number): string;
  /** "12 s ago", "5 min ago", "3 h ago". */
  ago(ms: number): string;
  /** "6m old": shorter than `ago`, for where room is scarce. */
  old(ms: number): string;
  /** Local time, with the day where it is not today's. */
  clock(at: number, now: number): string;
  source(source: ReadingSource): string;
  failure(failure: Failure): string;
  /** What a person can do about it; null = wait. */
  advice(failure: Failure): string | null;
  readonly loading: string;
  readonly demo: string;
  readonly demoLine: string;
  readonly startsOnFirstUse: string;
  readonly wasReset: string;
  readonly noLimits: string;
  readonly stopsFirst: string;
  readonly refreshNow: string;
  readonly snooze: string;
  readonly resume: string;
  readonly signIn: string;
  readonly openSettings: string;
  readonly quit: string;
  resetsIn(duration: string, clock: string): string;
  resetTitle(duration: string): string;
  updated(ago: string, source: string): string;
  lastReading(ago: string): string;
  nextTry(clock: string): string;
  budgetSpent(clock: string): string;
  snoozedUntil(clock: string): string;
  snoozeFor(minutes: number): string;
  offlineSince(clock: string, how: OfflineHow): string;
  settingsProblem(problem: string): string;
  breakdown(task: string, clock: string): string;
  goalOnTrack(current: string, expected: string): string;
  goalExceeded(by: string): string;
  usageReached(percent: number): string;
  resetSoon(minutes: number): string;
  readonly hasReset: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// By hand: the runtime's Intl costs 4 MB of resident memory from its first use on.
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const currencySigns: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

const offlineHow: Record<OfflineHow, string> = {
  dns: "the server's name cannot be resolved",
  refused: "the connection was refused",
  unreachable: "the network cannot be reached",
  reset: "the connection was cut",
  timeout: "no answer in time",
  proxy: "the proxy cannot be reached",
  unknown: "the connection failed",
};

const certificateHow: Record<CertificateHow, string> = {
  untrusted: "not trusted",
  pin: "not one of those in usage.pins",
};

const certificateAdvice: Record<CertificateHow, string> = {
  untrusted:
    "if a proxy inspects TLS here, set usage.ca_file to its certificate; else check this machine's clock",
  pin:
    "if the server's key was renewed, add the new pin to usage.pins; else this connection is being intercepted",
};

/** English. */
export const en: Messages = {
  limitName(title) {
    switch (title.kind) {
      case "session":
        return "Session";
      case "week":
        return title.scope === undefined ? "Week" : `Week · ${title.scope}`;
      case "extra":
        return "Extra usage";
      case "named":
        return title.name;
    }
  },
  money({ minor, exponent, currency }) {
    const [whole = "", fraction] = (minor / 10 ** exponent).toFixed(exponent).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    const amount = fraction === undefined ? grouped : `${grouped}.${fraction}`;
    const sign = currencySigns[currency];
    return sign === undefined ? `${currency} ${amount}` : `${sign}${amount}`;
  },
  duration(ms) {
    if (ms < minute) return "now!";
    const days = Math.floor(ms / day),
      hours = Math.floor(ms % day / hour),
      minutes = Math.floor(ms % hour / minute);
    if (days > 0) return hours === 0 ? `${days}d` : `${days}d ${hours}h`;
    if (hours > 0) return minutes === 0 ? `${hours}h` : `${hours}h ${minutes}m`;
    return `${minutes}m`;
  },
  ago(ms) {
    if (ms < minute) return `${Math.max(0, Math.floor(ms / second))} s ago`;
    if (ms < hour) return `${Math.floor(ms / minute)} min ago`;
    if (ms < day) return `${Math.floor(ms / hour)} h ago`;
    return `${Math.floor(ms / day)} d ago`;
  },
  old(ms) {
    return ms < minute ? "<1m old" : `${en.duration(ms)} old`;
  },
  clock(at, now) {
    const date = new Date(at);
    const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
    if (date.toDateString() === new Date(now).toDateString()) return time;
    const near = Math.abs(at - now) < 6 * day;
    return near
      ? `${weekdays[date.getDay()]} ${time}`
      : `${date.getDate()} ${months[date.getMonth()]} ${time}`;
  },
  source(source) {
    switch (source) {
      case "endpoint":
        return "the endpoint";
      case "cache":
        return "Claude Code's last answer";
    }
  },
  failure(failure) {
    switch (failure.kind) {
      case "offline":
        return `offline: ${offlineHow[failure.how]}`;
      case "certificate":
        return `the certificate of ${failure.host} is ${certificateHow[failure.how]}`;
      case "setting":
        return failure.why;
      case "signed-out":
        return "signed out";
      case "token-expired":
        return "token expired";
      case "token-refused":
        return "the server refuses the token";
      case "scope":
        return "this token may not read the usage";
      case "no-endpoint":
        return "this account has no usage to show";
      case "rate-limited":
        return "rate limited";
      case "server-error":
        return `the server answers with error ${failure.status}`;
      case "odd-body":
        return `the answer is not understood: ${failure.why}`;
      case "credentials-unreadable":
        return `cannot read ${failure.file}: ${failure.why}`;
    }
  },
  advice(failure) {
    switch (failure.kind) {
      case "signed-out":
      case "token-refused":
      case "scope":
        return "sign in with `claude`";
      case "token-expired":
        return "run `claude` or sign in";
      case "certificate":
        return certificateAdvice[failure.how];
      case "credentials-unreadable":
        return "mend the file, or sign in with `claude`";
      case "offline":
      case "setting":
      case "no-endpoint":
      case "rate-limited":
      case "server-error":
      case "odd-body":
        return null;
    }
  },
  loading: "Loading...",
  demo: "demo",
  demoLine: "demo: a simulated account",
  startsOnFirstUse: "starts on first use",
  wasReset: "was reset, new figure to come",
  noLimits: "no limit is running",
  stopsFirst: "stops you first",
  refreshNow: "Refresh now",
  snooze: "Snooze",
  resume: "Resume notifications",
  signIn: "Sign in ...",
  openSettings: "Open settings",
  quit: "Quit",
  resetsIn: (duration, clock) => duration === "now!" ? "resets now" : `resets in ${duration} (${clock})`,
  resetTitle: (duration) => duration === "now!" ? "Reset now!" : `Reset in ${duration}`,
  updated: (ago, source) => `updated ${ago} from ${source}`,
  lastReading: (ago) => `last figures ${ago}`,
  nextTry: (clock) => `next try ${clock}`,
  budgetSpent: (clock) => `this hour's requests are spent, next try ${clock}`,
  snoozedUntil: (clock) => `Snoozed until ${clock}`,
  snoozeFor(minutes) {
    if (minutes % 60 !== 0) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
    return minutes === 60 ? "1 hour" : `${minutes / 60} hours`;
  },
  offlineSince: (clock, how) => `offline since ${clock}: ${offlineHow[how]}`,
  settingsProblem: (problem) => `Settings: ${problem}`,
  breakdown: (task, clock) => `${task} broke, starts again ${clock}`,
  goalOnTrack: (current, expected) => `On track: ${current}% / ${expected}% expected`,
  goalExceeded: (by) => `Pace exceeded by ${by}%`,
  usageReached: (percent) => `Usage reached ${percent}%`,
  resetSoon: (minutes) => `Token reset in ${minutes} minutes!`,
  hasReset: "Your token has reset!",
};

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
