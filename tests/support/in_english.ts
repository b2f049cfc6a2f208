/** Replaces the reasons and remedies in a value by their English sentences, so that a test can say what it expects in a sentence. */
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { remedyEn } from "../../src/core/language/en/remedies.ts";
import type { Reason } from "../../src/core/reason.ts";
import type { Remedy } from "../../src/core/remedy.ts";

/** The value with each reason and remedy in it replaced by its sentence. */
export function inEnglish(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inEnglish);
  if ("about" in value) return reasonEn(value as Reason);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === "remedy" && each !== null ? remedyEn(each as Remedy) : inEnglish(each),
    ]),
  );
}
