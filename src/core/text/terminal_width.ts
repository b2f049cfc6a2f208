/** How many columns a text takes on a terminal, where every character has one column or two. */
import { eastAsianWidth } from "get-east-asian-width";

/** Characters that are drawn over the one before. */
const OVER = /[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Asks for an emoji, which is wide, where the character alone would be a narrow sign. */
const EMOJI_FORM = "\ufe0f";

/** Emoji that are made of several take as much here as these: a terminal that joins them leaves room behind them. */
export function terminalColumns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0, last = 0;
  for (const character of text) {
    if (character === EMOJI_FORM && last === 1) columns += 1;
    last = OVER.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
    columns += last;
  }
  return columns;
}

/** With spaces behind it, up to that many columns. */
export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - terminalColumns(text)));
}

/** At most that many columns. Where something is missing, it ends with an ellipsis. */
export function cutToColumns(text: string, columns: number): string {
  if (terminalColumns(text) <= columns) return text;
  let kept = "", used = 0;
  for (const character of text) {
    used += terminalColumns(character);
    if (used > columns - 1) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** All of a line in lines of at most that many columns, broken between words, and inside of words that are longer. */
export function wrappedToColumns(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "", used = 0;
  const next = () => {
    lines.push(line.trimEnd());
    line = "";
    used = 0;
  };
  for (const word of text.split(/(?<=\s)/)) {
    if (used > 0 && used + terminalColumns(word.trimEnd()) > columns) next();
    for (const character of word) {
      const needed = terminalColumns(character);
      if (used > 0 && used + needed > columns && character.trim() !== "") next();
      line += character;
      used += needed;
    }
  }
  next();
  return lines;
}
