/** What is said in alerts about limits and troubles, and the titles of all notices, in English. */
import type { AlertMessages } from "../alert_messages.ts";

export const alertsEn: AlertMessages = {
  titles: {
    critical: "Claude Usage Critical",
    warning: "Claude Usage Warning",
    resetSoon: "Claude Reset Soon",
    wasReset: "Claude Reset",
    expired: "Claude Token Expired",
    signedOut: "Claude Signed Out",
    signInProblem: "Claude Sign-In Problem",
    clock: "Clock is wrong",
    network: "Network Error",
    rateLimited: "Rate Limited",
    signedIn: "Claude Signed In",
    status: "Claude Usage",
    noIcon: "claudeminder has no icon here",
    failed: "That could not be done",
  },
  limitUsed: (name, percent) => `${name} ${percent}`,
  limitUsedAlone: (name, percent, reset) => `${name}: ${percent} used${reset === null ? "" : `, ${reset}`}`,
  limitResetsSoon: (name, span, clock) => `${name} resets in ${span} (${clock})`,
  limitWasReset: (name, clock) => `${name} was reset at ${clock}`,
  limitResetEarly: (name, clock) => `Your ${lowerFirst(name)} was reset early, at ${clock}`,
  limitRunsOut: (name, clock, early) => `${name} runs out at ${clock}, ${early} before it resets`,
  rateLimitedSince: (ago, nextTry) => `Figures are from ${ago}; ${nextTry}`,
  signedInAgain: (figures) => figures === "" ? "Signed in again" : `Signed in again: ${figures}`,
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
