/**
 * The cadence: how often the vendor is asked while nothing is wrong. It is asked more often while a limit is near, and once more
 * after each reset. Scheduled requests leave room in the hour's budget for a person's own.
 */
import { bindingLimit } from "./limit.ts";
import { type Reading, readingOldMs, toldAtOf, wholeAtOf } from "./reading.ts";
import { allowedPerHour, type RequestBudget, roomForRequestAt } from "./request_budget.ts";
import type { ScheduleInput } from "./schedule_input.ts";
import { hour, minute, second } from "../time/units.ts";

const afterResetMs = 5 * second;

/** When to ask while nothing is wrong: a cadence after the last reading, or just after a reset, within this hour's share. */
export function regularRequestAt(input: ScheduleInput, budget: RequestBudget, now: number): number {
  const { reading, requestLog, settings } = input;
  const wholeAt = reading === null ? null : wholeAtOf(reading);
  if (reading === null || wholeAt === null || requestLog.newToken) return now;
  const share = Math.min(
    Math.floor(hour / pollEveryMs(input, budget, now)),
    Math.max(1, allowedPerHour(settings.usage, budget) - budget.sparePerHour),
  );
  // While some limits are told without a request, the others are asked for before they look old.
  const latestAt = reading.update === undefined
    ? Infinity
    : Math.min(wholeAt, now) + Math.max(readingOldMs, pollEveryMs(input, budget, now));
  // The clock may have been set back since.
  const observedAt = Math.min(bindingToldAt(reading, now), now);
  // When the share is spent, the next request waits, but not so long that the reading looks forgotten.
  const shareEnd = Math.min(
    roomForRequestAt(requestLog.requests, share, now),
    observedAt + 2 * pollEveryMs(input, budget, now),
  );
  const paced = Math.max(Math.min(observedAt + cadenceMs(input, budget, now), latestAt), shareEnd);
  return Math.min(paced, resetRequestAt(reading) ?? paced);
}

/** When the limit was told that stops the work first: the one that has to be known best. */
function bindingToldAt(reading: Reading, now: number): number {
  const binding = bindingLimit(reading.limits, now);
  return binding === null ? wholeAtOf(reading) ?? reading.observedAt : toldAtOf(reading, binding.limit);
}

/** How long after a reading the next one is due, in ms. */
export function cadenceMs(
  input: Pick<ScheduleInput, "settings" | "reading">,
  budget: RequestBudget,
  now: number,
): number {
  const pollMs = pollEveryMs(input, budget, now);
  const resets = input.reading === null ? 0 : resetsWithin(input.reading, now, hour);
  // Each reset in the next hour gets a request of its own. The other requests of that hour move apart to make room for it.
  return resets === 0 ? pollMs : Math.ceil(hour / Math.max(1, Math.floor(hour / pollMs) - resets));
}

function pollEveryMs(
  { settings, reading }: Pick<ScheduleInput, "settings" | "reading">,
  { shortestPollMs, nearPollMs }: RequestBudget,
  now: number,
): number {
  const binding = reading === null ? null : bindingLimit(reading.limits, now);
  const near = binding !== null && binding.percent >= settings.levels.orange;
  const pollMs = settings.usage.poll_minutes * minute;
  return Math.max(shortestPollMs, near ? Math.min(pollMs, nearPollMs) : pollMs);
}

/** Epoch ms of the request after the next reset: the reading is from before it. Null = no reset is known. */
function resetRequestAt(reading: Reading): number | null {
  const resets = reading.limits.flatMap((limit) =>
    limit.kind === "window" && limit.resetsAt !== null && limit.resetsAt > toldAtOf(reading, limit)
      ? [limit.resetsAt + afterResetMs]
      : []
  );
  return resets.length === 0 ? null : Math.min(...resets);
}

/** How many resets there are in the next `spanMs`. Resets in the same minute count as one. */
function resetsWithin(reading: Reading, now: number, spanMs: number): number {
  const marks = new Set<number>();
  for (const limit of reading.limits) {
    if (limit.kind !== "window" || limit.resetsAt === null) continue;
    if (limit.resetsAt > now && limit.resetsAt <= now + spanMs) {
      marks.add(Math.round(limit.resetsAt / minute));
    }
  }
  return marks.size;
}
