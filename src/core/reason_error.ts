/** Errors that carry their reason, and the reason in whatever was caught. */
import { reasonEn } from "./language/en/reasons.ts";
import type { Reason } from "./reason.ts";

/** Its message is the reason in English, for logs and for other programs. */
export class ReasonError extends Error {
  override readonly name: string = "ReasonError";

  constructor(readonly reason: Reason) {
    super(reasonEn(reason));
  }
}

/**
 * The reason that an error carries, else what it says. The host, which knows nothing of this program, has errors of its own that carry
 * reasons in this shape.
 */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof Error)) return { about: "system", text: String(error) };
  return "reason" in error && isReason(error.reason)
    ? error.reason
    : { about: "system", text: error.message };
}

/** Libraries too have errors with a `reason`: none of theirs says what it is about. */
function isReason(value: unknown): value is Reason {
  return typeof value === "object" && value !== null && "about" in value && typeof value.about === "string";
}
