/**
 * The symbols of the icon: which symbol stands for what, and the outlines of each. Each has a form of its own, so that
 * none needs a colour.
 */
import type { Attention, IconCondition } from "./icon_spec.ts";
import { above, hole, type Outline, rect, ring, roundedRect, stroke } from "./outlines.ts";

export type SymbolName =
  | "dots"
  | "clock"
  | "cross"
  | "pause"
  | "lock"
  | "exclamation"
  | "zed"
  | "bell"
  | "bubble";

/** The symbol that says that notifications are silenced. */
export const SNOOZED_SYMBOL: SymbolName = "zed";

/** The symbol for the person's attention. */
export function attentionSymbol(attention: Attention | null): SymbolName | null {
  switch (attention) {
    case null:
      return null;
    case "alert":
      return "bell";
    case "waiting":
      return "bubble";
  }
}

/** The symbol for what is wrong with the percentage. */
export function conditionSymbol(condition: IconCondition): SymbolName | null {
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

/**
 * A symbol in a square of `size` px. Its upper left corner is at (0, 0), and straight edges lie on whole pixels. The
 * symbols that stand beside others ("zed", "bell" and "bubble") can have a `width` that differs from their height.
 */
export function symbolOutlines(symbol: SymbolName, size: number, width = size): readonly Outline[] {
  switch (symbol) {
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
      return zed(width, size);
    case "bell":
      return bell(width, size);
    case "bubble":
      return bubble(width, size);
  }
}

/** The width of a symbol of this height, where there is room for it. */
export function symbolWidth(symbol: SymbolName, height: number): number {
  return symbol === "bubble" ? height + Math.max(1, Math.round(height * 0.2)) : height;
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

function zed(width: number, height: number): readonly Outline[] {
  const thick = Math.max(1, Math.round(height * 0.2));
  const end = Math.min(1.7 * thick, width / 2);
  return [
    rect(0, 0, width, thick),
    rect(0, height - thick, width, height),
    [width - end, thick, width, thick, end, height - thick, 0, height - thick],
  ];
}

function bell(width: number, height: number): readonly Outline[] {
  const clapper = Math.max(1, Math.round(height * 0.17));
  const foot = height - clapper;
  const lip = foot - Math.max(1, Math.round(height * 0.12));
  const side = Math.max(1, Math.round(width * 0.12));
  const flare = height / 2;
  const left = Math.round(width * 0.36);
  return [
    above(roundedRect(side, 0, width - side, 2 * lip, height < 8 ? 1 : width / 2 - side), lip),
    [side, flare, width - side, flare, width, lip, 0, lip],
    rect(0, lip, width, foot),
    roundedRect(left, foot, width - left, height, clapper / 2),
  ];
}

/** A speech bubble. Where there is room, it has a question mark in it. */
function bubble(width: number, height: number): readonly Outline[] {
  const tail = Math.max(1, Math.round(height * 0.22));
  const body = height - tail;
  const left = width < 5 ? 0 : Math.max(1, Math.round(width * 0.2));
  // In a few pixels, only its corners tell a bubble from a bell.
  const radius = width < 5 ? 0.5 : height < 8 ? 1 : body * 0.35;
  return [
    roundedRect(0, 0, width, body, radius),
    [left, body, left + 1.6 * tail, body, left, height],
    ...(height < 10 ? [] : questionMark(width, body).map(hole)),
  ];
}

/** A question mark in the middle of a box. */
function questionMark(boxWidth: number, boxHeight: number): readonly Outline[] {
  const thick = Math.max(1, Math.round(boxHeight * 0.16));
  const margin = Math.max(1, Math.round(boxHeight * 0.14));
  const halfHook = Math.round((boxHeight * 0.55 - thick) / 2);
  const left = Math.floor((boxWidth - thick) / 2) - halfHook + thick / 2;
  const middle = left + halfHook;
  const right = middle + halfHook;
  const top = margin + thick / 2;
  const bottom = boxHeight - margin;
  const foot = bottom - 2 * thick;
  const turn = Math.round((margin + foot) / 2) + thick / 2;
  const path = [
    { x: left, y: top + thick },
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: turn },
    { x: middle, y: turn },
    { x: middle, y: foot },
  ];
  return [
    ...stroke({ stem: thick, bar: thick, radius: thick }, path),
    rect(middle - thick / 2, bottom - thick, middle + thick / 2, bottom),
  ];
}
