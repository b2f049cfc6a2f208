/**
 * Text that a person decides by: a command, a file, an address. The person must see its end. So long runs of characters
 * that show nothing (spaces, line ends, zero-width characters, ...) become a short note of what is there, before
 * anything is cut. And where something is cut, the result says so.
 */
import { cut, LINE_END_SOURCE, PILE, REPLACEMENT, UNSEEN_SOURCE } from "./shown_text.ts";

export interface WholeText {
  /** Lines, separated by "\n". Every character is visible. */
  readonly text: string;
  /** Whether nothing was left out. */
  readonly isWhole: boolean;
}

/** How much of a text is kept, in characters: no menu shows more. */
const KEPT_MAX = 2000;
/** How much of a text is read, in UTF-16 units. */
export const READ_MAX = 1 << 16;

/** What a run consists of. */
const kinds = [
  "spaces",
  "tabs",
  "newlines",
  "blanks",
  "blanks and newlines",
  "invisible characters",
  "combining marks",
] as const;
export type RunKind = typeof kinds[number];

/** How many of a kind in a row are shown as they are. */
const PLAIN_MAX: Readonly<Record<RunKind, number>> = {
  spaces: 8,
  tabs: 4,
  newlines: 2,
  blanks: 2,
  "blanks and newlines": 16,
  "invisible characters": 3,
  "combining marks": 0,
};
/** A run that changes its kind more often than this is described as a whole. */
const PARTS_MAX = 4;
/** A gap that is wider than any that people write. */
const WIDE_GAP = /[ \n␣]{17}/;

// Blanks other than the space: of other widths, and letters and symbols without a form (Braille, Hangul, music,
// hieroglyphs).
const BLANK = String.raw`(?! )[\p{Zs}\u2800\u115f\u1160\u3164\uffa0\u{1d159}\u{13441}\u{13442}]`;
const INVISIBLE = `(?!${BLANK}|${LINE_END_SOURCE}|[\\t ])${UNSEEN_SOURCE}`;
const ONE_NEWLINE = new RegExp(LINE_END_SOURCE, "u");
const ONE_INVISIBLE = new RegExp(INVISIBLE, "u");
const OF_KIND: readonly (readonly [RunKind, string])[] = [
  ["spaces", " +"],
  ["tabs", String.raw`\t+`],
  ["newlines", `${LINE_END_SOURCE}+`],
  ["blanks", `(?:${BLANK})+`],
  ["invisible characters", `(?:${INVISIBLE})+`],
];
const ANY = OF_KIND.map(([, source]) => `(${source})`).join("|");
const PART = new RegExp(ANY, "gu");
const RUN = new RegExp(`(?:${OF_KIND.map(([, source]) => source).join("|")})+`, "gu");

/** The text with all of it visible. */
export function wholeText(text: string): WholeText {
  const { seen, isRead } = allSeen(text.slice(0, READ_MAX).trim());
  const kept = cut(seen, KEPT_MAX);
  return { text: kept, isWhole: kept === seen && isRead && text.length <= READ_MAX };
}

/** Several texts that are shown together. Of all of them as much is read as of one. */
export function wholeTexts(texts: readonly string[]): readonly WholeText[] {
  let left = READ_MAX;
  return texts.map((text) => {
    const { text: seen, isWhole } = wholeText(text.slice(0, left));
    const isRead = text.length <= left;
    left -= Math.min(left, text.length);
    return { text: seen, isWhole: isWhole && isRead };
  });
}

/** Stops early where the rest would not be shown: a text may have a run after each of its characters. */
function allSeen(text: string): { readonly seen: string; readonly isRead: boolean } {
  const shown = new Map<string, string>();
  let seen = "", end = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const known = shown.get(run) ?? shownRun(run);
    shown.set(run, known);
    seen += withoutPiles(text.slice(end, index)) + known;
    end = index + run.length;
    if (seen.length > 2 * KEPT_MAX) return { seen, isRead: false };
  }
  return { seen: seen + withoutPiles(text.slice(end)), isRead: true };
}

function withoutPiles(text: string): string {
  return text.replace(
    PILE,
    (_, kept: string, more: string) => kept + runNote(lengthOf(more), "combining marks"),
  );
}

function shownRun(run: string): string {
  if (run === " ") return run;
  const parts = run.matchAll(PART).take(PARTS_MAX + 1).toArray();
  if (parts.length <= PARTS_MAX) {
    const each = parts.map(([part, ...groups]) => {
      const kind = OF_KIND[groups.findIndex((group) => group !== undefined)]?.[0] ?? "invisible characters";
      return shownPart(kind, lengthOf(withShortEnds(part)));
    }).join("");
    if (!WIDE_GAP.test(each)) return each;
  }
  const together = lengthOf(withShortEnds(run));
  const hasNewlines = ONE_NEWLINE.test(run);
  return ONE_INVISIBLE.test(run)
    ? runNote(together, "invisible characters") + (hasNewlines ? "\n" : "")
    : runNote(together, hasNewlines ? "blanks and newlines" : "blanks");
}

/** A line end of Windows counts as one character. */
function withShortEnds(run: string): string {
  return run.replaceAll("\r\n", "\n");
}

function shownPart(kind: RunKind, count: number): string {
  return count <= PLAIN_MAX[kind] ? plainCharacter(kind).repeat(count) : runNote(count, kind);
}

function plainCharacter(kind: RunKind): string {
  switch (kind) {
    case "spaces":
      return " ";
    case "tabs":
      return "  ";
    case "newlines":
      return "\n";
    case "blanks":
    case "blanks and newlines":
      return "␣";
    case "invisible characters":
    case "combining marks":
      return REPLACEMENT;
  }
}

function runNote(count: number, kind: RunKind): string {
  return ` ⋯${grouped(count, ",")} ${count === 1 ? kind.replace(/s$/, "") : kind}⋯ `;
}

const RUN_NOTE = new RegExp(`⋯([\\d,]+) (${kinds.join("|")})⋯`, "g");

/** The same text with its notes in another language. `group` separates thousands. */
export function runNotesIn(
  text: string,
  { group, names }: { readonly group: string; readonly names: Readonly<Record<RunKind, string>> },
): string {
  return text.replace(RUN_NOTE, (_, count: string, name: string) => {
    const kind = kinds.find((one) => one === name);
    return `⋯${count.replaceAll(",", group)} ${kind === undefined ? name : names[kind]}⋯`;
  });
}

function grouped(count: number, group: string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, group);
}

function lengthOf(text: string): number {
  return [...text].length;
}
