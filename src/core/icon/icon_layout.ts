/** Where everything stands in the icon: the gauge, the number or the symbol in its middle, and the row of symbols below. */
import { coloursOf, FACE, type IconColours, WHITE } from "./colours.ts";
import { type Area, numberIn } from "./digits.ts";
import { barGauge, type Gauge, type Grid, numberGauge, ringGauge } from "./gauge.ts";
import type { IconSpec } from "./icon_spec.ts";
import { type Layer, moved } from "./outlines.ts";
import { type SymbolRow, symbolRow } from "./symbol_row.ts";
import {
  attentionSymbol,
  conditionSymbol,
  SNOOZED_SYMBOL,
  type SymbolName,
  symbolOutlines,
} from "./symbols.ts";

/**
 * The icon in layers, each drawn over those before it, within a square of `sizePx` px (16 and above).
 * - A percentage is a number and a gauge. From 100 on, the whole face has the level's colour.
 * - Symbols stand in a row along the lower edge. From the left: `attention` (a bell or a speech bubble) and `snoozed`
 *   (a "z"). At the right: a symbol for a condition other than `good`. Where the percentage is not known, that symbol
 *   stands in the middle instead.
 * - Where the percentage may be out of date, number and gauge are faded, and a ring is thin.
 * - The number gets smaller to leave room for the row: as small above one symbol as above three. A bar is left out
 *   beside two symbols. No symbol is left out: the "z" gets narrow beside `attention`, and `attention` gets narrow
 *   beside both others.
 * - `pulse` changes only colours.
 */
export function iconLayers(spec: IconSpec, sizePx: number): readonly Layer[] {
  const symbol = conditionSymbol(spec.condition);
  const row = symbolRow({
    attention: attentionSymbol(spec.attention),
    snoozed: spec.snoozed ? SNOOZED_SYMBOL : null,
    condition: spec.percent === null ? null : symbol,
  }, sizePx);
  const colours = coloursOf(spec);
  const gauge = gaugeOf(spec, colours, gridOf(sizePx, row));
  return [
    ...gauge.layers,
    ...contentLayers(spec.percent, symbol, colours, gauge.area),
    ...(row.below > 0
      ? [{ colour: FACE, outlines: row.grounds }, { colour: WHITE, outlines: row.outlines }]
      : []),
  ];
}

function gridOf(sizePx: number, { gap, height, left, right, below }: SymbolRow): Grid {
  const margin = Math.max(1, Math.round(sizePx * 0.08));
  return { sizePx, gap, margin, symbolHeight: height, left, right, below };
}

function gaugeOf(spec: IconSpec, colours: IconColours, grid: Grid): Gauge {
  const part = Math.min(1, (spec.percent ?? 0) / 100);
  switch (spec.style) {
    case "ring":
      return ringGauge(part, colours, grid);
    case "number":
      return numberGauge(colours, grid);
    case "bar":
      return barGauge(part, colours, grid);
  }
}

/** The percentage. Where it is not known: the symbol, or the one for waiting if there is none. */
function contentLayers(
  percent: number | null,
  symbol: SymbolName | null,
  colours: IconColours,
  area: Area,
): readonly Layer[] {
  if (percent !== null) {
    return [{ colour: colours.digits, outlines: numberIn(area, Math.max(0, Math.floor(percent))) }];
  }
  const { x0, y0, x1, y1, circle } = area;
  // Half of the symbol's side. Its corners may touch the circle.
  const half = circle === null ? 0.4 * Math.min(x1 - x0, y1 - y0) : (circle.radius + 0.5) * Math.SQRT1_2;
  const size = 2 * Math.floor(half);
  const x = Math.round((x0 + x1 - size) / 2);
  const y = Math.round((y0 + y1 - size) / 2);
  return [{
    colour: colours.digits,
    outlines: symbolOutlines(symbol ?? "dots", size).map((outline) => moved(outline, x, y)),
  }];
}
