// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import {
  iconLayers,
  type IconSpec,
  levelColour,
  PULSE_FRAME_MS,
  PULSE_FRAMES,
} from "../../../src/core/icon/icon_layout.ts";
import type { Layer, Outline, Rgba } from "../../../src/core/icon/outlines.ts";
import {
  allSpecs,
  CONDITIONS,
  contrast,
  iconSpec,
  linear,
  PULSES,
  type Rgb,
  SIZES_PX,
  STYLES,
} from "../../tray/icon_specs.ts";
import { cases } from "../../support/cases.ts";

/** The area that an outline encloses. */
function areaOf(outline: Outline): number {
  let twice = 0;
  for (let i = 0; i < outline.length; i += 2) {
    const [x0 = 0, y0 = 0] = outline.slice(i, i + 2);
    const [x1 = 0, y1 = 0] = [...outline.slice(i + 2), ...outline].slice(0, 2);
    twice += x0 * y1 - x1 * y0;
  }
  return twice / 2;
}

function shapeArea(shape: Layer): number {
  return shape.outlines.reduce((sum, outline) => sum + areaOf(outline), 0);
}

/** A coordinate that lies outside of the square, if there is one. */
function outside(shapes: readonly Layer[], sizePx: number): number | undefined {
  for (const { outlines } of shapes) {
    for (const outline of outlines) {
      // Not by find(): there are some ten million of them.
      for (const value of outline) if (!(value >= -1e-9 && value <= sizePx + 1e-9)) return value;
    }
  }
  return undefined;
}

/** What a spec shows, taken apart: the number or the mark in its place, and the signs with their ground. */
function partsOf(spec: IconSpec, sizePx: number) {
  const shapes = iconLayers(spec, sizePx);
  const marked = spec.percent !== null && spec.condition !== "good";
  const signs = marked || spec.snoozed || spec.attention !== null ? shapes.slice(-2) : [];
  const content = shapes.at(-signs.length - 1);
  assert(content !== undefined);
  return { shapes, content, signs };
}

function ys(shape: Layer): readonly number[] {
  return shape.outlines.flatMap((outline) => outline.filter((_, i) => i % 2 === 1));
}

function xs(shape: Layer): readonly number[] {
  return shape.outlines.flatMap((outline) => outline.filter((_, i) => i % 2 === 0));
}

function rgb([red, green, blue]: Rgba): Rgb {
  return [red, green, blue];
}

function shapeAt(spec: IconSpec, sizePx: number, index: number): Layer {
  const shape = iconLayers(spec, sizePx).at(index);
  assert(shape !== undefined);
  return shape;
}

function hasLevelColour(spec: IconSpec, shape: Layer): boolean {
  return spec.level !== null && shape.colour.join() === levelColour(spec.level).join();
}

Deno.test("iconLayers() fills the ring in proportion to the percentage", () => {
  for (const sizePx of SIZES_PX) {
    for (const percent of [1, 7, 25, 50, 66, 99]) {
      const spec = iconSpec(percent);
      const [track, used] = [shapeAt(spec, sizePx, 1), shapeAt(spec, sizePx, 2)];
      assert(hasLevelColour(spec, used));
      const part = shapeArea(used) / shapeArea(track);
      assert(Math.abs(part - percent / 100) < 0.004, `${percent} % at ${sizePx} px fills ${part}`);
    }
  }
});

Deno.test("iconLayers() starts the ring at 12 o'clock and runs clockwise", () => {
  const quarter = shapeAt(iconSpec(25), 64, 2);
  const points = quarter.outlines.flat();
  assert(Math.min(...xs(quarter)) >= 32 - 1e-9, "a quarter lies right of the middle");
  assert(points.every((value, i) => i % 2 === 0 || value <= 32 + 1e-9), "a quarter lies above the middle");
});

Deno.test("iconLayers() fills the bar in proportion to the percentage", () => {
  for (const sizePx of SIZES_PX) {
    for (const percent of [1, 7, 25, 50, 66, 99]) {
      const spec = iconSpec(percent, { style: "bar" });
      const [track, used] = [xs(shapeAt(spec, sizePx, 1)), xs(shapeAt(spec, sizePx, 2))];
      const part = (Math.max(...used) - Math.min(...track)) / (Math.max(...track) - Math.min(...track));
      assert(Math.abs(part - percent / 100) < 1e-9, `${percent} % at ${sizePx} px fills ${part}`);
    }
  }
});

Deno.test("iconLayers() draws an empty gauge at 0 % and floods the face from 100 % on", () => {
  for (const style of STYLES) {
    const empty = iconLayers(iconSpec(0, { style }), 24);
    const some = iconLayers(iconSpec(1, { style }), 24);
    assertEquals(empty.length, style === "number" ? some.length : some.length - 1, style);
    assert(!hasLevelColour(iconSpec(99), shapeAt(iconSpec(99, { style }), 24, 0)), style);
    for (const percent of [100, 137]) {
      const spec = iconSpec(percent, { style });
      assert(hasLevelColour(spec, shapeAt(spec, 24, 0)), style);
    }
  }
});

Deno.test("iconLayers() stays within the square, whatever there is to show", () => {
  // Each number of one and two digits, and those of three by their widths.
  const percents = [
    null,
    ...Array.from({ length: cases(102) }, (_, percent) => percent),
    111,
    188,
    200,
    999,
    12_345,
  ];
  for (const spec of allSpecs(percents)) {
    for (const sizePx of SIZES_PX) {
      const found = outside(iconLayers(spec, sizePx), sizePx);
      assertEquals(found, undefined, `${JSON.stringify(spec)} at ${sizePx} px`);
    }
  }
});

