/**
 * How much room a text takes on a screen, in columns of an average letter. It is rather too much than too little: a
 * panel or a bubble cuts what it has no room for, often without saying so.
 */

/** Letters that are as wide as Latin ones, or narrower. */
const NARROW =
  /[\p{ASCII}\p{M}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/u;
/** Characters that are wider, and by how much. */
const WIDER: readonly (readonly [RegExp, number])[] = [
  [/[MW@%\u2014]/, 2],
  [/[m&\p{Lu}]/u, 1.5],
  [/[\ufdf0-\ufdff]/u, 14],
  [/[\u{12000}-\u{1254f}]/u, 8],
  [/[\u2e3a\u2e3b\u2031\u2a74-\u2a76\u0bf5-\u0bfa\u{1f190}-\u{1f1ad}]/u, 4],
];

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

function columnsOfOne(character: string): number {
  const wider = WIDER.find(([pattern]) => pattern.test(character));
  if (wider !== undefined) return wider[1];
  return NARROW.test(character) || /[\u2000-\u24ff\ufffd]/.test(character) ? 1 : 2;
}

/** All of a text in lines of at most `columns`, broken anywhere. The text's own line ends stay. */
export function linesOf(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const lines = [""];
    let used = 0;
    for (const character of line) {
      const needed = columnsOfOne(character);
      if (used + needed > columns) {
        lines.push("");
        used = 0;
      }
      lines[lines.length - 1] += character;
      used += needed;
    }
    return lines;
  });
}

/**
 * How many lines a text takes if lines of at most `columns` break between words, and inside of words that are longer.
 */
export function wrappedCount(text: string, columns: number): number {
  let lines = 1, used = 0;
  for (const word of text.split(/(?<=\s)/)) {
    const needed = columnsOf(word.trimEnd());
    if (used > 0 && used + needed > columns) {
      lines += 1;
      used = 0;
    }
    // A letter or two do not fit on each full line.
    const more = needed > columns ? Math.ceil(needed / (columns - 2)) - 1 : 0;
    lines += more;
    used = more > 0 ? columns : used + columnsOf(word);
  }
  return lines;
}
