/** Styled lines for the terminal that there is. The texts in them cannot control it, whoever wrote them. */
import { escapedText } from "../core/text/shown_text.ts";
import type { StyledLine, StyledText, TextStyle } from "../core/views/terminal/styled_text.ts";

/** The terminal that a command prints on. */
export interface Terminal {
  /** How wide it is now. */
  columns(): number;
  /** `sixteen`: those that every terminal with colours has, chosen by the person; `many`: at least 256. */
  readonly colours: "none" | "sixteen" | "many";
  /** Prints as it is. */
  printRaw(text: string): Promise<void>;
}

/** Colours of the terminal's own palette, which a person has chosen for its ground; it has no orange. */
const codes: Readonly<Record<TextStyle, string>> = {
  green: "32",
  yellow: "33",
  orange: "38;5;208",
  red: "31",
  strong: "1",
  faint: "2",
};
const usualColumns = 80, mostColumns = 1_000;
const orangeOfSixteen = "1;33";

/** Without the last line end. */
export function terminalText(lines: readonly StyledLine[], { colours }: Pick<Terminal, "colours">): string {
  return lines.map((line) => line.map((part) => partText(part, colours)).join("").trimEnd()).join("\n");
}

/** Takes away what stands on the terminal, so that what comes stands in its place. */
export const clearScreen = "\x1b[H\x1b[2J";

function partText({ text, style }: StyledText, colours: Terminal["colours"]): string {
  const shown = escapedText(text);
  if (style === undefined || colours === "none" || shown.trim() === "") return shown;
  const code = style === "orange" && colours === "sixteen" ? orangeOfSixteen : codes[style];
  return `\x1b[${code}m${shown}\x1b[0m`;
}

/** Terminals inside of other programs may have no width, or an endless one. */
export function columnsOf({ columns }: { readonly columns: number }): number {
  return columns > 0 ? Math.min(columns, mostColumns) : usualColumns;
}

/** Which colours the terminal has, as its environment says: `NO_COLOR` (no-color.org) and `TERM`. */
export function coloursOf(env: (name: string) => string | undefined): Terminal["colours"] {
  const term = env("TERM") ?? "";
  if ((env("NO_COLOR") ?? "") !== "" || term === "dumb") return "none";
  return /256color|kitty|direct|ghostty/.test(term) || (env("COLORTERM") ?? "") !== "" ||
      (env("WT_SESSION") ?? "") !== ""
    ? "many"
    : "sixteen";
}
