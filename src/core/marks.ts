/** The signs that say what is the matter with a percentage: each has an outline of its own, so that none needs a colour. */
import { hole, type Outline, rect, ring, roundedRect, stroke } from "./shapes.ts";

export type Mark = "dots" | "clock" | "cross" | "pause" | "lock" | "exclamation" | "zed";

/** A sign in a square of `size` px, its upper left corner at (0, 0); straight edges lie on whole pixels. */
export function markOutlines(mark: Mark, size: number): readonly Outline[] {
  switch (mark) {
    case "dots":
      return dots(size);
    case "clock":
      return clock(size);
    case "cross":
      return cross(size);
    case "pause":
      return pause(size);
    case "lock":
      return lock(size);
    case "exclamation":
      return exclamation(size);
    case "zed":
      return zed(size);
  }
}

function dots(size: number): readonly Outline[] {
  const gap = Math.max(1, Math.round(size * 0.12));
  const dot = Math.floor((size - 2 * gap) / 3);
  const x = Math.floor((size - 3 * dot - 2 * gap) / 2);
  const y = Math.floor((size - dot) / 2);
  const radius = dot < 2 ? 0 : dot < 3 ? 0.5 : dot / 2;
  return [0, 1, 2].map((i) => x + i * (dot + gap))
    .map((left) => roundedRect(left, y, left + dot, y + dot, radius));
}

function clock(size: number): readonly Outline[] {
  const thick = Math.max(1, Math.round(size * 0.12));
  const middle = Math.floor((size - thick) / 2);
  const margin = thick + Math.floor(size * 0.15);
  return [
    ...ring({ x: size / 2, y: size / 2, radius: size / 2 }, thick),
    rect(middle, margin, middle + thick, middle + thick),
    rect(middle + thick, middle, size - margin, middle + thick),
  ];
}

function cross(size: number): readonly Outline[] {
  const end = Math.max(1.3, size * 0.2);
  const far = size - end;
  return [
    [0, end, end, 0, size, far, far, size],
    [far, 0, size, end, end, size, 0, far],
  ];
}

function pause(size: number): readonly Outline[] {
  const bar = Math.round(size * 0.34);
  return [rect(0, 0, bar, size), rect(size - bar, 0, size, size)];
}

function lock(size: number): readonly Outline[] {
  const thick = Math.max(1, Math.round(size * 0.15));
  const body = size - Math.round(size * 0.56);
  const left = Math.max(1, Math.round(size * 0.14)) + thick / 2;
  const right = size - left;
  const top = thick / 2;
  const shackle = [
    { x: left, y: body },
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: body },
  ];
  const middle = size / 2;
  const halfKey = size * 0.08;
  const keyhole = hole(
    roundedRect(middle - halfKey, body + size * 0.16, middle + halfKey, body + size * 0.4, halfKey),
  );
  return [
    roundedRect(0, body, size, size, size < 10 ? 0.5 : size * 0.1),
    ...stroke({ stem: thick, bar: thick, radius: Math.max(1, size * 0.3) }, shackle),
    ...(size < 12 ? [] : [keyhole]),
  ];
}

function exclamation(size: number): readonly Outline[] {
  const width = Math.max(2, 2 * Math.round(size * 0.15));
  const left = Math.round((size - width) / 2);
  const dot = size - Math.max(1, Math.round(size * 0.25));
  const gap = Math.max(1, Math.round(size * 0.13));
  return [rect(left, 0, left + width, dot - gap), rect(left, dot, left + width, size)];
}

function zed(size: number): readonly Outline[] {
  const thick = Math.max(1, Math.round(size * 0.2));
  const end = 1.7 * thick;
  return [
    rect(0, 0, size, thick),
    rect(0, size - thick, size, size),
    [size - end, thick, size, thick, end, size - thick, 0, size - thick],
  ];
}
