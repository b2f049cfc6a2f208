/**
 * Text that comes from an agent, made fit to be shown: it may hold anything, also what would break a line, reverse its
 * direction or hide a part of it.
 */

/** At most this much of a command, file name or title is kept, in characters. */
const KEPT_MAX = 2000;

// Control and format characters (bidirectional overrides, zero-width ones, ...) and the separators of lines and paragraphs.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Lines of plain text; every character in it can be seen. */
export function plainText(text: string): string {
  return cut(text, KEPT_MAX).toWellFormed().split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll("\t", "  ").replace(INVISIBLE, "").trimEnd()).join("\n").trim();
}

/** All of it in one line of at most `max` characters; where a line ended stands a sign, for it may separate commands. */
export function oneLine(text: string, max: number): string {
  return cut(plainText(text).replace(/\n\s*/g, " ↵ ").replace(/\s+/g, " "), max);
}

/** Its first line that is not empty, of at most `max` characters. */
export function firstLine(text: string, max: number): string {
  const [first = ""] = plainText(text).split("\n");
  return cut(first.replace(/\s+/g, " "), max);
}

/** At most `max` characters, with an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text.slice(0, 2 * (max + 1))];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("").trimEnd()}…`;
}

/** The last part of a path; the path itself where it has none. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}
