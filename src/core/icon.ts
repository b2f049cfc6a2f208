/**
 * What the tray icon shows, as data, and what it looks like. All of it stands on a dark face of its own, so that it reads
 * alike on light and on dark panels; colour shows the level, and everything else has a form.
 */
import { barGauge, type Gauge, type Grid, type Look, numberGauge, ringGauge } from "./gauge.ts";
import { type Area, numberIn } from "./glyphs.ts";
import { type Mark, markOutlines } from "./marks.ts";
import { moved, type Rgba, roundedRect, type Shape } from "./shapes.ts";
import type { Level } from "./usage.ts";

/** The look of the percentage. */
export type IconStyle = "ring" | "number" | "bar";

/**
 * Whether the percentage is good, and if not, why. Each has a shape of its own, so that it can be told without colour.
 * - `good`: true now
 * - `waiting`: nothing known yet
 * - `stale`: known, but old
 * - `offline`, `rate-limited`: cannot ask now; the last percentage stays
 * - `signed-out`: no usable token
 * - `problem`: something a person has to mend (a setting, a certificate)
 */
export type IconCondition =
  | "good"
  | "waiting"
  | "stale"
  | "offline"
  | "rate-limited"
  | "signed-out"
  | "problem";

export interface IconSpec {
  readonly style: IconStyle;
  readonly condition: IconCondition;
  /** Whole percent used, 0 and above, rounded down; null = not known. */
  readonly percent: number | null;
  /** Null exactly when `percent` is. */
  readonly level: Level | null;
  /** Notifications are silenced. */
  readonly snoozed: boolean;
}

/**
 * Chosen for a dark ground, and so that no two are alike to eyes that lack red, green or blue: the green leans to blue,
 * and yellow, orange and red get darker step by step.
 */
const LEVEL_COLOURS: Readonly<Record<Level, Rgba>> = {
  green: [46, 204, 160, 255],
  yellow: [255, 224, 92, 255],
  orange: [255, 128, 22, 255],
  red: [246, 70, 70, 255],
};

/** The ground of all icons. */
const FACE: Rgba = [28, 30, 34, 255];
/** The part of a gauge that is not used yet. */
const TRACK: Rgba = [74, 78, 86, 255];
const WHITE: Rgba = [246, 247, 249, 255];
/** What is no longer certain. */
const FADED: Rgba = [178, 183, 191, 255];

/** The colour of a level, on a dark ground. */
export function levelColour(level: Level): Rgba {
  return LEVEL_COLOURS[level];
}

/**
 * The icon as shapes, each over those before it, within a square of `sizePx` px (16 and above).
 * - A percentage is a number and a gauge; at 100 and above the gauge is flooded: the whole face has the level's colour.
 * - A condition other than `good` is a mark: in the lower right corner beside the percentage, or in its place where it is
 *   not known. Where the percentage may be out of date, number and gauge are faded, and a ring is thin.
 * - `snoozed` is a "z" in the lower left corner.
 */
export function iconShapes(spec: IconSpec, sizePx: number): readonly Shape[] {
  const mark = markOf(spec.condition);
  const corners: readonly Corner[] = [
    ...(mark !== null && spec.percent !== null ? [{ mark, side: "right" } as const] : []),
    ...(spec.snoozed ? [{ mark: "zed", side: "left" } as const] : []),
  ];
  const look = lookOf(spec);
  const grid = gridOf(sizePx, corners);
  const gauge = gaugeOf(spec, look, grid);
  return [
    ...gauge.shapes,
    ...contentShapes(spec.percent, mark, look, gauge.area),
    ...corners.flatMap((corner) => cornerShapes(corner, grid)),
  ];
}

interface Corner {
  readonly mark: Mark;
  readonly side: "left" | "right";
}

function markOf(condition: IconCondition): Mark | null {
  switch (condition) {
    case "good":
      return null;
    case "waiting":
      return "dots";
    case "stale":
      return "clock";
    case "offline":
      return "cross";
    case "rate-limited":
      return "pause";
    case "signed-out":
      return "lock";
    case "problem":
      return "exclamation";
  }
}

