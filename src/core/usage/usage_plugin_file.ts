/** The usage file, which menu-bar plugins read every two seconds with bash and jq. Its shape is exact. */
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

/** The usage file at `now`: the last reading, even if there is no newer one; null = nothing is known yet. */
export function usageFile(usage: Usage, now: number): UsageFile | null {
  switch (usage.kind) {
    case "pending":
      return null;
    case "fresh":
      return goodUsage(usage.reading, now);
    case "stale":
      // The plugins have no sign for old figures, but they have one for a token that cannot be used.
      return errorCode(usage.why) === "api_error"
        ? goodUsage(usage.reading, now)
        : { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
    case "down":
      return { error: errorCode(usage.why), updated: Math.floor(usage.since / second) };
  }
}

/**
 * The usage file after the end of the program at `now`. Figures would look like present ones for days, so an error takes their place.
 * An error that is there already stays: it tells more.
 */
export function endedUsageFile(usage: Usage, now: number): UsageFile {
  const last = usageFile(usage, now);
  return last === null || last.error === null
    ? { error: "api_error", updated: Math.floor(now / second) }
    : last;
}

function goodUsage(reading: Reading, now: number): UsageFile {
  // A window that has not started, or was reset, has 0 % used: the format has no other way to tell this.
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
