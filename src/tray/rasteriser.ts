/** A small rasteriser: it turns filled outlines into pixels, with edges in 256 steps of opacity. */
import type { Layer, Outline } from "../core/icon/outlines.ts";
import type { Rgba } from "../core/icon/colours.ts";

/** Straight (not premultiplied) RGBA, 8 bits each, rows from the top. */
export interface Pixels {
  readonly sizePx: number;
  readonly rgba: Uint8Array<ArrayBuffer>;
}

/**
 * Draws layers one over the other into a transparent square. What lies outside is cut off. All pictures of one size are drawn into the
 * same memory: a picture is valid until the next call. New buffers each time would pile up, because they lie outside of the heap and the
 * collector does not see their size.
 */
export function rasteriser(): (shapes: readonly Layer[], sizePx: number) => Pixels {
  const canvases = new Map<number, Canvas>();
  return (shapes, sizePx) => {
    const canvas = canvases.get(sizePx) ?? createCanvas(sizePx);
    canvases.set(sizePx, canvas);
    canvas.rgba.fill(0);
    for (const { outlines, colour } of shapes) {
      for (const outline of outlines) addEdges(canvas, outline);
      blend(canvas, colour, rowsOf(outlines, sizePx));
    }
    return canvas;
  };
}

interface Canvas extends Pixels {
  /**
   * For each pixel of a row, and two more: how the covered area changes from the pixel before. All 0 between two
   * layers.
   */
  readonly edges: Float32Array;
}

function createCanvas(sizePx: number): Canvas {
  return {
    sizePx,
    rgba: new Uint8Array(4 * sizePx * sizePx),
    edges: new Float32Array((sizePx + 2) * sizePx),
  };
}

/**
 * Adds an outline's edges to the canvas. The sum of the changes along a row, from the left, is exactly how much of each
 * pixel is covered. Edges that run down and edges that run up have different signs, so that a hole takes away from what
 * surrounds it.
 */
function addEdges(canvas: Canvas, outline: Outline): void {
  let fromX = outline.at(-2) ?? 0;
  let fromY = outline.at(-1) ?? 0;
  for (let i = 0; i < outline.length; i += 2) {
    const toX = outline[i] ?? 0;
    const toY = outline[i + 1] ?? 0;
    if (fromY < toY) addEdge(canvas, 1, fromX, fromY, toX, toY);
    if (fromY > toY) addEdge(canvas, -1, toX, toY, fromX, fromY);
    fromX = toX;
    fromY = toY;
  }
}

/** Adds one edge that runs downwards from (topX, topY). */
function addEdge(
  { edges, sizePx }: Canvas,
  sign: 1 | -1,
  topX: number,
  topY: number,
  bottomX: number,
  bottomY: number,
): void {
  const slope = (bottomX - topX) / (bottomY - topY);
  const endRow = Math.min(sizePx, Math.ceil(bottomY));
  for (let row = Math.max(0, Math.floor(topY)); row < endRow; row++) {
    const y0 = Math.max(row, topY);
    const y1 = Math.min(row + 1, bottomY);
    const a = Math.min(Math.max(topX + (y0 - topY) * slope, 0), sizePx);
    const b = Math.min(Math.max(topX + (y1 - topY) * slope, 0), sizePx);
    const left = Math.min(a, b);
    const right = Math.max(a, b);
    const height = sign * (y1 - y0);
    const start = row * (sizePx + 2);
    const last = Math.floor(right);
    // `covered` is how much of each pixel lies right of the edge. The change from pixel to pixel is stored.
    let before = 0;
    for (let column = Math.floor(left); column <= last; column++) {
      const covered = height * (areaUntil(column + 1, left, right) - areaUntil(column, left, right));
      edges[start + column] = (edges[start + column] ?? 0) + covered - before;
      before = covered;
    }
    edges[start + last + 1] = (edges[start + last + 1] ?? 0) + height - before;
  }
}

/** In a row of 1 px: the area left of `x` and right of an edge that crosses the row evenly from `left` to `right`. */
function areaUntil(x: number, left: number, right: number): number {
  if (x <= left) return 0;
  return x >= right ? x - (left + right) / 2 : (x - left) ** 2 / (2 * (right - left));
}

/** Lays a colour over the pixels, as opaque as the edges say they are covered, and removes the edges. */
function blend({ rgba, edges, sizePx }: Canvas, [red, green, blue, opacity]: Rgba, rows: Rows): void {
  for (let row = rows.from; row < rows.to; row++) {
    let covered = 0;
    for (let column = 0; column < sizePx; column++) {
      covered += edges[row * (sizePx + 2) + column] ?? 0;
      const alpha = Math.min(Math.abs(covered), 1) * opacity / 255;
      if (alpha < 1 / 512) continue;
      const at = 4 * (row * sizePx + column);
      const below = (rgba[at + 3] ?? 0) / 255 * (1 - alpha);
      const whole = alpha + below;
      rgba[at] = Math.round((red * alpha + (rgba[at] ?? 0) * below) / whole);
      rgba[at + 1] = Math.round((green * alpha + (rgba[at + 1] ?? 0) * below) / whole);
      rgba[at + 2] = Math.round((blue * alpha + (rgba[at + 2] ?? 0) * below) / whole);
      rgba[at + 3] = Math.round(255 * whole);
    }
  }
  edges.fill(0, rows.from * (sizePx + 2), rows.to * (sizePx + 2));
}

/** The rows of pixels that outlines reach, from `from` to before `to`. */
interface Rows {
  readonly from: number;
  readonly to: number;
}

function rowsOf(outlines: readonly Outline[], sizePx: number): Rows {
  let top = sizePx;
  let bottom = 0;
  for (const outline of outlines) {
    for (let i = 1; i < outline.length; i += 2) {
      top = Math.min(top, outline[i] ?? top);
      bottom = Math.max(bottom, outline[i] ?? bottom);
    }
  }
  return { from: Math.max(0, Math.floor(top)), to: Math.min(sizePx, Math.ceil(bottom)) };
}
