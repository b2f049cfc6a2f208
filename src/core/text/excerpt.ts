/** Text that an agent has written of itself: titles, messages, arguments of tools, cut to what there is room for. */
import { cut, shownLines } from "./shown_text.ts";

/** At most this much of a text that is cut is looked at, in UTF-16 units. */
const KEPT_MAX = 4000;

/** All of it in one line of at most `max` characters; where a line ended stands a sign. */
export function oneLine(text: string, max: number): string {
  const read = max === Infinity ? text : text.slice(0, KEPT_MAX);
  return cut(plain(read).replace(/\s*\n\s*/g, " ↵ ").replace(/\s+/g, " "), max);
}

/** Its first line that is not empty, of at most `max` characters. */
export function firstLine(text: string, max: number): string {
  const [first = ""] = plain(text.slice(0, KEPT_MAX)).split("\n");
  return cut(first.replace(/\s+/g, " ").trim(), max);
}

/** At most `max` lines, the last of which says how many are left out, where some are. */
export function firstLines(lines: readonly string[], max: number): readonly string[] {
  return lines.length <= max ? lines : [...lines.slice(0, max - 1), `… (+${lines.length - max + 1})`];
}

function plain(text: string): string {
  return shownLines(text).trim();
}

/** The last part of a path; the path itself where it has none. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}
