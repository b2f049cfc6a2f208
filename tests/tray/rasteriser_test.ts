// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { disc, hole, type Outline, rect, ring, roundedRect, stroke } from "../../src/core/icon/outlines.ts";
import type { Rgba } from "../../src/core/icon/colours.ts";
import { rasteriser } from "../../src/tray/rasteriser.ts";
import { rasterise } from "./icon_specs.ts";

const black: Rgba = [0, 0, 0, 255];

/** Row by row, how opaque each pixel is, 0-255. */
function opacity(outlines: readonly Outline[], sizePx: number): readonly number[][] {
  const { rgba } = rasterise([{ colour: black, outlines }], sizePx);
  return Array.from(
    { length: sizePx },
    (_, y) => Array.from({ length: sizePx }, (_, x) => rgba[4 * (y * sizePx + x) + 3] ?? 0),
  );
}

/** The area that outlines cover, in px². */
function coveredArea(outlines: readonly Outline[], sizePx: number): number {
  return opacity(outlines, sizePx).flat().reduce((sum, value) => sum + value / 255, 0);
}

Deno.test("rasteriser() covers each pixel by the area that lies in it", () => {
  const cases: readonly [string, readonly Outline[], readonly number[][]][] = [
    ["whole pixels", [rect(1, 0, 2, 2)], [[0, 255, 0], [0, 255, 0], [0, 0, 0]]],
    ["halves", [rect(0.5, 0, 2, 1.5)], [[128, 255, 0], [64, 128, 0], [0, 0, 0]]],
    ["within one pixel", [rect(1.25, 1.25, 1.75, 1.75)], [[0, 0, 0], [0, 64, 0], [0, 0, 0]]],
    ["a slope", [[0, 0, 3, 3, 0, 3]], [[128, 0, 0], [255, 128, 0], [255, 255, 128]]],
    ["a flat slope", [[0, 0, 2, 1, 0, 1]], [[191, 64, 0], [0, 0, 0], [0, 0, 0]]],
    ["either direction", [hole(rect(0, 0, 2, 1))], [[255, 255, 0], [0, 0, 0], [0, 0, 0]]],
    ["no seam", [rect(0, 0, 1.5, 1), rect(1.5, 0, 3, 1)], [[255, 255, 255], [0, 0, 0], [0, 0, 0]]],
    ["an overlap", [rect(0, 0, 2, 1), rect(1, 0, 3, 1)], [[255, 255, 255], [0, 0, 0], [0, 0, 0]]],
    ["a hole", [rect(0, 0, 3, 3), hole(rect(1, 1, 2, 2))], [[255, 255, 255], [255, 0, 255], [255, 255, 255]]],
    ["what lies outside", [rect(-5, 1, 9, 9)], [[0, 0, 0], [255, 255, 255], [255, 255, 255]]],
    ["nothing", [[]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]],
  ];
  for (const [name, outlines, expected] of cases) assertEquals(opacity(outlines, 3), expected, name);
});

Deno.test("rasteriser() draws round figures with their true areas", () => {
  const circle = { x: 16, y: 16, radius: 15.3 };
  const cases: readonly [string, readonly Outline[], number][] = [
    ["disc", [disc(circle)], Math.PI * 15.3 ** 2],
    ["ring", ring(circle, 4), Math.PI * (15.3 ** 2 - 11.3 ** 2)],
    ["a third of it", ring(circle, 4, 1 / 3), Math.PI * (15.3 ** 2 - 11.3 ** 2) / 3],
    ["rounded", [roundedRect(1, 2, 30, 25, 6)], 29 * 23 - (4 - Math.PI) * 36],
    [
      "stroke",
      stroke({ stem: 4, bar: 2, radius: 0 }, [{ x: 3, y: 4 }, { x: 20, y: 4 }, { x: 20, y: 20 }]),
      98,
    ],
    [
      "closed stroke",
      stroke(
        { stem: 4, bar: 4, radius: 6 },
        [{ x: 4, y: 4 }, { x: 24, y: 4 }, { x: 24, y: 28 }, { x: 4, y: 28 }],
        "closed",
      ),
      24 * 28 - 16 * 20 - (4 - Math.PI) * (36 - 4),
    ],
  ];
  for (const [name, outlines, expected] of cases) {
    const found = coveredArea(outlines, 32);
    assert(Math.abs(found - expected) < expected * 0.004, `${name}: ${found}, not ${expected}`);
  }
});

Deno.test("rasteriser() keeps colours straight, not premultiplied", () => {
  const { rgba } = rasterise([{ colour: [200, 100, 50, 255], outlines: [rect(0, 0, 0.5, 1)] }], 1);
  assertEquals([...rgba], [200, 100, 50, 128]);
});

Deno.test("rasteriser() lays later shapes over earlier ones", () => {
  const all = [rect(0, 0, 1, 1)];
  const half = [rect(0, 0, 0.5, 1)];
  const cases: readonly [readonly { colour: Rgba; outlines: readonly Outline[] }[], readonly number[]][] = [
    [[{ colour: [10, 20, 30, 255], outlines: all }, { colour: [40, 50, 60, 255], outlines: all }], [
      40,
      50,
      60,
      255,
    ]],
    [[{ colour: [0, 0, 0, 255], outlines: all }, { colour: [200, 100, 50, 255], outlines: half }], [
      100,
      50,
      25,
      255,
    ]],
    [[{ colour: [0, 0, 255, 255], outlines: half }, { colour: [255, 0, 0, 255], outlines: half }], [
      170,
      0,
      85,
      191,
    ]],
    [[{ colour: [255, 0, 0, 51], outlines: all }], [255, 0, 0, 51]],
  ];
  for (const [shapes, expected] of cases) {
    const found = [...rasterise(shapes, 1).rgba];
    assert(found.every((value, i) => Math.abs(value - (expected[i] ?? 0)) <= 1), found.join());
  }
});

Deno.test("rasteriser() leaves nothing of one picture in the next", () => {
  const paint = rasteriser();
  paint([{ colour: [9, 9, 9, 255], outlines: [rect(0, 0, 4, 4)] }], 4);
  const shapes = [{ colour: black, outlines: [rect(1, 1, 2.5, 2.5)] }];
  assertEquals(paint(shapes, 4).rgba, rasterise(shapes, 4).rgba);
  assertEquals(paint([], 4).rgba, new Uint8Array(64));
});