Deno.test("iconLayers() shows the same for equal specs, and three digits at most", () => {
  assertEquals(iconLayers(iconSpec(42), 24), iconLayers(iconSpec(42), 24));
  assertEquals(iconLayers(iconSpec(1000), 24), iconLayers(iconSpec(999), 24));
});

Deno.test("iconLayers() keeps number and signs apart", () => {
  for (const spec of allSpecs([0, 8, 42, 88, 100, 188, 888])) {
    for (const sizePx of SIZES_PX) {
      const { content, signs } = partsOf(spec, sizePx);
      const numberBottom = Math.max(...ys(content));
      const signsTop = Math.min(sizePx, ...signs.flatMap(ys));
      assert(numberBottom <= signsTop + 1e-9, `${JSON.stringify(spec)} at ${sizePx} px`);
    }
  }
});

Deno.test("iconLayers() writes the number as large above three signs as above one", () => {
  for (const style of STYLES) {
    for (const percent of [8, 88, 100, 188]) {
      for (const sizePx of SIZES_PX) {
        const one = partsOf(iconSpec(percent, { style, attention: "waiting" }), sizePx);
        const signs = { attention: "waiting", snoozed: true, condition: "problem" } as const;
        const three = partsOf(iconSpec(percent, { style, ...signs }), sizePx);
        assertEquals(three.content, one.content, `${style} ${percent} % at ${sizePx} px`);
      }
    }
  }
});

Deno.test("iconLayers() writes the number so that it stands out from its ground", () => {
  for (const plain of allSpecs([null, 0, 42, 66, 81, 99, 100])) {
    for (const pulse of PULSES) {
      const spec = { ...plain, pulse };
      const { shapes, content } = partsOf(spec, 24);
      const face = shapes[0];
      assert(face !== undefined);
      const ratio = contrast(rgb(content.colour), rgb(face.colour));
      // Half a pulse is over in a tenth of a second.
      assert(ratio >= (pulse === 1 ? 3 : 4.5), `${JSON.stringify(spec)}: ${ratio.toFixed(2)}`);
    }
  }
});

Deno.test("iconLayers() changes nothing but colours in a pulse", () => {
  for (const plain of allSpecs([null, 0, 42, 100])) {
    const [before, ...after] = PULSES.map((pulse) => iconLayers({ ...plain, pulse }, 24));
    const outlines = before?.map((shape) => shape.outlines);
    for (const shapes of after) assertEquals(shapes.map((shape) => shape.outlines), outlines);
  }
});

Deno.test("iconLayers() lights the face up to the level's colour, and one that is flooded to white", () => {
  for (const style of STYLES) {
    for (const percent of [0, 66, 81, 99]) {
      const spec = iconSpec(percent, { style, pulse: 2 });
      assert(hasLevelColour(spec, shapeAt(spec, 24, 0)), `${style} ${percent} %`);
    }
    for (const percent of [100, null]) {
      const lit = shapeAt(iconSpec(percent, { style, pulse: 2 }), 24, 0).colour;
      assert(lit.every((channel) => channel > 240), `${style} ${percent}: ${lit}`);
    }
  }
});

Deno.test("PULSE_FRAMES last for half a second", () => {
  assertEquals(PULSE_FRAMES.length * PULSE_FRAME_MS, 500);
});

Deno.test("iconLayers() gives each condition and each call for attention a sign of its own", () => {
  const specs = [
    ...CONDITIONS.filter((condition) => condition !== "good").map((condition) => iconSpec(66, { condition })),
    ...(["alert", "waiting"] as const).map((attention) => iconSpec(66, { attention })),
  ];
  const marks = specs.map((spec) => JSON.stringify(iconLayers(spec, 24).at(-1)));
  assertEquals(new Set(marks).size, marks.length);
});

/**
 * How colours look to eyes that lack one kind of cone: factors for amounts of light.
 * Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009.
 */
const EYES: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [
    -0.003882,
    -0.048116,
    1.051998,
  ]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [
    -0.01182,
    0.04294,
    0.968881,
  ]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [
    0.004733,
    0.691367,
    0.3039,
  ]],
};

/** CIELAB of amounts of light. */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (t: number) => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

Deno.test("levelColour() differs from level to level to all eyes", () => {
  const levels = ["green", "yellow", "orange", "red"] as const;
  for (const [eye, matrix] of Object.entries(EYES)) {
    const seen = levels.map((level) => {
      const light = linear(rgb(levelColour(level)));
      const row = (factors: Rgb) =>
        Math.max(0, factors.reduce((sum, factor, i) => sum + factor * (light[i] ?? 0), 0));
      return { level, lab: lab([row(matrix[0]), row(matrix[1]), row(matrix[2])]) };
    });
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) {
        const distance = Math.hypot(...a.lab.map((value, k) => value - (b.lab[k] ?? 0)));
        assert(distance >= 20, `${a.level} and ${b.level} to ${eye}: ${distance.toFixed(1)}`);
      }
    }
  }
});

Deno.test("levelColour() gets darker from yellow to red", () => {
  const brightness = (["yellow", "orange", "red"] as const).map((level) =>
    lab(linear(rgb(levelColour(level))))[0]
  );
  const [yellow = 0, orange = 0, red = 0] = brightness;
  assert(yellow - orange >= 10 && orange - red >= 10, brightness.join(" "));
});
