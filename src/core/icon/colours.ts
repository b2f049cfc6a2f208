/**
 * The colours of the icon. The icon has a dark face of its own, so that it looks the same on light and on dark panels.
 * Colour shows only the level of usage; everything else is shown by a form.
 */
import type { Level } from "../usage/level.ts";
import type { IconCondition, IconSpec } from "./icon_spec.ts";

/** Red, green, blue and opacity, each 0-255; not premultiplied. */
export type Rgba = readonly [number, number, number, number];

/** Which colours an icon has. */
export interface IconColours {
  readonly face: Rgba;
  readonly track: Rgba;
  /** The used part of the gauge. */
  readonly used: Rgba;
  readonly digits: Rgba;
  /** The limit is used up: the whole face has the colour of the used part. */
  readonly flooded: boolean;
  /** The percentage may be out of date. */
  readonly faded: boolean;
}

/**
 * Chosen for a dark ground, and so that no two look alike to eyes that lack red, green or blue: the green leans to
 * blue, and yellow, orange and red get darker step by step.
 */
const LEVEL_COLOURS: Readonly<Record<Level, Rgba>> = {
  green: [46, 204, 160, 255],
  yellow: [255, 224, 92, 255],
  orange: [255, 128, 22, 255],
  red: [246, 70, 70, 255],
};

/** The ground of all icons. */
export const FACE: Rgba = [28, 30, 34, 255];
/** The part of the gauge that is not used yet. */
const TRACK: Rgba = [74, 78, 86, 255];
export const WHITE: Rgba = [246, 247, 249, 255];
/** For a percentage that may be out of date. */
const FADED: Rgba = [178, 183, 191, 255];

/** The colour of a level, on a dark ground. */
export function levelColour(level: Level): Rgba {
  return LEVEL_COLOURS[level];
}

/** The same as `#rrggbb`; null = the level is not known. */
export function levelHex(level: Level | null): string {
  const [red, green, blue] = level === null ? FADED : LEVEL_COLOURS[level];
  return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** The colours of an icon. */
export function coloursOf(spec: IconSpec): IconColours {
  return lit(plainColours(spec), spec);
}

/** The colours of an icon between two pulses. */
function plainColours({ style, condition, percent, level }: IconSpec): IconColours {
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

/**
 * The colours in a step of a pulse: the face turns to the level's colour. A face that has that colour already turns to
 * white.
 */
function lit(plain: IconColours, { level, pulse }: IconSpec): IconColours {
  if (pulse === 0) return plain;
  const light = plain.flooded || level === null ? WHITE : levelColour(level);
  const face = mix(plain.face, light, pulse / 2);
  if (plain.flooded) return { ...plain, face };
  // The gauge stays lighter than the dark face: on a dark panel, a dark ring would look as if it were gone.
  return pulse === 2
    ? { ...plain, face, track: mix(face, FACE, 0.2), used: mix(face, FACE, 0.5), digits: FACE }
    : { ...plain, face, track: mix(face, FACE, 0.5), digits: WHITE };
}

/** Whether the percentage, if there is one, is true now. */
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

/** A colour between two others: a share of 0 gives the first, 1 the second. */
function mix(first: Rgba, second: Rgba, share: number): Rgba {
  const channel = (i: 0 | 1 | 2 | 3) => Math.round(first[i] + (second[i] - first[i]) * share);
  return [channel(0), channel(1), channel(2), channel(3)];
}
