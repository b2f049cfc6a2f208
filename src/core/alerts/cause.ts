/** What an alert is about, and what counts more. */
import type { Telling } from "./told.ts";
import type { Failure } from "../usage/usage_failure.ts";
import type { Limit } from "../usage/limit.ts";

export interface Alert extends Telling {
  readonly cause: Cause;
}

/** Percentages are 0-100 and above, times epoch ms. */
export type Cause =
  | {
    readonly kind: "threshold";
    readonly limit: Limit;
    readonly percent: number;
    readonly threshold: number;
  }
  | { readonly kind: "before-reset"; readonly limit: Limit; readonly percent: number; readonly at: number }
  | { readonly kind: "reset"; readonly limit: Named; readonly at: number; readonly early: boolean }
  | { readonly kind: "runs-out"; readonly limit: Named; readonly at: number; readonly resetsAt: number }
  /** More than the day's budget allows by now. */
  | { readonly kind: "pace"; readonly limit: Named; readonly percent: number; readonly expected: number }
  | { readonly kind: "sign-in"; readonly failure: Failure }
  | { readonly kind: "signed-in" }
  | { readonly kind: "network"; readonly failure: Failure; readonly since: number }
  /** This machine's clock is that much ahead, ms; negative = behind. */
  | { readonly kind: "clock"; readonly skewMs: number }
  /** `observedAt`: of the figures that cannot be renewed; null = there are none. */
  | { readonly kind: "rate-limited"; readonly observedAt: number | null };

/** Which limit, where its figures are not needed. */
export type Named = Pick<Limit, "id" | "title">;

/** The more important, the lower. */
export function rank(cause: Cause): number {
  switch (cause.kind) {
    case "sign-in":
      return 0;
    case "threshold":
      return cause.threshold >= 100 ? 1 : cause.threshold >= 90 ? 2 : 4;
    case "runs-out":
      return 3;
    case "network":
      return 5;
    case "clock":
      return 6;
    case "rate-limited":
      return 7;
    case "before-reset":
      return 8;
    case "pace":
      return 9;
    case "reset":
      return 10;
    case "signed-in":
      return 11;
  }
}
