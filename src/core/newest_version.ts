/** The newest version there is, as the place that the settings name tells it, and when to ask there again. */
import * as z from "zod";
import { parseJson } from "./text/json.ts";
import { day, hour } from "./time/units.ts";

/** What came of the last question. */
export interface NewestVersion {
  /** Which place was asked. */
  readonly url: string;
  /** Epoch ms. */
  readonly askedAt: number;
  /** `odd`: it answered, and named no version. */
  readonly outcome: "version" | "odd" | "unreachable";
  /** The last that it named, of whatever age; null = none ever. */
  readonly version: string | null;
}

/** A place that answers is asked once a day; one that cannot be reached, as it is without a network, each hour. */

/** Epoch ms of the next question; null = never, as none is wanted. A question that lies in the future was asked by a wrong clock. */
export function nextVersionQuestionAt(newest: NewestVersion | null, url: string, now: number): number | null {
  if (url === "") return null;
  if (newest === null || newest.url !== url || newest.askedAt > now) return now;
  return newest.askedAt + (newest.outcome === "unreachable" ? hour : day);
}

/** Longer than any version is, shorter than what would spoil a menu. */
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
