/**
 * What the menu, the tooltip, notices and `status` say, and how times and amounts are written. Agents, alerts, the command line and
 * `doctor` have catalogues of their own beside this one; why something does not work is said in `en/reasons.ts`. There is no library
 * for it: the compiler checks catalogues of typed functions, and the runtime's Intl, which such libraries use, costs 4 MB of memory.
 */
import type { AgentMessages } from "./agent_messages.ts";
import type { AlertMessages } from "./alert_messages.ts";
import type { BarMessages } from "./bar_messages.ts";
import type { Reason } from "../reason.ts";
import type { SidecarMessages } from "./sidecar_messages.ts";
import type { Remedy } from "../remedy.ts";
import type { Failure, OfflineHow } from "../usage/usage_failure.ts";
import type { LimitTitle, Money } from "../usage/limit.ts";
import type { ReadingSource } from "../usage/reading.ts";

export interface Messages {
  readonly agents: AgentMessages;
  readonly alerts: AlertMessages;
  readonly bars: BarMessages;
  readonly sidecars: SidecarMessages;
  limitName(title: LimitTitle): string;
  money(amount: Money): string;
  /** "2h 5m", "45m", "3d 4h"; under a minute "now!". */
  duration(ms: number): string;
  /** "12 s ago", "5 min ago", "3 h ago". */
  ago(ms: number): string;
  /** "6m old": shorter than `ago`, for where room is scarce. */
  old(ms: number): string;
  /** Local time, with the day unless that is today. */
  clock(at: number, now: number): string;
  source(source: ReadingSource): string;
  /** How much of the context of a session is used. */
  context(percent: string): string;
  /** When a figure was told that is older than the others. */
  asOf(clock: string): string;
  failure(failure: Failure): string;
  /** What a person can do about it; null = nothing but wait. */
  advice(failure: Failure): string | null;
  readonly loading: string;
  readonly demo: string;
  readonly demoLine: string;
  readonly startsOnFirstUse: string;
  /** The period runs, and its end is not known. */
  readonly resetUnknown: string;
  readonly wasReset: string;
  /** `fields`: known fields of the answer that the program does not understand. */
  unreadFields(fields: string): string;
  /** How many limits are not shown. */
  moreLimits(count: number): string;
  readonly noLimits: string;
  readonly stopsFirst: string;
  readonly refreshNow: string;
  readonly snooze: string;
  readonly resume: string;
  readonly signIn: string;
  readonly openSettings: string;
  readonly startAtLogin: string;
  /** Another copy of the program starts at login. */
  startsOtherAtLogin(path: string): string;
  /** There is a newer version than the one that runs. */
  newerVersion(version: string): string;
  readonly quit: string;
  resetsIn(duration: string, clock: string): string;
  resetTitle(duration: string): string;
  /** The reset is over, and there is no newer figure. */
  resetAgoTitle(ago: string): string;
  updated(ago: string, source: string): string;
  /** Added to "rate limited" where the refusal can mean something else. */
  readonly unprovenRefusal: string;
  lastReading(ago: string): string;
  nextTry(clock: string): string;
  budgetSpent(clock: string): string;
  snoozedUntil(clock: string): string;
  snoozeFor(minutes: number): string;
  offlineSince(clock: string, how: OfflineHow): string;
  settingsProblem(problem: Reason): string;
  /** `by`: a span; `fast`: the clock is ahead of the server's. */
  clockWrong(by: string, fast: boolean): string;
  /** Why something does not work. */
  reason(reason: Reason): string;
  /** What to do about it. */
  remedy(remedy: Remedy): string;
  breakdown(task: string, clock: string): string;
  goalOnTrack(current: string, expected: string): string;
  goalExceeded(by: string): string;
  usageReached(percent: number): string;
  resetSoon(minutes: number): string;
  readonly hasReset: string;

  /** "48 minutes", "2 h 5 min", "3 days": in a sentence. */
  span(ms: number): string;
  /** Where the present rate leads, in the line of a limit. */
  runsOutAt(clock: string): string;
  atReset(percent: string): string;
  readonly onPace: string;
  /** Longer than `runsOutAt`. Nine times of ten it is from `from` to `to`; null = it may last. `share`: of the rate, that lasts. */
  stopsYouAt(
    name: string,
    told: {
      readonly at: string;
      readonly from: string;
      readonly to: string | null;
      readonly share: string | null;
    },
  ): string;
  /** Longer than `atReset`. Nine times of ten it is from `from` to `to`. */
  lastsUntilReset(
    name: string,
    told: { readonly percent: string; readonly from: string; readonly to: string },
  ): string;
  readonly snoozeUntilReset: string;
  /** The label of a button. */
  snoozeButton(minutes: number): string;
  readonly signInButton: string;
  readonly showButton: string;
  /** Notifications cannot be shown. */
  undelivered(why: Reason, clock: string): string;
  /** The program runs without an icon; `command` shows the figures. */
  worksWithoutIcon(command: string): string;
}
