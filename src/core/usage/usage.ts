/** The usage of an account as it stands: known, old, or not to be had, and why. */
import type { Reading } from "./reading.ts";
import type { Failure } from "./usage_failure.ts";

export type Usage =
  /** Nothing is known and nothing failed: the first answer is on its way. */
  | { readonly kind: "pending" }
  /** Nothing failed since this reading. A view tells how old it is. */
  | { readonly kind: "fresh"; readonly reading: Reading }
  /** The last reading, and why there is none newer. `since`: epoch ms. */
  | { readonly kind: "stale"; readonly reading: Reading; readonly why: Failure; readonly since: number }
  | { readonly kind: "down"; readonly why: Failure; readonly since: number };

/** The reading that is shown, whatever is wrong besides. */
export function readingOfUsage(usage: Usage): Reading | null {
  switch (usage.kind) {
    case "pending":
    case "down":
      return null;
    case "fresh":
    case "stale":
      return usage.reading;
  }
}

/** What is wrong, whatever is shown besides; null = nothing. */
export function failureOfUsage(usage: Usage): Failure | null {
  switch (usage.kind) {
    case "pending":
    case "fresh":
      return null;
    case "stale":
    case "down":
      return usage.why;
  }
}
