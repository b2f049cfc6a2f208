/**
 * The first entries of a list or a record of JSON, cut apart without parsing the others: a huge text costs one pass over its
 * characters and the parsing of so many entries, whatever it holds.
 */
import { parseJson } from "../../../text/json.ts";
import { ALL_VALUES_MAX, DEPTH_MAX, VALUES_MAX } from "./read_maximums.ts";

export interface JsonEntry {
  /** Null in a list. */
  readonly key: string | null;
  /** Undefined where it is not JSON, or too much of it, as for `parseSmallJson()`. */
  readonly value: unknown;
}

export interface JsonEntries {
  readonly kind: "list" | "record";
  /** The first entries. */
  readonly entries: readonly JsonEntry[];
  /** How many come after these. */
  readonly more: number;
}

/** The first `max` entries of a JSON array or object; null where the text is neither. Never throws, however deep it is. */
export function firstEntries(text: string, max: number): JsonEntries | null {
  const open = nextCharacter(text, 0);
  const kind = text[open] === "[" ? "list" : text[open] === "{" ? "record" : null;
  if (kind === null) return null;
  const entries: JsonEntry[] = [];
  let more = 0, values = 0;
  /** Where the present entry begins, and where its key ends. */
  let start = open + 1, colon = -1;
  const take = (end: number) => {
    if (entries.length >= max || values > ALL_VALUES_MAX) more++;
    else if (kind === "list") entries.push({ key: null, value: read(text.slice(start, end)) });
    else {
      const key = parseJson(text.slice(start, Math.max(start, colon)));
      const value = typeof key === "string" ? read(text.slice(colon + 1, end)) : undefined;
      entries.push({ key: typeof key === "string" ? key : "", value });
    }
    start = end + 1;
    colon = -1;
  };
  const read = (entry: string) => {
    const count = valuesIn(entry);
    if (count === null) return undefined;
    values += count;
    return parseJson(entry);
  };
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
        if (depth === 1) take(at);
        break;
      case COLON:
        if (depth === 1 && colon < 0) colon = at;
        break;
      case OPEN_LIST:
      case OPEN_RECORD:
        depth++;
        break;
      case CLOSE_LIST:
      case CLOSE_RECORD: {
        depth--;
        if (depth > 0) break;
        const isEnd = text[at] === (kind === "list" ? "]" : "}") &&
          nextCharacter(text, at + 1) === text.length;
        if (!isEnd) return null;
        const isEmpty = entries.length === 0 && more === 0 && nextCharacter(text, start) === at;
        if (!isEmpty) take(at);
        return { kind, entries, more };
      }
    }
  }
  return null;
}

/** The value of a JSON text; undefined where it is not JSON, or deeper or of more values than programs write. */
export function parseSmallJson(text: string): unknown {
  return valuesIn(text) === null ? undefined : parseJson(text);
}

/** About how many values there are; null where they are too many or too deep to be parsed. */
function valuesIn(text: string): number | null {
  let values = 1, depth = 0;
  for (let at = 0; at < text.length && values <= VALUES_MAX && depth <= DEPTH_MAX; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
      case COLON:
        values++;
        break;
      case OPEN_LIST:
      case OPEN_RECORD:
        values++;
        depth++;
        break;
      case CLOSE_LIST:
      case CLOSE_RECORD:
        depth--;
    }
  }
  return values > VALUES_MAX || depth > DEPTH_MAX ? null : values;
}

const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_RECORD, CLOSE_RECORD] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The place of the quote that ends the string which begins at `from`; the end of the text where there is none. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}

/** The place of the first character that is no white space, from `at` on; the text's length where there is none. */
function nextCharacter(text: string, at: number): number {
  let place = at;
  while (place < text.length && " \t\n\r".includes(text.charAt(place))) place++;
  return place;
}
