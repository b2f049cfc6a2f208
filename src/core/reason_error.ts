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

/** The reason that the error carries; where it carries none, its message. */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof Error)) return { about: "system", text: String(error) };
  return isOurs(error) && "reason" in error && isReason(error.reason)
    ? error.reason
    : { about: "system", text: error.message };
}

/** Errors of the host carry reasons of the same shape, and the host may not import this file. Those of libraries may have any `reason`. */
function isOurs(error: Error): boolean {
  return error instanceof ReasonError || error.name === "HostError";
}

function isReason(value: unknown): value is Reason {
  return typeof value === "object" && value !== null && "about" in value && typeof value.about === "string";
}
