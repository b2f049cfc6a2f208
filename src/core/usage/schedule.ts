/**
 * When to ask next: cadence, back-off, request budget and the 429 gate.
 *
 * The endpoint's limit belongs to the token and is shared with the vendor's own program, so requests are scarce: scheduled
 * ones leave room for manual ones, and every request stands in one list that outlives the process.
 */
import { gateAt, limitEnd, type Probe, type RequestLog, type Trouble } from "./request_log.ts";
import type { Settings } from "../settings.ts";
import { bindingLimit } from "./limit.ts";
import type { Reading } from "./reading.ts";
import { hour, minute, second } from "../time/units.ts";

const nearPollMinutes = 4;
/** Requests of an hour that scheduled asking leaves to a person and to resets. */
const manualShare = 5;
const afterResetMs = 5 * second;
const retryAfterErrorMs = [1 * minute, 2 * minute, 4 * minute];
const retryOfflineMs = [2 * second, 4 * second, 8 * second, 16 * second, 32 * second];
const probeEveryMs = 30 * second;
const probeForMs = 10 * minute;

/** What the schedule looks at. */
export interface ScheduleInput {
  readonly settings: Pick<Settings, "usage" | "levels">;
  /** The usable token's hash and expiry (epoch ms or null), or null: there is nothing to ask with. */
  readonly token: { readonly hash: string; readonly expiresAt: number | null } | null;
  readonly reading: Reading | null;
  readonly requestLog: RequestLog;
}

export type NextStep =
  /** Ask at that time, epoch ms; in the past means now. */
  | { readonly kind: "ask"; readonly at: number }
  /** Look whether the server can be reached, without a request. */
  | { readonly kind: "probe"; readonly at: number }
  /** Nothing to do until a token, the settings or a person changes something. */
  | { readonly kind: "idle" };

/** The next thing to do by itself. */
export function nextStep(input: ScheduleInput, now: number): NextStep {
  const { token, requestLog } = input;
  if (token === null || (token.expiresAt !== null && token.expiresAt <= now)) return { kind: "idle" };
  const wish = wishedStep(input, now);
  switch (wish.kind) {
    case "idle":
    case "probe":
      return wish;
    case "ask":
      return {
        kind: "ask",
        at: Math.max(wish.at, gateAt(requestLog, token.hash, now)?.until ?? 0, budgetEnd(input, now)),
      };
  }
}

export type Permission =
  | { readonly kind: "yes" }
  /** `until`: epoch ms of the next moment at which asking is allowed. */
  | { readonly kind: "no"; readonly until: number; readonly why: "rate-limited" | "budget" };

/** Whether a person's "refresh now" may ask at `now`. */
export function mayAsk(
  input: Pick<ScheduleInput, "settings" | "requestLog">,
  tokenHash: string,
  now: number,
): Permission {
  const gate = gateAt(input.requestLog, tokenHash, now);
  if (gate !== null) return { kind: "no", until: gate.until, why: "rate-limited" };
  const budget = budgetEnd(input, now);
  return budget > now ? { kind: "no", until: budget, why: "budget" } : { kind: "yes" };
}

/** How long after a reading the next one is due, in ms, at the usual pace. */
function cadenceMs(input: Pick<ScheduleInput, "settings" | "reading">, now: number): number {
  const pollMs = pollEveryMs(input, now);
  const resets = input.reading === null ? 0 : resetsWithin(input.reading, now, hour);
  // Each coming reset costs a request of its own: the others of that hour move apart to make room.
  return resets === 0 ? pollMs : Math.ceil(hour / Math.max(1, Math.floor(hour / pollMs) - resets));
}

function pollEveryMs(
  { settings, reading }: Pick<ScheduleInput, "settings" | "reading">,
  now: number,
): number {
  const binding = reading === null ? null : bindingLimit(reading.limits, now);
  const near = binding !== null && binding.percent >= settings.levels.orange;
  const { poll_minutes } = settings.usage;
  return (near ? Math.min(poll_minutes, nearPollMinutes) : poll_minutes) * minute;
}

