/**
 * The row of signs along the lower edge of the icon: from the left what the program wants of the person, and whether it is
 * snoozed; at the right end what is the matter with the percentage. Each keeps its place whatever the others do. A row, since
 * with signs above and below it a number would have three rows of pixels left at 16 px, and none of the width in a ring.
 */
import { type SymbolName, symbolOutlines, symbolWidth } from "./symbols.ts";
import { moved, type Outline, roundedRect } from "./outlines.ts";

/** The signs there are to show; null = none. */
export interface RowSymbols {
  readonly attention: SymbolName | null;
  readonly snoozed: SymbolName | null;
  readonly condition: SymbolName | null;
}

/** The signs in whole pixels, and what is left beside and above them. */
export interface SymbolRow {
  /** Space around a sign. */
  readonly gap: number;
  /** The height of a sign. */
  readonly height: number;
  /** How much the signs take of the lower edge, from the left and from the right, and of the height; 0 = nothing. */
  readonly left: number;
  readonly right: number;
  readonly below: number;
  /** The ground of the signs, which sets them off from the gauge. */
  readonly grounds: readonly Outline[];
  /** The signs themselves, from the left. */
  readonly outlines: readonly Outline[];
}

/**
 * Lays out the signs of an icon of `sizePx` px (16 and above). Each is a third of the icon high, and has its width where there is
 * room; beside one for attention the snoozed one is narrow, and beside both others the one for attention takes what is left.
 */
export function symbolRow({ attention, snoozed, condition }: RowSymbols, sizePx: number): SymbolRow {
  const gap = Math.max(1, Math.round(sizePx / 20));
  const third = Math.round(sizePx * 0.33);
  // Even, as the signs' halves are to be whole pixels; below 8 px each pixel counts more than that.
  const height = third < 8 ? third : third - third % 2;
  const y = sizePx - gap - height;
  const ground = (x0: number, x1: number) => roundedRect(x0, y - gap, x1, sizePx, height * 0.35);
  const grounds: Outline[] = [];
  const outlines: Outline[] = [];
  let left = 0;
  for (
    const { symbol: mark, width } of leftSymbols(
      { attention, snoozed, condition },
      sizePx - 4 * gap - height,
      height,
    )
  ) {
    outlines.push(...placed(mark, height, width, left + gap, y));
    left += gap + width;
  }
  if (left > 0) {
    left += gap;
    grounds.push(ground(0, left));
  }
  const right = condition === null ? 0 : height + 2 * gap;
  if (condition !== null) {
    outlines.push(...placed(condition, height, height, sizePx - gap - height, y));
    grounds.push(ground(sizePx - right, sizePx));
  }
  return { gap, height, left, right, below: left + right > 0 ? height + 2 * gap : 0, grounds, outlines };
}

interface PlacedSymbol {
  readonly symbol: SymbolName;
  readonly width: number;
}

/** The signs at the left with their widths; `roomPx` is what one at the right and all gaps leave them. */
function leftSymbols(
  { attention, snoozed, condition }: RowSymbols,
  roomPx: number,
  height: number,
): readonly PlacedSymbol[] {
  if (attention === null) return snoozed === null ? [] : [{ symbol: snoozed, width: height }];
  const width = symbolWidth(attention, height);
  if (snoozed === null) return [{ symbol: attention, width }];
  const narrow = Math.round(roomPx * 0.4);
  return [
    { symbol: attention, width: condition === null ? width : Math.min(width, roomPx - narrow) },
    { symbol: snoozed, width: narrow },
  ];
}

function placed(mark: SymbolName, height: number, width: number, x: number, y: number): readonly Outline[] {
  return symbolOutlines(mark, height, width).map((outline) => moved(outline, x, y));
}
