/** Text with styles, as data: whoever prints it knows whether the terminal has colours, and that no text holds orders to it. */
import type { Level } from "../../usage/level.ts";
import { padded, terminalColumns, wrappedToColumns } from "../../text/terminal_width.ts";

export type TextStyle = Level | "strong" | "faint";

export interface StyledText {
  readonly text: string;
  readonly style?: TextStyle;
}

export type StyledLine = readonly StyledText[];

const separator = " · ";

/** A line of one style; null = the usual one. */
export function styled(text: string, style: TextStyle | null = null): StyledText {
  return style === null ? { text } : { text, style };
}

/** The text in lines of at most that many columns, those after the first indented. */
export function wrappedLines(
  text: string,
  { columns, indent = 0, style = null }: {
    readonly columns: number;
    readonly indent?: number;
    readonly style?: TextStyle | null;
  },
): readonly StyledLine[] {
  return wrappedToColumns(text, Math.max(1, columns - indent)).map((line) => [
    ...(indent === 0 ? [] : [styled(" ".repeat(indent))]),
    styled(line, style),
  ]);
}

/** The parts behind each other in lines of at most that many columns, each part in one line if it has room there. */
export function packedLines(parts: readonly string[], columns: number): readonly StyledLine[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ""}${separator}${part}`;
    if (lines.length > 0 && terminalColumns(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(...wrappedToColumns(part, Math.max(1, columns)));
  }
  return lines.map((line) => [styled(line)]);
}

/** The cells of a column, each as wide as the widest of them. */
export function column(cells: readonly string[]): readonly string[] {
  const width = Math.max(0, ...cells.map(terminalColumns));
  return cells.map((cell) => padded(cell, width));
}
