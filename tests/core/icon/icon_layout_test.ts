// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { iconLayers } from "../../../src/core/icon/icon_layout.ts";
import { levelColour, type Rgba } from "../../../src/core/icon/colours.ts";
import type { IconSpec } from "../../../src/core/icon/icon_spec.ts";
import type { Layer, Outline } from "../../../src/core/icon/outlines.ts";
import {
  allSpecs,
  CONDITIONS,
  contrast,
  iconSpec,
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

function layerArea(layer: Layer): number {
  return layer.outlines.reduce((sum, outline) => sum + areaOf(outline), 0);
}

/** A coordinate that lies outside of the square, if there is one. */
function outside(layers: readonly Layer[], sizePx: number): number | undefined {
  for (const { outlines } of layers) {
    for (const outline of outlines) {
      // Not by find(): there are some ten million of them.
      for (const value of outline) if (!(value >= -1e-9 && value <= sizePx + 1e-9)) return value;
    }
  }
  return undefined;
}

/** What a spec shows, taken apart: the number or the symbol in its place, and the symbols with their ground. */
function partsOf(spec: IconSpec, sizePx: number) {
  const layers = iconLayers(spec, sizePx);
  const hasSymbol = spec.percent !== null && spec.condition !== "good";
  const symbols = hasSymbol || spec.snoozed || spec.attention !== null ? layers.slice(-2) : [];
  const content = layers.at(-symbols.length - 1);
  assert(content !== undefined);
  return { layers, content, symbols };
}

function ys(layer: Layer): readonly number[] {
  return layer.outlines.flatMap((outline) => outline.filter((_, i) => i % 2 === 1));
}

function xs(layer: Layer): readonly number[] {
  return layer.outlines.flatMap((outline) => outline.filter((_, i) => i % 2 === 0));
}

function rgb([red, green, blue]: Rgba): Rgb {
  return [red, green, blue];
}

function layerAt(spec: IconSpec, sizePx: number, index: number): Layer {
  const layer = iconLayers(spec, sizePx).at(index);
  assert(layer !== undefined);
  return layer;
}

function hasLevelColour(spec: IconSpec, layer: Layer): boolean {
  return spec.level !== null && layer.colour.join() === levelColour(spec.level).join();
}

Deno.test("iconLayers() fills the ring in proportion to the percentage", () => {
  for (const sizePx of SIZES_PX) {
    for (const percent of [1, 7, 25, 50, 66, 99]) {
      const spec = iconSpec(percent);
      const [track, used] = [layerAt(spec, sizePx, 1), layerAt(spec, sizePx, 2)];
      assert(hasLevelColour(spec, used));
      const part = layerArea(used) / layerArea(track);
      assert(Math.abs(part - percent / 100) < 0.004, `${percent} % at ${sizePx} px fills ${part}`);
    }
  }
});

Deno.test("iconLayers() starts the ring at 12 o'clock and runs clockwise", () => {
  const quarter = layerAt(iconSpec(25), 64, 2);
  const points = quarter.outlines.flat();
  assert(Math.min(...xs(quarter)) >= 32 - 1e-9, "a quarter lies right of the middle");
  assert(points.every((value, i) => i % 2 === 0 || value <= 32 + 1e-9), "a quarter lies above the middle");
});

Deno.test("iconLayers() fills the bar in proportion to the percentage", () => {
  for (const sizePx of SIZES_PX) {
    for (const percent of [1, 7, 25, 50, 66, 99]) {
      const spec = iconSpec(percent, { style: "bar" });
      const [track, used] = [xs(layerAt(spec, sizePx, 1)), xs(layerAt(spec, sizePx, 2))];
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
    assert(!hasLevelColour(iconSpec(99), layerAt(iconSpec(99, { style }), 24, 0)), style);
    for (const percent of [100, 137]) {
      const spec = iconSpec(percent, { style });
      assert(hasLevelColour(spec, layerAt(spec, 24, 0)), style);
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

Deno.test("iconLayers() keeps number and symbols apart", () => {
  for (const spec of allSpecs([0, 8, 42, 88, 100, 188, 888])) {
    for (const sizePx of SIZES_PX) {
      const { content, symbols } = partsOf(spec, sizePx);
      const numberBottom = Math.max(...ys(content));
      const signsTop = Math.min(sizePx, ...symbols.flatMap(ys));
      assert(numberBottom <= signsTop + 1e-9, `${JSON.stringify(spec)} at ${sizePx} px`);
    }
  }
});

Deno.test("iconLayers() writes the number as large above three symbols as above one", () => {
  for (const style of STYLES) {
    for (const percent of [8, 88, 100, 188]) {
      for (const sizePx of SIZES_PX) {
        const one = partsOf(iconSpec(percent, { style, attention: "waiting" }), sizePx);
        const symbols = { attention: "waiting", snoozed: true, condition: "problem" } as const;
        const three = partsOf(iconSpec(percent, { style, ...symbols }), sizePx);
        assertEquals(three.content, one.content, `${style} ${percent} % at ${sizePx} px`);
      }
    }
  }
});

Deno.test("iconLayers() writes the number so that it stands out from its ground", () => {
  for (const plain of allSpecs([null, 0, 42, 66, 81, 99, 100])) {
    for (const pulse of PULSES) {
      const spec = { ...plain, pulse };
      const { layers, content } = partsOf(spec, 24);
      const face = layers[0];
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
    const outlines = before?.map((layer) => layer.outlines);
    for (const layers of after) assertEquals(layers.map((layer) => layer.outlines), outlines);
  }
});

Deno.test("iconLayers() lights the face up to the level's colour, and one that is flooded to white", () => {
  for (const style of STYLES) {
    for (const percent of [0, 66, 81, 99]) {
      const spec = iconSpec(percent, { style, pulse: 2 });
      assert(hasLevelColour(spec, layerAt(spec, 24, 0)), `${style} ${percent} %`);
    }
    for (const percent of [100, null]) {
      const lit = layerAt(iconSpec(percent, { style, pulse: 2 }), 24, 0).colour;
      assert(lit.every((channel) => channel > 240), `${style} ${percent}: ${lit}`);
    }
  }
});

Deno.test("iconLayers() gives each condition and each call for attention a symbol of its own", () => {
  const specs = [
    ...CONDITIONS.filter((condition) => condition !== "good").map((condition) => iconSpec(66, { condition })),
    ...(["alert", "waiting"] as const).map((attention) => iconSpec(66, { attention })),
  ];
  const symbols = specs.map((spec) => JSON.stringify(iconLayers(spec, 24).at(-1)));
  assertEquals(new Set(symbols).size, symbols.length);
});
