/**
 * The one place through which text from outside goes on its way to a person: what servers, files, other programs, settings and
 * agents have written may hold anything, also what moves a terminal's cursor, turns the direction of what follows, or is not
 * drawn at all. Each of those characters becomes one that can be seen; how a text is read stays as it is.
 */

/** What stands for characters that have no form of their own. */
export const REPLACEMENT = "\ufffd";

/**
 * Characters that do something or nothing, but are not drawn: control and format characters (bidirectional overrides, zero-width
 * ones, tags, ...), separators of lines, private-use and unassigned ones, halves of a pair, and what fonts leave out.
 * Source: Unicode Character Database, "General_Category" and "Default_Ignorable_Code_Point".
 */
const UNSEEN = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
/** What stands beside a character that is needed must be seen itself: some emoji are yet to be, some letters have no form. */
const SEEN = `(?!${UNSEEN})`;
const EMOJI = String.raw`${SEEN}\p{Extended_Pictographic}`;
/** The same characters where writing needs them: within an emoji, and between letters of scripts that join. */
const NEEDED = [
  String.raw`(?<=${EMOJI})\ufe0f`,
  String.raw`(?<=${EMOJI}\ufe0f?|\p{Emoji_Modifier})\u200d(?=${EMOJI})`,
  String.raw`(?<=${SEEN}[${joining()}](?:${SEEN}\p{M})?)[\u200c\u200d](?=${SEEN}[${joining()}])`,
].join("|");

function joining(): string {
  const scripts = ["Arab", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"];
  return scripts.map((script) => String.raw`\p{Script=${script}}`).join("");
}

/** The source of a pattern: a character that is not drawn, where no writing needs it. */
export const UNSEEN_SOURCE = `(?:(?!${NEEDED})${UNSEEN})`;
const unseen = new RegExp(UNSEEN_SOURCE, "gu");
const unseenRun = new RegExp(`${UNSEEN_SOURCE}+`, "gu");
/** Most texts, told at a glance. */
const PLAIN = /^[\x20-\x7e]*$/;
/** More marks on one letter than any writing has: they would cover what stands above and below. First those that stay. */
export const PILE = /(\p{M}{4})(\p{M}+)/gu;
/** The source of a pattern: whatever ends a line. */
export const LINE_END_SOURCE = String.raw`(?:\r\n|[\n\r\v\f\x85\u2028\u2029])`;
const LINE_END = new RegExp(LINE_END_SOURCE, "g");

/** Whether every character of a text can be seen, or is needed by its writing; "\n" counts as unseen. */
export function isSeen(text: string): boolean {
  return PLAIN.test(text) || text.search(unseen) < 0;
}

/** One line: where a line ended, and for a tab, stands a space. */
export function shownLine(text: string): string {
  return PLAIN.test(text) ? text : drawn(text.replace(LINE_END, " ").replaceAll("\t", " "));
}

/** Lines, separated by "\n". */
export function shownLines(text: string): string {
  return PLAIN.test(text) ? text : text.split(LINE_END).map(shownLine).join("\n");
}

/** A value with every text in it as `shownLines()` gives it; keys stay as they are. The same value where nothing changes. */
export function withShownTexts<T>(value: T): T;
export function withShownTexts(value: unknown): unknown {
  if (typeof value === "string") return shownLines(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const shown = value.map((each) => withShownTexts<unknown>(each));
    return shown.some((each, index) => each !== value[index]) ? shown : value;
  }
  const entries = Object.entries(value);
  const shown = entries.map(([key, each]) => [key, withShownTexts<unknown>(each)] as const);
  return shown.some(([, each], index) => each !== entries[index]?.[1]) ? Object.fromEntries(shown) : value;
}

/**
 * For a terminal or a log, the last in line: what is not drawn is written as JSON escapes it (`\u202e`), so that JSON means what it
 * meant. Line ends and tabs stay.
 */
export function escapedText(text: string): string {
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text;
  return text.replace(unseen, (character) => /[\n\t]/.test(character) ? character : escapedUnits(character))
    .replace(PILE, (_, kept: string, more: string) => kept + escapedUnits(more));
}

/**
 * For panels and bars of which some take a text for markup, and then show nothing for a lone `&`, and others show escapes as they
 * are: neither the sign nor its escape is right everywhere, and signs that need none take their place.
 */
export function withoutMarkup(text: string): string {
  return text.replaceAll("<", "‹").replaceAll(">", "›").replaceAll("&", "+");
}

function escapedUnits(text: string): string {
  return Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}

function drawn(line: string): string {
  return line.replace(unseenRun, REPLACEMENT).replace(PILE, "$1");
}

/** At most `max` characters, with an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text.slice(0, 2 * (max + 1))];
  if (characters.length <= max) return text;
  return `${characters.slice(0, max - 1).join("").replace(/[\s\u200c\u200d]+$/, "")}…`;
}
