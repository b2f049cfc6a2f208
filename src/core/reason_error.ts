/** Errors that carry a reason, and the one way to a reason from anything that was caught. */
import { reasonEn } from "./language/en/reasons.ts";
import type { Reason } from "./reason.ts";

/** Its message is the reason in English: logs and other programs read it. */
export class ReasonError extends Error {
  override readonly name: string = "ReasonError";

  constructor(readonly reason: Reason) {
    super(reasonEn(reason));
  }
}

/**
 * The reason that the error carries; where it carries none, its message. `HostError` carries reasons of this shape too: the host may
 * not import this file.
 */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof Error)) return { about: "system", text: String(error) };
  return "reason" in error && isReason(error.reason)
    ? error.reason
    : { about: "system", text: error.message };
}

/** Errors of libraries can have a `reason` too, but none with `about`. */
function isReason(value: unknown): value is Reason {
  return typeof value === "object" && value !== null && "about" in value && typeof value.about === "string";
}
