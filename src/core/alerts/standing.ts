/**
 * Whether what a notice has told is still so: one that is over is taken from the screen. What was true when it was told and will
 * always have been is not: the reset of a limit, the end of an agent's work.
 */
import { stillWaits, waitingSeries } from "../opencode/alerts.ts";
import type { State } from "../state.ts";
import { periodOfSeries, periodSeries, type Telling } from "./told.ts";
import { isTrouble, troubleLasts } from "./trouble_alerts.ts";

/** `lasting`: it was news, or nobody can tell when it will be over. */
export type Standing = "so" | "over" | "lasting";

/** How what was told by one notice stands at `now` (epoch ms): it is over when all of it is. */
export function standingOf(told: readonly Telling[], state: State, now: number): Standing {
  const each = told.map(({ series }) => standingOfSeries(series, state, now));
  if (each.includes("lasting")) return "lasting";
  return each.includes("so") ? "so" : "over";
}

function standingOfSeries(series: string, state: State, now: number): Standing {
  if (series.startsWith(waitingSeries)) {
    const { opencode, reminder } = state.config;
    const wanted = reminder.enabled && opencode.alert_permission;
    return wanted && stillWaits(state.opencode, series, now) ? "so" : "over";
  }
  if (isTrouble(series)) return troubleLasts(series, state, now) ? "so" : "over";
  const period = periodOfSeries(series);
  // That a limit was reset is told of the period that the reset has ended.
  if (period === null || series.endsWith("/reset")) return "lasting";
  const running = state.periods.some(({ account, limit, startedAt, resetsAt }) =>
    periodSeries(account, limit, startedAt) === period && (resetsAt === null || resetsAt > now)
  );
  return running ? "so" : "over";
}
