// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { type Area, numberIn } from "../../../src/core/icon/digits.ts";
import type { Outline } from "../../../src/core/icon/outlines.ts";
import { rasterise } from "../../tray/icon_specs.ts";

const box: Area = { x0: 1, y0: 1, x1: 15, y1: 15, circle: null };
const circle: Area = { x0: 2, y0: 2, x1: 14, y1: 14, circle: { x: 8, y: 8, radius: 6 } };

/** The edges of what outlines cover. */
function bounds(outlines: readonly Outline[]) {
  const points = outlines.flat();
  const xs = points.filter((_, i) => i % 2 === 0);
  const ys = points.filter((_, i) => i % 2 === 1);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

/** How opaque each pixel of a picture of `sizePx` px is, 0-255. */
function opacity(outlines: readonly Outline[], sizePx: number): readonly number[] {
  const { rgba } = rasterise([{ colour: [0, 0, 0, 255], outlines }], sizePx);
  return [...rgba].filter((_, i) => i % 4 === 3);
}

Deno.test("numberIn() stands in the middle of its area and not beside it", () => {
  for (const area of [box, circle]) {
    for (let value = 0; value < 1000; value++) {
      const { x0, y0, x1, y1 } = bounds(numberIn(area, value));
      assert(x0 >= area.x0 && x1 <= area.x1 && y0 >= area.y0 && y1 <= area.y1, String(value));
      assert(Math.abs(x0 + x1 - area.x0 - area.x1) <= 1.5, `${value}: ${x0} to ${x1}`);
      assert(Math.abs(y0 + y1 - area.y0 - area.y1) <= 1, `${value}: ${y0} to ${y1}`);
    }
  }
});

Deno.test("numberIn() keeps one size for all numbers up to 99", () => {
  for (const area of [box, circle]) {
    const heights = Array.from({ length: 100 }, (_, value) => {
      const { y0, y1 } = bounds(numberIn(area, value));
      return `${y0} ${y1}`;
    });
    assertEquals(new Set(heights).size, 1);
  }
});

Deno.test("numberIn() gives the smallest area digits of 5 px", () => {
  const { y0, y1 } = bounds(numberIn({ x0: 0, y0: 0, x1: 7, y1: 5.5, circle: null }, 42));
  assertEquals(y1 - y0, 5);
});

Deno.test("numberIn() shows 1000 and above as 999", () => {
  assertEquals(numberIn(box, 1000), numberIn(box, 999));
});

Deno.test("numberIn() draws ten digits that are told apart at every size", () => {
  for (const height of [5, 6, 7, 8, 9, 10, 12, 14, 18, 24, 32, 40]) {
    const area = { x0: 0, y0: 0, x1: 2 * height, y1: height, circle: null };
    const digits = Array.from({ length: 10 }, (_, digit) => opacity(numberIn(area, digit), 2 * height));
    for (const [a, first] of digits.entries()) {
      for (const [b, second] of digits.slice(a + 1).entries()) {
        const apart = first.filter((value, i) => Math.abs(value - (second[i] ?? 0)) > 128).length;
        const needed = height * height / 40;
        assert(apart >= needed, `${a} and ${a + 1 + b} at ${height} px differ in ${apart} pixels`);
      }
    }
  }
});

Deno.test("numberIn() sets stems and bars on whole pixels", () => {
  for (const area of [box, circle]) {
    const zero = opacity(numberIn(area, 0), 16);
    const waist = zero.slice(16 * 8, 16 * 9);
    assert(waist.every((value) => value === 0 || value === 255), waist.join(" "));
    const one = opacity(numberIn(area, 11), 16).slice(16 * 9, 16 * 10);
    assert(one.every((value) => value === 0 || value === 255), one.join(" "));
    assert(one.includes(255));
  }
});
