/**
 * Makes every character of a text from outside visible. All texts from servers, files, other programs, settings and
 * agents go through here on their way to a person. They may hold anything: characters that move a terminal's cursor,
 * that turn the direction of what follows, or that are not drawn at all. Each of those becomes a character that can be
 * seen. The meaning of the text stays the same.
 */

/** Stands for a character that cannot be seen. */
export const REPLACEMENT = "\ufffd";

/**
 * Characters that are not drawn: control and format characters (bidirectional overrides, zero-width ones, tags, ...),
 * line separators, private-use and unassigned characters, lone surrogates, and what fonts leave out.
 * Source: Unicode Character Database, "General_Category" and "Default_Ignorable_Code_Point".
 */
const UNSEEN = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
/**
 * The characters beside a needed one must be visible themselves: some emoji do not exist yet, and some letters have no
 * form.
 */
const SEEN = `(?!${UNSEEN})`;
const EMOJI = String.raw`${SEEN}\p{Extended_Pictographic}`;
/** The places where writing needs such a character: inside an emoji, and between letters of scripts that join. */
const NEEDED = [
  String.raw`(?<=${EMOJI})\ufe0f`,
  String.raw`(?<=${EMOJI}\ufe0f?|\p{Emoji_Modifier})\u200d(?=${EMOJI})`,
  String.raw`(?<=${SEEN}[${joining()}](?:${SEEN}\p{M})?)[\u200c\u200d](?=${SEEN}[${joining()}])`,
].join("|");

function joining(): string {
  const scripts = ["Arab", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh"];
  return scripts.map((script) => String.raw`\p{Script=${script}}`).join("");
}

/** The source of a pattern: a character that is not drawn, at a place where no writing needs it. */
export const UNSEEN_SOURCE = `(?:(?!${NEEDED})${UNSEEN})`;
const unseen = new RegExp(UNSEEN_SOURCE, "gu");
const unseenRun = new RegExp(`${UNSEEN_SOURCE}+`, "gu");
/** Most texts match this, which is quick to check. */
const PLAIN = /^[\x20-\x7e]*$/;
/**
 * More combining marks on one letter than any writing has: they would cover the lines above and below. The first group
 * is the marks that stay.
 */
export const PILE = /(\p{M}{4})(\p{M}+)/gu;
/** The source of a pattern: everything that ends a line. */
export const LINE_END_SOURCE = String.raw`(?:\r\n|[\n\r\v\f\x85\u2028\u2029])`;
const LINE_END = new RegExp(LINE_END_SOURCE, "g");

/** Whether every character of a text is visible, or needed by its writing. "\n" counts as invisible. */
export function isSeen(text: string): boolean {
  return PLAIN.test(text) || text.search(unseen) < 0;
}

/** One line. A space stands for each line end and each tab. */
export function shownLine(text: string): string {
  return PLAIN.test(text) ? text : drawn(text.replace(LINE_END, " ").replaceAll("\t", " "));
}

/** Several lines, separated by "\n". */
export function shownLines(text: string): string {
  return PLAIN.test(text) ? text : text.split(LINE_END).map(shownLine).join("\n");
}

/**
 * The value with every text in it as `shownLines()` gives it. Keys stay as they are. Gives the same object if nothing
 * changes.
 */
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
 * The last step before a terminal or a log: characters that are not drawn are written as JSON escapes (`\u202e`), so
 * that JSON keeps its meaning. Line ends and tabs stay.
 */
export function escapedText(text: string): string {
  if (/^[\x20-\x7e\n\t]*$/.test(text)) return text;
  return text.replace(unseen, (character) => /[\n\t]/.test(character) ? character : escapedUnits(character))
    .replace(PILE, (_, kept: string, more: string) => kept + escapedUnits(more));
}

/**
 * For panels and bars. Some of them read a text as markup and show nothing for a lone `&`, others show escapes as they
 * are. Neither the character nor its escape is right everywhere, so characters that need no escape take their place.
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

/** At most `max` characters. Where something is missing, it ends with an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = [...text.slice(0, 2 * (max + 1))];
  if (characters.length <= max) return text;
  return `${characters.slice(0, max - 1).join("").replace(/[\s\u200c\u200d]+$/, "")}…`;
}