/** Is the percentage, if there is one, true now? */
function isCurrent(condition: IconCondition): boolean {
  switch (condition) {
    case "good":
    case "problem":
      return true;
    case "waiting":
    case "stale":
    case "offline":
    case "rate-limited":
    case "signed-out":
      return false;
  }
}

function lookOf({ style, condition, percent, level }: IconSpec): Look {
  if (percent === null || level === null) {
    return { face: FACE, track: TRACK, used: TRACK, digits: WHITE, flooded: false, faded: false };
  }
  const faded = !isCurrent(condition);
  const colour = faded ? mix(levelColour(level), FADED, 0.55) : levelColour(level);
  if (percent >= 100) {
    return { face: colour, track: FACE, used: FACE, digits: FACE, flooded: true, faded };
  }
  const digits = faded ? FADED : style === "ring" ? WHITE : colour;
  return { face: FACE, track: mix(TRACK, colour, 0.15), used: colour, digits, flooded: false, faded };
}

function gridOf(sizePx: number, corners: readonly Corner[]): Grid {
  const gap = Math.max(1, Math.round(sizePx / 20));
  const third = Math.round(sizePx * 0.33);
  // Even, as the marks' halves are to be whole pixels; below 8 px each pixel counts more than that.
  const mark = third < 8 ? third : third - third % 2;
  const cell = mark + 2 * gap;
  const taken = (side: Corner["side"]) => corners.some((corner) => corner.side === side) ? cell : 0;
  const left = taken("left");
  const right = taken("right");
  const margin = Math.max(1, Math.round(sizePx * 0.08));
  return { sizePx, gap, margin, mark, left, right, below: Math.max(left, right) };
}

function gaugeOf(spec: IconSpec, look: Look, grid: Grid): Gauge {
  const part = Math.min(1, (spec.percent ?? 0) / 100);
  switch (spec.style) {
    case "ring":
      return ringGauge(part, look, grid);
    case "number":
      return numberGauge(look, grid);
    case "bar":
      return barGauge(part, look, grid);
  }
}

/** The percentage, or, where it is not known, the mark; with nothing to say of it, the one for waiting. */
function contentShapes(percent: number | null, mark: Mark | null, look: Look, area: Area): readonly Shape[] {
  if (percent !== null) {
    return [{ colour: look.digits, outlines: numberIn(area, Math.max(0, Math.floor(percent))) }];
  }
  const { x0, y0, x1, y1, circle } = area;
  // Half the side of the mark: its corners may touch the circle.
  const half = circle === null ? 0.4 * Math.min(x1 - x0, y1 - y0) : (circle.radius + 0.5) * Math.SQRT1_2;
  const size = 2 * Math.floor(half);
  const x = Math.round((x0 + x1 - size) / 2);
  const y = Math.round((y0 + y1 - size) / 2);
  return [{
    colour: look.digits,
    outlines: markOutlines(mark ?? "dots", size).map((outline) => moved(outline, x, y)),
  }];
}

/** A mark in a corner, on a piece of the face that sets it off from the gauge. */
function cornerShapes({ mark, side }: Corner, { sizePx, gap, mark: size, below }: Grid): readonly Shape[] {
  const x = side === "left" ? gap : sizePx - gap - size;
  const y = sizePx - gap - size;
  const cell = roundedRect(x - gap, y - gap, x - gap + below, sizePx, size * 0.35);
  return [
    { colour: FACE, outlines: [cell] },
    { colour: WHITE, outlines: markOutlines(mark, size).map((outline) => moved(outline, x, y)) },
  ];
}

/** A colour between two: 0 is the first, 1 the second. */
function mix(first: Rgba, second: Rgba, share: number): Rgba {
  const channel = (i: 0 | 1 | 2 | 3) => Math.round(first[i] + (second[i] - first[i]) * share);
  return [channel(0), channel(1), channel(2), channel(3)];
}
