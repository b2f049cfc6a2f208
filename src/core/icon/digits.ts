/**
 * Numbers as outlines: bold, condensed digits that are drawn for each size. Their stems and bars are whole pixels wide
 * and begin at whole pixels, so that they are sharp at 16 px.
 */
import { type Circle, moved, type Outline, type Pen, type Point, rect, stroke } from "./outlines.ts";

/** Where a number may stand: a box, and, if there is one, a circle that the number's corners must not leave. */
export interface Area {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly circle: Circle | null;
}

/** The measures of digits in px. */
interface Measures extends Pen {
  readonly width: number;
  readonly height: number;
  /** Space between two digits. */
  readonly gap: number;
}

/** The smallest digits that can still be told apart. */
const SMALLEST: Measures = { width: 3, height: 5, stem: 1, bar: 1, radius: 1, gap: 1 };

/** Three digits are enough: a quota that is overdrawn ten times is as empty as one at 999 %. */
const HIGHEST = 999;

/**
 * A whole number, 0 or above, in the middle of an area, as large as it can be; 1000 and above are shown as 999. All
 * numbers of one and two digits have the same size, so that the icon does not jump.
 */
export function numberIn(area: Area, value: number): readonly Outline[] {
  const shown = Math.min(value, HIGHEST);
  const { measures, y } = largest(area, countFor(shown));
  const digits = [...String(shown)].map(Number);
  const narrow = digits.filter((digit) => digit === 1).length;
  const width = numberWidth({ wide: digits.length - narrow, narrow }, measures.width, measures.stem);
  let x = Math.floor((area.x0 + area.x1 - width) / 2);
  return digits.flatMap((digit) => {
    const left = x;
    const width = digit === 1 ? narrowWidth(measures.stem) : measures.width;
    x += width + measures.gap;
    return digitOutlines(digit, { ...measures, width }).map((outline) => moved(outline, left, y));
  });
}

/** For which digits there must be room. */
function countFor(shown: number): Count {
  if (shown < 100) return { wide: 2, narrow: 0 };
  return shown < 200 ? { wide: 2, narrow: 1 } : { wide: 3, narrow: 0 };
}

interface PlacedDigits {
  readonly measures: Measures;
  readonly y: number;
}

/** How many digits a number has, and how many of them are a narrow 1. */
interface Count {
  readonly wide: number;
  readonly narrow: number;
}

/** The measures at which these digits fill the area best, and their upper edge. */
function largest(area: Area, count: Count): PlacedDigits {
  let best: PlacedDigits = { measures: SMALLEST, y: Math.round((area.y0 + area.y1 - SMALLEST.height) / 2) };
  let bestScore = 0;
  for (let height = SMALLEST.height; height <= area.y1 - area.y0; height++) {
    for (let width = narrowest(height); width <= widest(height); width++) {
      const stem = stemOf(width, height);
      const score = height ** 2 * width * Math.sqrt(stem);
      if (score <= bestScore) continue;
      const y = topIn(area, numberWidth(count, width, stem), height, radiusOf(width, stem));
      if (y === null) continue;
      best = { measures: measuresOf(width, height), y };
      bestScore = score;
    }
  }
  return best;
}

/** The narrowest digits that are still easy to tell apart. Only the smallest ones may have a hole of one pixel. */
function narrowest(height: number): number {
  return height > SMALLEST.height ? Math.max(4, Math.ceil(height * 0.42)) : SMALLEST.width;
}

/** From 8 px on there is always room for two bold stems. */
function widest(height: number): number {
  return Math.max(height < 8 ? 0 : 6, Math.round(height * 0.62));
}

function measuresOf(width: number, height: number): Measures {
  const stem = stemOf(width, height);
  const bar = Math.min(stem, height < 10 ? 1 : Math.max(2, Math.round(height * 0.165)));
  return { width, height, stem, bar, radius: radiusOf(width, stem), gap: gapOf(stem) };
}

/** As bold as possible, but with a hole of two pixels inside the digits: otherwise an 8 looks like a 0. */
function stemOf(width: number, height: number): number {
  let stem = Math.max(1, Math.round(height * 0.2 + 0.15));
  while (stem > 1 && width < 2 * stem + Math.max(2, Math.round(stem * 0.6))) stem--;
  return stem;
}

function radiusOf(width: number, stem: number): number {
  return Math.max(1, Math.min(width * 0.42, stem * 2));
}

function gapOf(stem: number): number {
  return Math.max(1, Math.round(stem * 0.5));
}

/** The width of a 1. It is narrow, so that three digits have more room. */
function narrowWidth(stem: number): number {
  return stem + Math.max(1, Math.round(stem * 0.75));
}

