/**
 * Whether what a notice has told is still so: one that is over is taken from the screen. What was true when it was told and will
 * always have been is not: the reset of a limit, the end of an agent's work.
 */
import { stillWaits, waitingSeries } from "../agents/waiting_alerts.ts";
import { forecast } from "../usage/forecast.ts";
import { goalsOf } from "../usage/daily_goal.ts";
import type { Period } from "../usage/periods.ts";
import { periodsOf } from "../usage/current_usage.ts";
import type { State } from "../state.ts";
import { clockSeries, periodOfSeries, periodSeries, type Telling } from "./told.ts";
import { clockAlert, isTrouble, troubleLasts } from "./trouble_alerts.ts";

/** `lasting`: it was news, or nobody can tell when it will be over. */
export type Standing = "so" | "over" | "lasting";

/** How what was told by one notice stands at `now` (epoch ms): it is over when all of it is. */
export function standingOf(told: readonly Telling[], state: State, now: number): Standing {
  const each = told.map((telling) => standingOfTelling(telling, state, now));
  if (each.includes("lasting")) return "lasting";
  return each.includes("so") ? "so" : "over";
}

function standingOfTelling({ series, mark }: Telling, state: State, now: number): Standing {
  if (series.startsWith(waitingSeries)) {
    const { opencode, reminder } = state.settings;
    const wanted = reminder.enabled && opencode.alert_permission;
    return wanted && stillWaits(state.opencode, series, now) ? "so" : "over";
  }
  if (series === clockSeries) return clockAlert(state).length > 0 ? "so" : "over";
  if (isTrouble(series)) return troubleLasts(series, state, now) ? "so" : "over";
  const period = periodOfSeries(series);
  if (period === null) return "lasting";
  const running = periodsOf(state).find(({ account, limit, startedAt, resetsAt }) =>
    periodSeries(account, limit, startedAt) === period && (resetsAt === null || resetsAt > now)
  );
  // That a limit was reset is told of the period that the reset has ended: where that one goes on, it was none.
  if (series.endsWith("/reset")) {
    if (running !== undefined) return "over";
    return endedEarly(state, period) ? "so" : "lasting";
  }
  if (running === undefined) return "over";
  // The figure that was told of a threshold, or that the rate was taken from, may have been a mistake.
  if (series.endsWith("/threshold")) return running.peakPercent >= mark ? "so" : "over";
  if (series.endsWith("/runs-out")) return forecast(running, now)?.kind === "lasts" ? "over" : "so";
  if (series.endsWith("/pace")) return isOnTrack(running, state, now) ? "over" : "so";
  return "so";
}

/** Whether the day's budget is kept to, or nobody wants to know. */
function isOnTrack({ samples }: Period, { settings }: State, now: number): boolean {
  return goalsOf(settings.goals, samples.at(-1)?.percent ?? 0, now)?.onTrack ?? true;
}

/** Whether an answer has ended that period before its time: the next one may tell otherwise. */
function endedEarly(state: State, series: string): boolean {
  return state.periods.some(({ account, limit, ended }) =>
    ended !== null && ended.early && periodSeries(account, limit, ended.startedAt) === series
  );
}
