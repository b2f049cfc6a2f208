/**
 * Filled outlines: all of the icon is made of them. Units are pixels, x to the right, y down. Angles are in radians,
 * clockwise from 12 o'clock.
 */
import type { Rgba } from "./colours.ts";

/** A closed polygon: x and y of each corner in turn. It runs clockwise. A polygon that runs the other way is a hole. */
export type Outline = readonly number[];

/** Outlines that are filled together with one colour. Where some overlap or touch, there is no seam. */
export interface Layer {
  readonly colour: Rgba;
  readonly outlines: readonly Outline[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Circle extends Point {
  readonly radius: number;
}

/** The pen of a stroke: how thick vertical and horizontal parts are, and how round corners are. */
export interface Pen {
  readonly stem: number;
  readonly bar: number;
  /** Outer radius of the corners. */
  readonly radius: number;
}

const FULL_TURN = 2 * Math.PI;
const QUARTER_TURN = Math.PI / 2;

/**
 * How far the straight pieces of a curve may be from the true curve, in px. This changes a pixel's opacity by 0.02,
 * which nobody sees.
 */
const FLATNESS_PX = 0.02;

export function rect(x0: number, y0: number, x1: number, y1: number): Outline {
  return [x0, y0, x1, y0, x1, y1, x0, y1];
}

/** A rectangle with round corners. The radius is half of the shorter side at most. */
export function roundedRect(x0: number, y0: number, x1: number, y1: number, radius: number): Outline {
  const r = Math.min(radius, (x1 - x0) / 2, (y1 - y0) / 2);
  const points: number[] = [];
  addArc(points, { x: x0 + r, y: y0 + r }, r, r, -QUARTER_TURN, 0);
  addArc(points, { x: x1 - r, y: y0 + r }, r, r, 0, QUARTER_TURN);
  addArc(points, { x: x1 - r, y: y1 - r }, r, r, QUARTER_TURN, 2 * QUARTER_TURN);
  addArc(points, { x: x0 + r, y: y1 - r }, r, r, 2 * QUARTER_TURN, 3 * QUARTER_TURN);
  return points;
}

export function disc(circle: Circle): Outline {
  const points: number[] = [];
  addArc(points, circle, circle.radius, circle.radius, 0, FULL_TURN);
  return points;
}

/** The ring within a circle, beginning at 12 o'clock. A `part` of 1 or more closes it. */
export function ring(circle: Circle, thickness: number, part = 1): readonly Outline[] {
  const end = FULL_TURN * Math.min(part, 1);
  const inner = circle.radius - thickness;
  const there: number[] = [];
  const back: number[] = part >= 1 ? [] : there;
  addArc(there, circle, circle.radius, circle.radius, 0, end);
  addArc(back, circle, inner, inner, end, 0);
  return part >= 1 ? [there, back] : [there];
}

/** The part left of `x`. The outline must be convex. */
export function leftOf(outline: Outline, x: number): Outline {
  return outline.map((value, i) => i % 2 === 0 ? Math.min(value, x) : value);
}

/** The part above `y`. The outline must be convex. */
export function above(outline: Outline, y: number): Outline {
  return outline.map((value, i) => i % 2 === 0 ? value : Math.min(value, y));
}

export function moved(outline: Outline, dx: number, dy: number): Outline {
  return outline.map((value, i) => value + (i % 2 === 0 ? dx : dy));
}

/** The same outline in the other direction: a hole. */
export function hole(outline: Outline): Outline {
  const points: number[] = [];
  for (let i = outline.length - 2; i >= 0; i -= 2) points.push(outline[i] ?? 0, outline[i + 1] ?? 0);
  return points;
}

/**
 * A stroke along a path of horizontal and vertical parts. The path must not cross itself, and a closed one must run
 * clockwise.
 */
export function stroke(
  pen: Pen,
  path: readonly Point[],
  ends: "open" | "closed" = "open",
): readonly Outline[] {
  const left = strokeSide(pen, path, ends, 1);
  const right = hole(strokeSide(pen, path, ends, -1));
  return ends === "closed" ? [left, right] : [left.concat(right)];
}

/** The edge of a stroke on the left (1) or right (-1) of its path. */
function strokeSide(pen: Pen, path: readonly Point[], ends: "open" | "closed", hand: 1 | -1): Outline {
  const points: number[] = [];
  path.forEach((here, i) => {
    const before = ends === "closed" ? path.at(i - 1) : path[i - 1];
    const after = ends === "closed" ? path[(i + 1) % path.length] : path[i + 1];
    const arriving = before && direction(before, here);
    const leaving = after && direction(here, after);
    if (arriving !== undefined && leaving !== undefined) {
      addCorner(points, pen, here, arriving, leaving, hand);
    } else {
      const along = arriving ?? leaving ?? { x: 0, y: 0 };
      points.push(here.x + hand * along.y * pen.stem / 2, here.y - hand * along.x * pen.bar / 2);
    }
  });
  return points;
}

/**
 * Adds a corner of a stroke's edge. Outside of a turn its radius is the pen's, inside it is the pen's radius less the
 * thickness.
 */
function addCorner(
  points: number[],
  pen: Pen,
  here: Point,
  arriving: Point,
  leaving: Point,
  hand: 1 | -1,
): void {
  const turn = arriving.x * leaving.y - arriving.y * leaving.x;
  const outside = turn * hand > 0;
  const rx = outside ? pen.radius : Math.max(0, pen.radius - pen.stem);
  const ry = outside ? pen.radius : Math.max(0, pen.radius - pen.bar);
  const centre = {
    x: here.x + hand * (arriving.y + leaving.y) * pen.stem / 2 + (leaving.x - arriving.x) * rx,
    y: here.y - hand * (arriving.x + leaving.x) * pen.bar / 2 + (leaving.y - arriving.y) * ry,
  };
  const start = Math.atan2(-leaving.x, leaving.y);
  addArc(points, centre, rx, ry, start, start + turn * QUARTER_TURN);
}

function direction(from: Point, to: Point): Point {
  return { x: Math.sign(to.x - from.x), y: Math.sign(to.y - from.y) };
}

/** Adds the corners of an arc of an ellipse in straight pieces, both ends included. */
function addArc(points: number[], centre: Point, rx: number, ry: number, from: number, to: number): void {
  const radius = Math.max(rx, ry);
  const step = radius > FLATNESS_PX ? 2 * Math.acos(1 - FLATNESS_PX / radius) : FULL_TURN;
  const count = Math.max(1, Math.ceil(Math.abs(to - from) / step));
  for (let i = 0; i <= count; i++) {
    const angle = from + (to - from) * i / count;
    points.push(centre.x + rx * Math.sin(angle), centre.y - ry * Math.cos(angle));
  }
}
