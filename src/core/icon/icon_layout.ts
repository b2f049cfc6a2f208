/**
 * What the tray icon shows, as data, and what it looks like. All of it stands on a dark face of its own, so that it reads
 * alike on light and on dark panels; colour shows the level, and everything else has a form.
 */
import { barGauge, type Gauge, type Grid, type IconColours, numberGauge, ringGauge } from "./gauge.ts";
import { type Area, numberIn } from "./digits.ts";
import { type SymbolName, symbolOutlines } from "./symbols.ts";
import { type Layer, moved, type Rgba } from "./outlines.ts";
import { type SymbolRow, symbolRow } from "./symbol_row.ts";
import type { Level } from "../usage/level.ts";

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

/**
 * What the person is wanted for.
 * - `alert`: a notification could not be shown; it stands in the menu
 * - `waiting`: an agent waits for an answer
 */
export type Attention = "alert" | "waiting";

export interface IconSpec {
  readonly style: IconStyle;
  readonly condition: IconCondition;
  /** Whole percent used, 0 and above, rounded down; null = not known. */
  readonly percent: number | null;
  /** Null exactly when `percent` is. */
  readonly level: Level | null;
  /** Notifications are silenced. */
  readonly snoozed: boolean;
  /** Null = the person is wanted for nothing. */
  readonly attention: Attention | null;
  /** How far a pulse has lit the face: 0 = plain, 1 = half, 2 = fully. Two looks, as each costs a handle on Windows. */
  readonly pulse: 0 | 1 | 2;
}

/** A pulse, frame by frame; after it the icon is plain again. */
export const PULSE_FRAMES: readonly (1 | 2)[] = [1, 2, 2, 2, 1];
/** How long each frame is shown. */
export const PULSE_FRAME_MS = 100;

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
 * - Signs stand in a row along the lower edge: from the left `attention`, a bell or a speech bubble, and `snoozed`, a "z"; at the
 *   right a mark for a condition other than `good`. Where the percentage is not known, that mark stands in its place.
 * - Where the percentage may be out of date, number and gauge are faded, and a ring is thin.
 * - To the row the number gives way in height, as much to three signs as to one; a bar goes beside two. Of the signs none goes: the
 *   "z" gets narrow beside `attention`, which itself gets narrow only beside both others.
 * - `pulse` changes colours alone.
 */
export function iconLayers(spec: IconSpec, sizePx: number): readonly Layer[] {
  const mark = conditionSymbol(spec.condition);
  const row = symbolRow({
    attention: attentionSymbol(spec.attention),
    snoozed: spec.snoozed ? "zed" : null,
    condition: spec.percent === null ? null : mark,
  }, sizePx);
  const look = lit(coloursOf(spec), spec);
  const gauge = gaugeOf(spec, look, gridOf(sizePx, row));
  return [
    ...gauge.layers,
    ...contentLayers(spec.percent, mark, look, gauge.area),
    ...(row.below > 0
      ? [{ colour: FACE, outlines: row.grounds }, { colour: WHITE, outlines: row.outlines }]
      : []),
  ];
}

function attentionSymbol(attention: Attention | null): SymbolName | null {
  switch (attention) {
    case null:
      return null;
    case "alert":
      return "bell";
    case "waiting":
      return "bubble";
  }
}

function conditionSymbol(condition: IconCondition): SymbolName | null {
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

function coloursOf({ style, condition, percent, level }: IconSpec): IconColours {
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

/** A look in a step of a pulse: the face turns to the level's colour, and one that has it already turns to white. */
function lit(look: IconColours, { level, pulse }: IconSpec): IconColours {
  if (pulse === 0) return look;
  const light = look.flooded || level === null ? WHITE : levelColour(level);
  const face = mix(look.face, light, pulse / 2);
  if (look.flooded) return { ...look, face };
  // The gauge stays lighter than the face was: a dark ring would seem to be gone on a dark panel.
  return pulse === 2
    ? { ...look, face, track: mix(face, FACE, 0.2), used: mix(face, FACE, 0.5), digits: FACE }
    : { ...look, face, track: mix(face, FACE, 0.5), digits: WHITE };
}

function gridOf(sizePx: number, { gap, height, left, right, below }: SymbolRow): Grid {
  const margin = Math.max(1, Math.round(sizePx * 0.08));
  return { sizePx, gap, margin, symbolHeight: height, left, right, below };
}

function gaugeOf(spec: IconSpec, look: IconColours, grid: Grid): Gauge {
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
function contentLayers(
  percent: number | null,
  mark: SymbolName | null,
  look: IconColours,
  area: Area,
): readonly Layer[] {
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
    outlines: symbolOutlines(mark ?? "dots", size).map((outline) => moved(outline, x, y)),
  }];
}

/** A colour between two: 0 is the first, 1 the second. */
function mix(first: Rgba, second: Rgba, share: number): Rgba {
  const channel = (i: 0 | 1 | 2 | 3) => Math.round(first[i] + (second[i] - first[i]) * share);
  return [channel(0), channel(1), channel(2), channel(3)];
}
