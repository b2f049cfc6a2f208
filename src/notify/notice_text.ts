/**
 * Makes any text fit for a notification: without control characters, which some services take for an error or a command, and not longer
 * than there is room for. A text is cut between characters as a person sees them.
 */
import { allows } from "../core/action.ts";
import type { Notice } from "../core/alerts/notice.ts";
import { shownLine, shownLines } from "../core/text/shown_text.ts";

/** In UTF-16 units. Together they stay below the 5 KB that a Windows toast may have. */
const TITLE_UNITS = 120;
const BODY_UNITS = 800;
const LABEL_UNITS = 40;

/** The notice with texts that every system can show. The title is never empty. A notice that is cut has no button that allows something. */
export function tidyNotice(notice: Notice): Notice {
  const title = fitted(line(notice.title), TITLE_UNITS), body = fitted(lines(notice.body), BODY_UNITS);
  const isWhole = title.isWhole && body.isWhole;
  return {
    ...notice,
    title: title.text || "claudeminder",
    body: body.text,
    buttons: notice.buttons.filter(({ action }) => isWhole || !allows(action)).map((button) => ({
      ...button,
      label: tidyLine(button.label, LABEL_UNITS) || button.id,
    })),
  };
}

/** One line of at most `units` UTF-16 units. */
export function tidyLine(text: string, units: number): string {
  return fitted(line(text), units).text;
}

function line(text: string): string {
  return shownLine(text).replaceAll(/\s+/g, " ").trim();
}

function lines(text: string): string {
  return shownLines(text).split("\n").map((each) => each.trimEnd()).join("\n").trim();
}

/**
 * What a person sees as one character, roughly: a flag, or a character with its marks, colours and joined emoji. It has a limited
 * length, so that a text of nothing but marks can be cut too.
 */
const CLUSTER =
  /(?:\p{Regional_Indicator}{2}|.)(?:\p{Mark}|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d.){0,15}/gsu;

function fitted(text: string, units: number): { readonly text: string; readonly isWhole: boolean } {
  if (text.length <= units) return { text, isWhole: true };
  let kept = "";
  for (const [cluster] of text.matchAll(CLUSTER)) {
    // One unit more for the "…".
    if (kept.length + cluster.length + 1 > units) break;
    kept += cluster;
  }
  return { text: `${kept.trimEnd()}…`, isWhole: false };
}
