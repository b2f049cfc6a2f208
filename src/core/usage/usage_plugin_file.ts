/** The file of the usage that menu-bar plugins read every two seconds with bash and jq. Its shape is exact. */
import { isoTimeOfUsageFile } from "../time/iso_time.ts";
import { second } from "../time/units.ts";
import { currentLimit } from "./limit.ts";
import { wholePercent } from "./percent.ts";
import type { Reading } from "./reading.ts";
import type { Usage } from "./usage.ts";
import type { Failure } from "./usage_failure.ts";

interface FileWindow {
  /** Whole percent, rounded down: the plugin's arithmetic knows no fractions. */
  readonly utilization: number;
  /** UTC, without fraction; null = starts on first use. */
  readonly resets_at: string | null;
}

export type UsageFile =
  | {
    readonly five_hour: FileWindow;
    readonly seven_day: FileWindow;
    /** Epoch seconds at which the figures were read. */
    readonly updated: number;
    readonly error: null;
  }
  | {
    readonly error: "auth_not_found" | "token_not_found" | "token_expired" | "api_error";
    readonly updated: number;
  };

/** The usage file at `now`: the last good figures, also while newer ones cannot be had; null = nothing is known yet. */
export function usageFile(usage: Usage, now: number): UsageFile | null {
  switch (usage.kind) {
    case "pending":
      return null;
    case "fresh":
      return goodUsage(usage.reading, now);
    case "stale":
      // The plugin has no sign for old figures, but one for a token that is no longer good.
      return errorCode(usage.why) === "api_error"
        ? goodUsage(usage.reading, now)
        : { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
    case "down":
      return { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
  }
}

/**
 * The usage file from the end of the program at `now` on: its figures would pass for present ones for days. An error that
 * stands there already says more than that nobody looks.
 */
export function endedUsageFile(usage: Usage, now: number): UsageFile {
  const last = usageFile(usage, now);
  return last === null || last.error === null
    ? { error: "api_error", updated: Math.floor(now / second) }
    : last;
}

function goodUsage(reading: Reading, now: number): UsageFile {
  // A window that does not run, or is over, has nothing used: the format knows no other way to say so.
  const window = (id: string): FileWindow => {
    const current = currentLimit(reading.limits, id, now);
    if (current === null || current.limit.kind !== "window") return { utilization: 0, resets_at: null };
    const { resetsAt } = current.limit;
    return {
      utilization: wholePercent(current.percent),
      resets_at: resetsAt === null ? null : isoTimeOfUsageFile(resetsAt),
    };
  };
  return {
    five_hour: window("session"),
    seven_day: window("week"),
    updated: Math.floor(reading.observedAt / second),
    error: null,
  };
}

function errorCode(failure: Failure): "auth_not_found" | "token_not_found" | "token_expired" | "api_error" {
  switch (failure.kind) {
    case "signed-out":
      return "auth_not_found";
    case "credentials-unreadable":
      return "token_not_found";
    case "token-expired":
    case "token-refused":
      return "token_expired";
    case "scope":
    case "no-endpoint":
    case "rate-limited":
    case "refused":
    case "server-error":
    case "odd-body":
    case "offline":
    case "certificate":
    case "setting":
      return "api_error";
  }
}
