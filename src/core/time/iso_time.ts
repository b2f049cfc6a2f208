/** Times as programs read them, in ISO 8601. No other file writes one, so that they are spelt alike everywhere. */

/**
 * `at`: epoch ms. "2026-01-17T12:00:00+00:00": the offset is written in digits, as older programs expect of `get_usage`. There is a
 * fraction only where the time has one.
 */
export function isoTime(at: number): string {
  const text = new Date(at).toISOString();
  return `${text.slice(0, text.endsWith(".000Z") ? -".000Z".length : -1)}+00:00`;
}

/**
 * "2026-01-17T12:00:00Z", for the usage file alone: the menu-bar plugins that read it were written for exactly this, and their bash
 * knows neither a fraction nor an offset in digits.
 */
export function isoTimeOfUsageFile(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The day in UTC: "2026-01-17". */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
