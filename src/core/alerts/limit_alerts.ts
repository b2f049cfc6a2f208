/** What the limits of an account give cause to tell: thresholds, resets, and where the present rate leads. */
import type { Alert, Named } from "./cause.ts";
import { forecast } from "../usage/forecast.ts";
import { goalsOf } from "../usage/daily_goal.ts";
import type { Period } from "../usage/periods.ts";
import type { State } from "../state.ts";
import { periodsOf, readingOf } from "../usage/current_usage.ts";
import { capSeries, periodSeries } from "./told.ts";
import { type Limit, percentAt, type WindowLimit } from "../usage/limit.ts";
import { hour, minute } from "../time/units.ts";

/** A reset that was not told by then is no news any more. */
const resetNewsMs = 12 * hour;
/** A limit that runs out this little before its reset is no reason to worry. */
const leadMs = { session: 10 * minute, other: 12 * hour };

/** What is true of the limits at `now`, told or not. */
export function limitAlerts(state: State, now: number): readonly Alert[] {
  const reading = readingOf(state);
  if (reading === null) return [];
  const { account } = reading;
  const periods = periodsOf(state).filter((period) => period.account === account);
  const ofLimits = reading.limits.flatMap((limit): readonly Alert[] => {
    const percent = percentAt(limit, now);
    if (percent === null) return [];
    if (limit.kind === "money") return thresholdAlert(state, limit, percent, capSeries(account, limit.id));
    const period = periods.find((one) => one.limit === limit.id);
    if (period === undefined) return [];
    return [
      ...thresholdAlert(state, limit, percent, `${seriesOf(period)}/threshold`),
      ...beforeResetAlert(state, limit, percent, period, now),
      ...runsOutAlert(state, period, percent, now),
      ...(limit.id === "session" ? paceAlert(state, period, percent, now) : []),
    ];
  });
  return [...ofLimits, ...periods.flatMap((period) => resetAlerts(state, period, now))];
}

function thresholdAlert(state: State, limit: Limit, percent: number, series: string): readonly Alert[] {
  const reached = state.settings.reminder.percentage_thresholds.filter((threshold) =>
    threshold > 0 && percent >= threshold
  );
  if (reached.length === 0) return [];
  const threshold = Math.max(...reached);
  return [{ series, mark: threshold, cause: { kind: "threshold", limit, percent, threshold } }];
}

function beforeResetAlert(
  state: State,
  limit: WindowLimit,
  percent: number,
  period: Period,
  now: number,
): readonly Alert[] {
  const { before_reset_minutes, before_reset_from_percent } = state.settings.reminder;
  if (limit.resetsAt === null || percent < before_reset_from_percent) return [];
  const leftMs = limit.resetsAt - now;
  const near = before_reset_minutes.filter((minutes) => leftMs <= minutes * minute);
  if (leftMs <= 0 || near.length === 0) return [];
  return [{
    // A reset that was put off is another one.
    series: `${seriesOf(period)}/before-${period.anchorAt}`,
    // The fewer minutes, the higher.
    mark: -Math.min(...near),
    cause: { kind: "before-reset", limit, percent, at: limit.resetsAt },
  }];
}

function runsOutAlert(state: State, period: Period, percent: number, now: number): readonly Alert[] {
  const { resetsAt, title } = period;
  const ahead = forecast(period, now);
  if (ahead?.kind !== "runs-out" || resetsAt === null || percent < state.settings.levels.yellow) return [];
  const lead = title.kind === "session" ? leadMs.session : leadMs.other;
  if (resetsAt - ahead.at < lead) return [];
  return [{
    series: `${seriesOf(period)}/runs-out`,
    mark: 0,
    cause: { kind: "runs-out", limit: named(period), at: ahead.at, resetsAt },
  }];
}

function paceAlert(state: State, period: Period, percent: number, now: number): readonly Alert[] {
  const { goals: settings, levels } = state.settings;
  const goals = goalsOf(settings, percent, now);
  if (goals === null || goals.onTrack || !settings.warn_when_pace_exceeded) return [];
  // Just after midnight any use exceeds the budget: what is little, or was used the day before, is no reason to say so.
  if (percent < levels.yellow || period.startedAt < new Date(now).setHours(0, 0, 0, 0)) return [];
  return [{
    series: `${seriesOf(period)}/pace`,
    mark: 0,
    cause: { kind: "pace", limit: named(period), percent, expected: goals.expectedPercent },
  }];
}

/** The reset of a limit that was near its end, and any that came early: by the clock, or as a reading has told. */
function resetAlerts(state: State, period: Period, now: number): readonly Alert[] {
  const { settings } = state;
  if (!settings.reminder.on_reset) return [];
  const ends = [
    ...(period.resetsAt === null ? [] : [{ ...period, at: period.resetsAt, early: false }]),
    ...(period.ended === null ? [] : [period.ended]),
  ];
  return ends
    .filter(({ at, early, peakPercent }) =>
      at <= now && now - at < resetNewsMs && (early || peakPercent >= settings.levels.orange)
    )
    .map(({ startedAt, at, early }) => ({
      series: `${periodSeries(period.account, period.limit, startedAt)}/reset`,
      mark: 0,
      cause: { kind: "reset", limit: named(period), at, early },
    }));
}

function seriesOf({ account, limit, startedAt }: Period): string {
  return periodSeries(account, limit, startedAt);
}

function named({ limit, title }: Period): Named {
  return { id: limit, title };
}