function numberWidth({ wide, narrow }: Count, width: number, stem: number): number {
  return wide * width + narrow * narrowWidth(stem) + (wide + narrow - 1) * gapOf(stem);
}

/** The upper edge at which a number of this width is nearest to the middle; null = it does not fit. */
function topIn(area: Area, width: number, height: number, radius: number): number | null {
  if (width > area.x1 - area.x0) return null;
  const { circle } = area;
  const middle = circle === null ? (area.y0 + area.y1) / 2 : circle.y;
  const y = Math.floor(Math.min(middle - height / 2, area.y1 - height));
  if (circle === null) return y;
  // Round corners do not reach as far as square ones.
  const inset = radius * 0.35;
  const reach = Math.max(circle.y - y, y + height - circle.y) - inset;
  return Math.hypot(width / 2 - inset, reach) <= circle.radius ? y : null;
}

/** A digit. Its upper left corner is at (0, 0). */
function digitOutlines(digit: number, m: Measures): readonly Outline[] {
  // The middle lines of the outermost strokes, and of the stroke between them.
  const left = m.stem / 2;
  const right = m.width - left;
  const top = m.bar / 2;
  const bottom = m.height - top;
  const waist = Math.floor((m.height - m.bar) / 2) + m.bar / 2;
  // How far open ends reach down from the top, or up from the bottom. The smallest digits have no room for them.
  const end = m.height < 7 ? m.bar : Math.floor(m.height * 0.24) + Math.round(m.bar / 2);
  const at = (x: number, y: number): Point => ({ x, y });
  const line = (...path: readonly Point[]) => stroke(m, path);
  const loop = (y0: number, y1: number) =>
    stroke(m, [at(left, y0), at(right, y0), at(right, y1), at(left, y1)], "closed");
  // The open ends of 3, 5, 6 and 9 turn in where there is room. In small digits this would make a 3 look like a 9, and
  // a 6 like an 8.
  const turnIn = m.height >= 10;
  const upperLeft = turnIn ? [at(left, end), at(left, top)] : [at(0, top)];
  const upperRight = turnIn ? [at(right, end), at(right, top)] : [at(m.width, top)];
  const lowerLeft = turnIn ? [at(left, bottom), at(left, m.height - end)] : [at(0, bottom)];
  const lowerBowl = [at(right, waist), at(right, bottom), ...lowerLeft];
  switch (digit) {
    case 0:
      return loop(top, bottom);
    case 1: {
      const flag = m.width - m.stem;
      return [
        rect(flag, 0, m.width, m.height),
        [flag, 0, flag, 1.4 * m.bar, 0, 2.4 * m.bar, 0, 1.2 * m.bar],
      ];
    }
    case 2: {
      const turn = Math.round(m.height * 0.42);
      const base = m.height - m.bar;
      return [
        ...line(at(left, end), at(left, top), at(right, top), at(right, turn)),
        [m.width - m.stem, turn, m.width, turn, 1.15 * m.stem, base, 0, base],
        rect(0, base, m.width, m.height),
      ];
    }
    case 3: {
      const inside = Math.floor(m.width * 0.25);
      return [
        ...line(...upperLeft, at(right, top), at(right, waist), at(inside, waist)),
        ...line(at(inside, waist), ...lowerBowl),
      ];
    }
    case 4: {
      const bar = Math.round(m.height * 0.62);
      const stem = m.width - m.stem - (m.stem >= 3 ? Math.round(m.stem * 0.4) : 0);
      return [
        rect(stem, 0, stem + m.stem, m.height),
        rect(0, bar, m.width, bar + m.bar),
        [stem - 0.25 * m.stem, 0, stem + 0.5 * m.stem, 0, 1.1 * m.stem, bar, 0, bar],
      ];
    }
    case 5:
      return [
        rect(0, 0, m.width, m.bar),
        rect(0, 0, m.stem, waist + top),
        ...line(at(0, waist), ...lowerBowl),
      ];
    case 6:
      return [
        ...loop(waist, bottom),
        ...line(...upperRight, at(left, top), at(left, (waist + bottom) / 2)),
      ];
    case 7: {
      const foot = m.width * 0.25;
      const slope = [m.width - 1.05 * m.stem, m.bar, m.width, m.bar];
      return [rect(0, 0, m.width, m.bar), [...slope, foot + 1.1 * m.stem, m.height, foot, m.height]];
    }
    case 8:
      return [...loop(top, waist), ...loop(waist, bottom)];
    case 9:
      return digitOutlines(6, m).map((outline) =>
        outline.map((value, i) => (i % 2 === 0 ? m.width : m.height) - value)
      );
    default:
      return [];
  }
}
