/** Cuts texts that an agent has written (titles, messages, arguments of tools) to the room there is. */
import { cut, shownLines } from "./shown_text.ts";

/** How much of a text is looked at before it is cut, in UTF-16 units. */
const KEPT_MAX = 4000;

/** All of it in one line of at most `max` characters. A sign stands where a line ended. */
export function oneLine(text: string, max: number): string {
  const read = max === Infinity ? text : text.slice(0, KEPT_MAX);
  return cut(plain(read).replace(/\s*\n\s*/g, " ↵ ").replace(/\s+/g, " "), max);
}

/** Its first line that is not empty, of at most `max` characters. */
export function firstLine(text: string, max: number): string {
  const [first = ""] = plain(text.slice(0, KEPT_MAX)).split("\n");
  return cut(first.replace(/\s+/g, " ").trim(), max);
}

/** At most `max` lines. Where some are left out, the last line says how many. */
export function firstLines(lines: readonly string[], max: number): readonly string[] {
  return lines.length <= max ? lines : [...lines.slice(0, max - 1), `… (+${lines.length - max + 1})`];
}

function plain(text: string): string {
  return shownLines(text).trim();
}

/** The last part of a path; the whole path if it has no parts. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}
