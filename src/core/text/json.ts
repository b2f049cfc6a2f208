/** Parses JSON from outside, which may be anything. */

/** The parsed text; undefined = it is not JSON. Never throws. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
