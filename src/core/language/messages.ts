/**
 * Every sentence that the program shows, and how times and amounts are written. Views ask here, so that another language is
 * another value of `Messages`. No library for it: catalogues of typed functions are checked by the compiler, and what such
 * libraries stand on, the runtime's Intl, costs 4 MB of resident memory from its first use on.
 */
import type { AgentMessages } from "./agent_messages.ts";
import type { AlertMessages } from "./alert_messages.ts";
import type { Reason } from "../reason.ts";
import type { Remedy } from "../remedy.ts";
import type { Failure, OfflineHow } from "../usage/usage_failure.ts";
import type { LimitTitle, Money } from "../usage/limit.ts";
import type { ReadingSource } from "../usage/reading.ts";

export interface Messages {
  readonly agents: AgentMessages;
  readonly alerts: AlertMessages;
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
  /** The window runs, and nobody knows until when. */
  readonly resetUnknown: string;
  readonly wasReset: string;
  /** Known fields of the answer that are not understood. */
  unreadFields(fields: string): string;
  /** So many limits are not shown. */
  moreLimits(count: number): string;
  readonly noLimits: string;
  readonly stopsFirst: string;
  readonly refreshNow: string;
  readonly snooze: string;
  readonly resume: string;
  readonly signIn: string;
  readonly openSettings: string;
  readonly startAtLogin: string;
  /** While another copy is the one that starts. */
  startsOtherAtLogin(path: string): string;
  /** There is a newer version than the one that runs. */
  newerVersion(version: string): string;
  readonly quit: string;
  resetsIn(duration: string, clock: string): string;
  resetTitle(duration: string): string;
  /** The reset has been, and no newer figure has come. */
  resetAgoTitle(ago: string): string;
  updated(ago: string, source: string): string;
  /** Besides "rate limited", where the refusal does not prove it. */
  readonly unprovenRefusal: string;
  lastReading(ago: string): string;
  nextTry(clock: string): string;
  budgetSpent(clock: string): string;
  snoozedUntil(clock: string): string;
  snoozeFor(minutes: number): string;
  offlineSince(clock: string, how: OfflineHow): string;
  settingsProblem(problem: Reason): string;
  /** By so much, a span; `fast`: ahead of the server's. */
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
  /** How the present rate goes on: in the line of a limit. */
  runsOutAt(clock: string): string;
  atReset(percent: string): string;
  readonly onPace: string;
  readonly snoozeUntilReset: string;
  /** On a button. */
  snoozeButton(minutes: number): string;
  readonly signInButton: string;
  readonly showButton: string;
  /** Notifications cannot be shown. */
  undelivered(why: Reason, clock: string): string;
  /** The program runs, and `command` shows the figures. */
  worksWithoutIcon(command: string): string;
}