function wishedStep(input: ScheduleInput, now: number): NextStep {
  const { requestLog } = input;
  if (requestLog.trouble === null) return { kind: "ask", at: regularAt(input, now) };
  const { failure, count, lastAt } = requestLog.trouble;
  const cadence = cadenceMs(input, now);
  switch (failure.kind) {
    case "signed-out":
    case "token-expired":
    case "token-refused":
    case "scope":
    case "no-endpoint":
    case "credentials-unreadable":
      return { kind: "idle" };
    case "rate-limited":
      // The gate decides.
      return { kind: "ask", at: Math.min(lastAt, now) };
    case "refused":
      return { kind: "ask", at: count === 0 ? now : sane(lastAt, now) + cadence };
    case "server-error":
    case "odd-body":
    case "certificate":
    case "setting":
      return count === 0
        ? { kind: "ask", at: now }
        : { kind: "ask", at: sane(lastAt, now) + (retryAfterErrorMs[count - 1] ?? cadence) };
    case "offline":
      return offlineStep(requestLog.trouble, requestLog.probe, cadence, now);
  }
}

/**
 * Quick retries, then looks that cost no request, then the usual pace. A look that finds the server back is worth a request;
 * where looks succeed and requests fail all the same, only the pace is left.
 */
function offlineStep(trouble: Trouble, probe: Probe | null, cadence: number, now: number): NextStep {
  if (trouble.count === 0) return { kind: "ask", at: now };
  const lastAt = sane(trouble.lastAt, now);
  const quick = retryOfflineMs[trouble.count - 1];
  if (quick !== undefined) return { kind: "ask", at: lastAt + quick };
  const firstLook = trouble.count === retryOfflineMs.length + 1;
  if (probe !== null && probe.reachable && (probe.cameBack || firstLook)) return { kind: "ask", at: now };
  const pacedAt = lastAt + cadence;
  const lookAt = (probe === null ? lastAt : sane(probe.at, now)) + probeEveryMs;
  const looksEnd = sane(trouble.runSince, now) + probeForMs;
  return lookAt <= looksEnd && lookAt < pacedAt
    ? { kind: "probe", at: lookAt }
    : { kind: "ask", at: pacedAt };
}

/** When nothing is wrong: a cadence after the last reading, or just after a reset, within this hour's share. */
function regularAt(input: ScheduleInput, now: number): number {
  const { reading, requestLog, settings } = input;
  if (reading === null || requestLog.newToken) return now;
  const share = Math.min(
    Math.floor(hour / pollEveryMs(input, now)),
    Math.max(1, settings.usage.max_requests_per_hour - manualShare),
  );
  const observedAt = sane(reading.observedAt, now);
  // Past the share an ask waits, but not until the reading looks forgotten.
  const shareEnd = Math.min(
    limitEnd(requestLog.requests, share, now),
    observedAt + 2 * pollEveryMs(input, now),
  );
  const paced = Math.max(observedAt + cadenceMs(input, now), shareEnd);
  return Math.min(paced, resetAskAt(reading) ?? paced);
}

/** Epoch ms at which a reset that the reading does not know of yet should be looked at, or null. */
function resetAskAt(reading: Reading): number | null {
  const resets = reading.limits.flatMap((limit) =>
    limit.kind === "window" && limit.resetsAt !== null && limit.resetsAt > reading.observedAt
      ? [limit.resetsAt + afterResetMs]
      : []
  );
  return resets.length === 0 ? null : Math.min(...resets);
}

/** How many separate resets lie in the next `spanMs`; those within a minute of each other are one. */
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

/** Epoch ms from which the hour's budget has room for one more; in the past = it has now. */
function budgetEnd(
  { settings, requestLog }: Pick<ScheduleInput, "settings" | "requestLog">,
  now: number,
): number {
  return limitEnd(requestLog.requests, settings.usage.max_requests_per_hour, now);
}

/** A time of the past, also after the clock was set back. */
function sane(at: number, now: number): number {
  return Math.min(at, now);
}
