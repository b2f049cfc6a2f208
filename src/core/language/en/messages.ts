/** What the menu, the tooltip, notices and `status` say, in English. */
import type { Messages } from "../messages.ts";
import { agentsEn } from "./agent_messages.ts";
import { alertsEn } from "./alert_messages.ts";
import { barsEn } from "./bar_messages.ts";
import { sidecarsEn } from "./sidecar_messages.ts";
import { reasonEn } from "./reasons.ts";
import { remedyEn } from "./remedies.ts";
import type { CertificateHow, OfflineHow } from "../../usage/usage_failure.ts";
import {
  ageParts,
  type AgeUnit,
  amountText,
  clockParts,
  durationText,
  spanParts,
} from "../time_and_amount_parts.ts";
import { minute } from "../../time/units.ts";

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

const units: Record<AgeUnit, string> = { second: "s", minute: "min", hour: "h", day: "d" };

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

export const en: Messages = {
  agents: agentsEn,
  alerts: alertsEn,
  bars: barsEn,
  sidecars: sidecarsEn,
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
  money(money) {
    const amount = amountText(money, { group: ",", point: "." });
    const sign = currencySigns[money.currency];
    return sign === undefined ? `${money.currency} ${amount}` : `${sign}${amount}`;
  },
  duration(ms) {
    if (ms < minute) return "now!";
    return durationText(ms, { day: "d", hour: "h", minute: "m" });
  },
  ago(ms) {
    const { count, unit } = ageParts(ms);
    return `${count} ${units[unit]} ago`;
  },
  old(ms) {
    return ms < minute ? "<1m old" : `${en.duration(ms)} old`;
  },
  clock(at, now) {
    const { time, date } = clockParts(at, now);
    switch (date.kind) {
      case "today":
        return time;
      case "near":
        return `${weekdays[date.weekday]} ${time}`;
      case "far":
        return `${date.day} ${months[date.month]} ${time}`;
    }
  },
  source(source) {
    switch (source) {
      case "endpoint":
        return "the endpoint";
      case "cache":
        return "Claude Code's last answer";
      case "status line":
        return "Claude Code's status line";
    }
  },
  context: (percent) => `context ${percent}`,
  asOf: (clock) => `as of ${clock}`,
  failure(failure) {
    switch (failure.kind) {
      case "offline":
        return `offline: ${offlineHow[failure.how]}`;
      case "certificate":
        return `the certificate of ${failure.host} is ${certificateHow[failure.how]}`;
      case "setting":
        return en.reason(failure.why);
      case "signed-out":
        return "signed out";
      case "token-expired":
        return "token expired";
      case "token-refused":
        return "the server refuses the token";
      case "scope":
        return "this token may not read the usage";
      case "refused":
        return "refused on the way to the server (403)";
      case "no-endpoint":
        return "this account has no usage to show";
      case "rate-limited":
        return "rate limited";
      case "server-error":
        return `the server answers with error ${failure.status}`;
      case "odd-body":
        return `the answer is not understood: ${en.reason(failure.why)}`;
      case "credentials-unreadable":
        return `cannot read ${failure.file}: ${en.reason(failure.why)}`;
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
      case "refused":
        return "look at the network: a VPN, a proxy, or a country where Claude is not offered; it is asked again";
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
  resetUnknown: "reset unknown",
  wasReset: "was reset, new figure to come",
  unreadFields: (fields) => `could not be read in the answer: ${fields}`,
  moreLimits: (count) => count === 1 ? "1 more limit is not shown" : `${count} more limits are not shown`,
  noLimits: "no limit is running",
  stopsFirst: "stops you first",
  refreshNow: "Refresh now",
  snooze: "Snooze",
  resume: "Resume notifications",
  signIn: "Sign in ...",
  openSettings: "Open settings",
  startAtLogin: "Start at login",
  startsOtherAtLogin: (path) => `Start at login · now it is ${path}`,
  newerVersion: (version) => `claudeminder ${version} is out`,
  quit: "Quit",
  resetsIn: (duration, clock) => duration === "now!" ? "resets now" : `resets in ${duration} (${clock})`,
  resetAgoTitle: (ago) => `Reset ${ago}`,
  resetTitle: (duration) => duration === "now!" ? "Reset now!" : `Reset in ${duration}`,
  updated: (ago, source) => `updated ${ago} from ${source}`,
  unprovenRefusal: "refused: it may also be that the sign-in is not taken",
  lastReading: (ago) => `last figures ${ago}`,
  nextTry: (clock) => `next try ${clock}`,
  budgetSpent: (clock) => `this hour's requests are spent, next try ${clock}`,
  snoozedUntil: (clock) => `Snoozed until ${clock}`,
  snoozeFor(minutes) {
    if (minutes % 60 !== 0) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
    return minutes === 60 ? "1 hour" : `${minutes / 60} hours`;
  },
  offlineSince: (clock, how) => `offline since ${clock}: ${offlineHow[how]}`,
  clockWrong: (by, fast) => `this machine's clock is ${by} ${fast ? "fast" : "slow"}: set it right`,
  settingsProblem: (problem) => `Settings: ${en.reason(problem)}`,
  reason: reasonEn,
  remedy: remedyEn,
  breakdown: (task, clock) => `${task} broke, starts again ${clock}`,
  goalOnTrack: (current, expected) => `On track: ${current}% / ${expected}% expected`,
  goalExceeded: (by) => `Pace exceeded by ${by}%`,
  usageReached: (percent) => `Usage reached ${percent}%`,
  resetSoon: (minutes) => `Token reset in ${minutes} minutes!`,
  hasReset: "Your token has reset!",

  span(ms) {
    const { days, hours, minutes } = spanParts(ms);
    if (days > 0) return `${days} days`;
    if (hours > 0) return minutes === 0 ? `${hours} hours` : `${hours} h ${minutes} min`;
    return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  },
  runsOutAt: (clock) => `runs out at ${clock}`,
  atReset: (percent) => `at this rate ${percent} at reset`,
  onPace: "on pace",
  stopsYouAt(name, { at, from, to, share }) {
    const band = to === null ? `not before ${from}, perhaps not at all` : `${from} to ${to}`;
    const lasts = share === null ? "" : `; at ${share} of it you last until the reset`;
    return `${name}: at this rate you stop at ${at} (${band})${lasts}`;
  },
  lastsUntilReset: (name, { percent, from, to }) =>
    `${name}: at this rate ${percent} at the reset (${from === to ? from : `${from} to ${to}`})`,
  snoozeUntilReset: "Until the session's reset",
  snoozeButton: (minutes) => minutes % 60 === 0 ? `Snooze ${minutes / 60} h` : `Snooze ${minutes} min`,
  signInButton: "Sign in",
  showButton: "Show",
  undelivered: (why, clock) => `Notifications cannot be shown: ${en.reason(why)}. Next try ${clock}`,
  worksWithoutIcon: (command) => `It runs all the same and will warn you; "${command}" shows the figures`,
};
