/** The bench's figures as a table of text, each beside the floor of the machine it was measured on. */

/** One figure. What has no floor has the floor null; what has no limit is only told. */
export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "MB" | "% of a core" | "bytes" | "files" | "instances" | "times" | "chunks";
  readonly value: number;
  /** The same of an empty program, in the same run. */
  readonly floor: number | null;
  /** The most that `value - floor` may be. */
  readonly limit: number | null;
}

/** Whether a figure keeps its limit; a figure that is not a number does not. */
export function keeps({ value, floor, limit }: Figure): boolean {
  return limit === null || value - (floor ?? 0) <= limit;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** The table, with a line of headings; numbers stand under numbers. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, unit, value, floor, limit } = figure;
    return [
      `${name}, ${unit}`,
      number(value),
      floor === null ? "-" : number(floor),
      floor === null ? "-" : number(value - floor),
      limit === null ? "-" : number(limit),
      limit === null ? "told" : keeps(figure) ? "kept" : "NOT KEPT",
    ];
  });
  const all = [["figure", "program", "floor", "difference", "limit", "verdict"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  ").trimEnd())
    .join("\n");
}

/** The first column and the last are words, the others numbers. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === 5 ? cell.padEnd(width) : cell.padStart(width);
}

function number(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1);
}
