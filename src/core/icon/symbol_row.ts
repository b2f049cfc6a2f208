/**
 * The row of symbols along the lower edge of the icon. From the left: why the program wants the person's attention, and
 * that it is snoozed. At the right end: what is wrong with the percentage. Each symbol keeps its place whatever the
 * others are. It is one row because symbols above and below the number would leave it three rows of pixels at 16 px.
 */
import { type SymbolName, symbolOutlines, symbolWidth } from "./symbols.ts";
import { moved, type Outline, roundedRect } from "./outlines.ts";

/** The height of a symbol, as a part of the icon's height. */
const SYMBOL_SHARE = 0.33;

/** The symbols to show; null = none. */
export interface RowSymbols {
  readonly attention: SymbolName | null;
  readonly snoozed: SymbolName | null;
  readonly condition: SymbolName | null;
}

/** The symbols in whole pixels, and what is left beside and above them. */
export interface SymbolRow {
  /** Space around a symbol. */
  readonly gap: number;
  /** The height of a symbol. */
  readonly height: number;
  /**
   * How much of the lower edge the symbols take, from the left and from the right, and how much of the height; 0 =
   * nothing.
   */
  readonly left: number;
  readonly right: number;
  readonly below: number;
  /** The ground under the symbols, which separates them from the gauge. */
  readonly grounds: readonly Outline[];
  /** The outlines of the symbols, from the left. */
  readonly outlines: readonly Outline[];
}

/**
 * Lays out the symbols of an icon of `sizePx` px (16 and above). Each is a third of the icon high and as wide as it
 * needs, where there is room. Beside `attention` the snoozed symbol is narrow. Beside both others `attention` takes the
 * room that is left.
 */
export function symbolRow({ attention, snoozed, condition }: RowSymbols, sizePx: number): SymbolRow {
  const gap = Math.max(1, Math.round(sizePx / 20));
  const third = Math.round(sizePx * SYMBOL_SHARE);
  // Even, so that half of a symbol is a whole number of pixels. Below 8 px each pixel is more important than that.
  const height = third < 8 ? third : third - third % 2;
  const y = sizePx - gap - height;
  const ground = (x0: number, x1: number) => roundedRect(x0, y - gap, x1, sizePx, height * 0.35);
  const grounds: Outline[] = [];
  const outlines: Outline[] = [];
  let left = 0;
  for (
    const { symbol, width } of leftSymbols(
      { attention, snoozed, condition },
      sizePx - 4 * gap - height,
      height,
    )
  ) {
    outlines.push(...placed(symbol, height, width, left + gap, y));
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

/**
 * The symbols at the left with their widths. `roomPx`: the room for both of them, without the gaps and the symbol at
 * the right.
 */
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

function placed(symbol: SymbolName, height: number, width: number, x: number, y: number): readonly Outline[] {
  return symbolOutlines(symbol, height, width).map((outline) => moved(outline, x, y));
}
