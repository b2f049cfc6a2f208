/**
 * Makes of any text what can be shown: no control characters, which some services take for an error or a command, and no
 * more than a bubble holds. What is cut is cut between characters as a person sees them.
 */
import type { Notice } from "../core/alerts/notice.ts";

/** In UTF-16 units. Together they stay below the 5 KB that a Windows toast may have. */
const TITLE_UNITS = 120;
const BODY_UNITS = 800;
const LABEL_UNITS = 40;

/** The notice with texts that every system can show; the title is never empty. */
export function tidyNotice(notice: Notice): Notice {
  return {
    ...notice,
    title: tidyLine(notice.title, TITLE_UNITS) || "claudeminder",
    body: tidyLines(notice.body, BODY_UNITS),
    buttons: notice.buttons.map((button) => ({
      ...button,
      label: tidyLine(button.label, LABEL_UNITS) || button.id,
    })),
  };
}

/** One line of at most `units` UTF-16 units. */
export function tidyLine(text: string, units: number): string {
  return cut(visible(text).replaceAll(/\s+/g, " ").trim(), units);
}

/** Lines, separated by "\n", of at most `units` UTF-16 units together. */
export function tidyLines(text: string, units: number): string {
  const lines = visible(text).split("\n").map((line) => line.replaceAll("\t", " ").trimEnd());
  return cut(lines.join("\n").trim(), units);
}

/**
 * Well-formed, with "\n" for each kind of line end, and without what is not drawn but does something: control characters,
 * those that turn the direction of what follows (a command could be made to look like another), and non-characters.
 */
function visible(text: string): string {
  return text.toWellFormed()
    .replaceAll(/\r\n|[\r\u0085\u2028\u2029\v\f]/g, "\n")
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]|\p{Noncharacter_Code_Point}/gu, "")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "");
}

/**
 * What belongs together, near enough: flags, and a character with its marks, colours and joined emoji. Not more of these than
 * any writing needs, so that a text of nothing else can be cut too.
 */
const CLUSTER =
  /(?:\p{Regional_Indicator}{2}|.)(?:\p{Mark}|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d.){0,15}/gsu;

function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  let kept = "";
  for (const [cluster] of text.matchAll(CLUSTER)) {
    // One more for the mark that something is missing.
    if (kept.length + cluster.length + 1 > units) break;
    kept += cluster;
  }
  return `${kept.trimEnd()}…`;
}
