/** The faces of the icon with their gauges: a ring, a bar, or none. Each says which area it leaves for the number. */
import type { IconColours } from "./colours.ts";
import type { Area } from "./digits.ts";
import { disc, type Layer, leftOf, ring, roundedRect } from "./outlines.ts";

/** The measures of an icon of one size, in whole pixels. */
export interface Grid {
  readonly sizePx: number;
  /** Space around a symbol of the row. */
  readonly gap: number;
  /** Space between the content and the border of the face. */
  readonly margin: number;
  /** The height of such a symbol. */
  readonly symbolHeight: number;
  /** How much of the lower edge the symbols take, from the left and from the right, and how much of the height. */
  readonly left: number;
  readonly right: number;
  readonly below: number;
}

/** The face with its gauge, and the area that is left for the content. */
export interface Gauge {
  readonly layers: readonly Layer[];
  readonly area: Area;
}

/** A round face with a ring that fills clockwise; `part` is 0-1. */
export function ringGauge(part: number, colours: IconColours, { sizePx, below }: Grid): Gauge {
  const middle = { x: sizePx / 2, y: sizePx / 2 };
  const face = { colour: colours.face, outlines: [disc({ ...middle, radius: sizePx / 2 })] };
  // A rim of the face separates the ring from the panel, where there is a pixel for it.
  const outer = { ...middle, radius: sizePx / 2 - (sizePx < 32 ? 0 : sizePx / 64) };
  // Above a symbol, a small number needs the room more than the ring does.
  const thin = colours.faded || (below > 0 && sizePx < 24);
  const thickness = thin ? Math.max(1, sizePx * 0.07) : Math.max(2, Math.round(sizePx * 0.23) / 2);
  const radius = colours.flooded ? sizePx * 0.44 : outer.radius - thickness - sizePx * 0.03;
  const area = {
    x0: middle.x - radius,
    y0: middle.y - radius,
    x1: middle.x + radius,
    y1: Math.min(middle.y + radius, sizePx - below),
    circle: { ...middle, radius },
  };
  if (colours.flooded) return { layers: [face], area };
  const track = { colour: colours.track, outlines: ring(outer, thickness) };
  const used = { colour: colours.used, outlines: ring(outer, thickness, part) };
  return { layers: part > 0 ? [face, track, used] : [face, track], area };
}

/** A square face for the number alone. */
export function numberGauge(colours: IconColours, { sizePx, margin, below }: Grid): Gauge {
  const y1 = sizePx - Math.max(margin, below);
  return {
    layers: [squareFace(colours, sizePx)],
    area: { x0: margin, y0: margin, x1: sizePx - margin, y1, circle: null },
  };
}

/** A square face with a bar under the number; `part` is 0-1. */
export function barGauge(
  part: number,
  colours: IconColours,
  { sizePx, gap, margin, symbolHeight, left, right, below }: Grid,
): Gauge {
  const height = Math.round(sizePx * 0.2);
  const y0 = below > 0 ? sizePx - gap - Math.round((symbolHeight + height) / 2) : sizePx - margin - height;
  const x0 = margin + Math.max(margin, left);
  const x1 = sizePx - margin - Math.max(margin, right);
  const y1 = Math.min(y0 - gap, sizePx - below);
  const area = { x0: margin, y0: margin, x1: sizePx - margin, y1, circle: null };
  const face = squareFace(colours, sizePx);
  // Two symbols leave no room for a bar that could be read.
  if (x1 - x0 < height) return { layers: [face], area };
  const outline = roundedRect(x0, y0, x1, y0 + height, height / 2);
  const track = { colour: colours.track, outlines: [outline] };
  const used = { colour: colours.used, outlines: [leftOf(outline, x0 + (x1 - x0) * part)] };
  return { layers: part > 0 ? [face, track, used] : [face, track], area };
}

function squareFace(colours: IconColours, sizePx: number): Layer {
  return { colour: colours.face, outlines: [roundedRect(0, 0, sizePx, sizePx, sizePx * 0.22)] };
}
