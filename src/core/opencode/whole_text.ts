/**
 * Text that a person decides by: a command, a file, an address. Its end must be seen: long runs of what shows nothing (spaces,
 * line ends, zero-width characters, ...) become a short sign that says what is there, before anything is cut; and where something
 * is cut, that is known.
 */
import { cut, LINE_END_SOURCE, PILE, REPLACEMENT, UNSEEN_SOURCE } from "../shown_text.ts";

export interface WholeText {
  /** Lines, separated by "\n"; every character can be seen. */
  readonly text: string;
  /** Whether nothing was left out. */
  readonly isWhole: boolean;
}

/** At most this much is kept, in characters: no menu shows more. */
const KEPT_MAX = 2000;
/** Longer texts are not read to their end, in UTF-16 units. */
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

/** How many in a row are shown as what they are. */
const PLAIN_MAX: Readonly<Record<RunKind, number>> = {
  spaces: 8,
  tabs: 4,
  newlines: 2,
  blanks: 2,
  "blanks and newlines": 16,
  "invisible characters": 3,
  "combining marks": 0,
};
/** A run that changes more often than this is one run of several kinds. */
const PARTS_MAX = 4;
/** More room than nothing takes in what people write. */
const WIDE_GAP = /[ \n␣]{17}/;

// Blanks that are no space: of other widths, and letters and signs that have no form (Braille, Hangul, music, hieroglyphs).
const BLANK = String.raw`(?! )[\p{Zs}\u2800\u115f\u1160\u3164\uffa0\u{1d159}\u{13441}\u{13442}]`;
const OF_KIND: readonly (readonly [RunKind, string])[] = [
  ["spaces", " +"],
  ["tabs", String.raw`\t+`],
  ["newlines", `${LINE_END_SOURCE}+`],
  ["blanks", `(?:${BLANK})+`],
  ["invisible characters", `(?:(?!${BLANK}|${LINE_END_SOURCE}|[\\t ])${UNSEEN_SOURCE})+`],
];
const ANY = OF_KIND.map(([, source]) => `(${source})`).join("|");
const PART = new RegExp(ANY, "gu");
const RUN = new RegExp(`(?:${OF_KIND.map(([, source]) => source).join("|")})+`, "gu");

/** The text with all of it to be seen. */
export function wholeText(text: string): WholeText {
  const trimmed = text.slice(0, READ_MAX).trim();
  const seen = trimmed.replace(RUN, (run) => shownRun(run))
    .replace(PILE, (_, kept: string, more: string) => kept + sign(lengthOf(more), "combining marks"));
  const kept = cut(seen, KEPT_MAX);
  return { text: kept, isWhole: kept === seen && text.length <= READ_MAX };
}

function shownRun(run: string): string {
  const parts = [...run.matchAll(PART)].map(([part, ...groups]) => {
    const kind = OF_KIND[groups.findIndex((group) => group !== undefined)]?.[0] ?? "invisible characters";
    const count = kind === "newlines"
      ? part.match(new RegExp(LINE_END_SOURCE, "gu"))?.length ?? 0
      : lengthOf(part);
    return { kind, count };
  });
  const each = parts.map(({ kind, count }) => shownPart(kind, count)).join("");
  if (parts.length <= PARTS_MAX && !WIDE_GAP.test(each)) return each;
  const has = (wanted: RunKind) => parts.some(({ kind }) => kind === wanted);
  const together = parts.reduce((sum, { count }) => sum + count, 0);
  const kind = has("invisible characters") ? "invisible characters" : "blanks";
  return kind === "blanks" && has("newlines")
    ? sign(together, "blanks and newlines")
    : sign(together, kind) + (has("newlines") ? "\n" : "");
}

function shownPart(kind: RunKind, count: number): string {
  return count <= PLAIN_MAX[kind] ? plainSign(kind).repeat(count) : sign(count, kind);
}

function plainSign(kind: RunKind): string {
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

function sign(count: number, kind: RunKind): string {
  return ` ⋯${grouped(count, ",")} ${count === 1 ? kind.replace(/s$/, "") : kind}⋯ `;
}

const SIGN = new RegExp(`⋯([\\d,]+) (${kinds.join("|")})⋯`, "g");

/** The same text with its signs in another language; `group` stands between thousands. */
export function signsIn(
  text: string,
  { group, names }: { readonly group: string; readonly names: Readonly<Record<RunKind, string>> },
): string {
  return text.replace(SIGN, (_, count: string, name: string) => {
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
