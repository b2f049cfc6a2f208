/** How much room a text takes on a screen: what a panel has no room for, it cuts, and says so or does not. */

/** Writing whose letters are as wide as Latin ones, or narrower. */
const NARROW =
  /[\p{ASCII}\p{M}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/u;
/** Single characters of many columns. */
const VAST: readonly (readonly [RegExp, number])[] = [
  [/[\ufdf0-\ufdff]/u, 14],
  [/[\u{12000}-\u{1254f}]/u, 8],
  [/[\u2e3a\u2e3b\u2031\u2a74-\u2a76\u0bf5-\u0bfa\u{1f190}-\u{1f1ad}]/u, 4],
];

/** Columns of a fixed-width font, rather too many than too few. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += columnsOfOne(character);
  return columns;
}

function columnsOfOne(character: string): number {
  const vast = VAST.find(([pattern]) => pattern.test(character));
  if (vast !== undefined) return vast[1];
  return NARROW.test(character) || /[\u2000-\u24ff\ufffd]/.test(character) ? 1 : 2;
}

/** All of a text in lines of at most `columns`; its own lines are kept apart. */
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
