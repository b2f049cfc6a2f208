// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { type Mark, markOutlines } from "../../../src/core/icon/symbols.ts";
import type { Outline } from "../../../src/core/icon/outlines.ts";
import { signRow, type Signs } from "../../../src/core/icon/symbol_row.ts";

const SIZES_PX = [16, 18, 20, 22, 24, 28, 32, 48, 64, 128];
const NONE: Signs = { attention: null, snoozed: null, condition: null };

const ALL_SIGNS: readonly Signs[] = ([null, "bell", "bubble"] as const).flatMap((attention) =>
  ([null, "zed"] as const).flatMap((snoozed) =>
    ([null, "clock", "pause", "lock"] as const).map((condition) => ({ attention, snoozed, condition }))
  )
);

interface Extent {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

function extent(outlines: readonly Outline[]): Extent {
  const values = outlines.flat();
  const [xs, ys] = [0, 1].map((rest) => values.filter((_, i) => i % 2 === rest));
  return {
    x0: Math.min(...xs ?? []),
    x1: Math.max(...xs ?? []),
    y0: Math.min(...ys ?? []),
    y1: Math.max(...ys ?? []),
  };
}

/** Where each sign of a row stands, from the left. */
function places(signs: Signs, sizePx: number): readonly Extent[] {
  const { outlines, height } = signRow(signs, sizePx);
  const marks = [signs.attention, signs.snoozed, signs.condition].filter((mark): mark is Mark =>
    mark !== null
  );
  let first = 0;
  const found = marks.map((mark) => {
    const own = outlines.slice(first, first += markOutlines(mark, height).length);
    return extent(own);
  });
  assertEquals(first, outlines.length);
  return found;
}

Deno.test("signRow() takes no room when there is nothing to show", () => {
  const { left, right, below, grounds, outlines } = signRow(NONE, 16);
  assertEquals({ left, right, below, grounds, outlines }, {
    left: 0,
    right: 0,
    below: 0,
    grounds: [],
    outlines: [],
  });
});

Deno.test("signRow() leaves a gap around every sign", () => {
  for (const signs of ALL_SIGNS) {
    for (const sizePx of SIZES_PX) {
      const { gap, left, right, below } = signRow(signs, sizePx);
      let end = 0;
      for (const { x0, x1, y0, y1 } of places(signs, sizePx)) {
        const where = `${JSON.stringify(signs)} at ${sizePx} px`;
        assert(x0 >= end + gap && x1 <= sizePx - gap, where);
        assert(y0 >= sizePx - below + gap && y1 <= sizePx - gap, where);
        end = x1;
      }
      assert(left + right <= sizePx + gap, "the grounds meet in a gap at most");
    }
  }
});

Deno.test("signRow() leaves each sign its place and its height, whatever the others are", () => {
  for (const sizePx of SIZES_PX) {
    for (const signs of ALL_SIGNS) {
      const all = places(signs, sizePx);
      const alone = (part: Partial<Signs>) => places({ ...NONE, ...part }, sizePx)[0];
      if (signs.condition !== null) assertEquals(all.at(-1), alone({ condition: signs.condition }));
      if (signs.attention === null) continue;
      const [found, expected] = [all[0], alone({ attention: signs.attention })];
      assertEquals({ ...found, x1: 0 }, { ...expected, x1: 0 });
      const width = (found?.x1 ?? 0) - (found?.x0 ?? 0);
      assert(width >= 4 && width >= 0.7 * ((found?.y1 ?? 0) - (found?.y0 ?? 0)), `${width} px of ${sizePx}`);
    }
  }
});

Deno.test("signRow() stands each sign on a ground", () => {
  for (const signs of ALL_SIGNS) {
    for (const sizePx of SIZES_PX) {
      const grounds = signRow(signs, sizePx).grounds.map((ground) => extent([ground]));
      for (const sign of places(signs, sizePx)) {
        assert(grounds.some(({ x0, x1, y0 }) => x0 < sign.x0 && sign.x1 < x1 && y0 < sign.y0));
      }
    }
  }
});
