/** The newest version that there is: what the place that the settings name answers, and when to ask it again. */
import * as z from "zod";
import { parseJson } from "./text/json.ts";
import { day, hour } from "./time/units.ts";

/** The result of the last question. */
export interface NewestVersion {
  /** Which place was asked. */
  readonly url: string;
  /** Epoch ms. */
  readonly askedAt: number;
  /** `odd`: it answered, but named no version. */
  readonly outcome: "version" | "odd" | "unreachable";
  /** The last version that it named, however long ago; null = it never named one. */
  readonly version: string | null;
}

/** A place that answers is asked once a day. */
const askEveryMs = day;
/** A place that cannot be reached is asked every hour, because the network may be down. */
const askAgainMs = hour;

/**
 * Epoch ms of the next question; null = the settings name no place. A last question in the future means that the clock
 * was wrong.
 */
export function nextVersionQuestionAt(newest: NewestVersion | null, url: string, now: number): number | null {
  if (url === "") return null;
  if (newest === null || newest.url !== url || newest.askedAt > now) return now;
  return newest.askedAt + (newest.outcome === "unreachable" ? askAgainMs : askEveryMs);
}

/** Longer than any version, and short enough for a menu. */
const maxLength = 64;
const plain = z.string().trim().max(maxLength);
/** `tag_name` is how GitHub names the release at `/repos/OWNER/NAME/releases/latest`. */
const answer = z.union([
  plain,
  z.object({ version: plain }).transform(({ version }) => version),
  z.object({ tag_name: plain }).transform(({ tag_name }) => tag_name),
]);

/** The version that a body names: the text alone, a JSON text, or a JSON object's `version` or `tag_name`; null = none. */
export function versionIn(body: string): string | null {
  const json = parseJson(body);
  const parsed = answer.safeParse(json === undefined ? body : json);
  return parsed.success && parsed.data !== "" ? parsed.data : null;
}
