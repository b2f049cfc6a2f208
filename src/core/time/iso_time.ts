/** Times as programs read them: ISO 8601. */

/** `at`: epoch ms. The offset is spelt out, as the older programs expect. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z").replace("Z", "+00:00");
}
