// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { type SymbolName, symbolOutlines } from "../../../src/core/icon/symbols.ts";
import type { Outline } from "../../../src/core/icon/outlines.ts";
import { type RowSymbols, symbolRow } from "../../../src/core/icon/symbol_row.ts";

const SIZES_PX = [16, 18, 20, 22, 24, 28, 32, 48, 64, 128];
const NONE: RowSymbols = { attention: null, snoozed: null, condition: null };

const ALL_SYMBOLS: readonly RowSymbols[] = ([null, "bell", "bubble"] as const).flatMap((attention) =>
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

/** Where each symbol of a row stands, from the left. */
function places(symbols: RowSymbols, sizePx: number): readonly Extent[] {
  const { outlines, height } = symbolRow(symbols, sizePx);
  const present = [symbols.attention, symbols.snoozed, symbols.condition].filter((
    symbol,
  ): symbol is SymbolName => symbol !== null);
  let first = 0;
  const found = present.map((symbol) => {
    const own = outlines.slice(first, first += symbolOutlines(symbol, height).length);
    return extent(own);
  });
  assertEquals(first, outlines.length);
  return found;
}

Deno.test("symbolRow() takes no room when there is nothing to show", () => {
  const { left, right, below, grounds, outlines } = symbolRow(NONE, 16);
  assertEquals({ left, right, below, grounds, outlines }, {
    left: 0,
    right: 0,
    below: 0,
    grounds: [],
    outlines: [],
  });
});

Deno.test("symbolRow() leaves a gap around every symbol", () => {
  for (const symbols of ALL_SYMBOLS) {
    for (const sizePx of SIZES_PX) {
      const { gap, left, right, below } = symbolRow(symbols, sizePx);
      let end = 0;
      for (const { x0, x1, y0, y1 } of places(symbols, sizePx)) {
        const where = `${JSON.stringify(symbols)} at ${sizePx} px`;
        assert(x0 >= end + gap && x1 <= sizePx - gap, where);
        assert(y0 >= sizePx - below + gap && y1 <= sizePx - gap, where);
        end = x1;
      }
      assert(left + right <= sizePx + gap, "the grounds meet in a gap at most");
    }
  }
});

Deno.test("symbolRow() leaves each symbol its place and its height, whatever the others are", () => {
  for (const sizePx of SIZES_PX) {
    for (const symbols of ALL_SYMBOLS) {
      const all = places(symbols, sizePx);
      const alone = (part: Partial<RowSymbols>) => places({ ...NONE, ...part }, sizePx)[0];
      if (symbols.condition !== null) assertEquals(all.at(-1), alone({ condition: symbols.condition }));
      if (symbols.attention === null) continue;
      const [found, expected] = [all[0], alone({ attention: symbols.attention })];
      assertEquals({ ...found, x1: 0 }, { ...expected, x1: 0 });
      const width = (found?.x1 ?? 0) - (found?.x0 ?? 0);
      assert(width >= 4 && width >= 0.7 * ((found?.y1 ?? 0) - (found?.y0 ?? 0)), `${width} px of ${sizePx}`);
    }
  }
});

Deno.test("symbolRow() stands each symbol on a ground", () => {
  for (const symbols of ALL_SYMBOLS) {
    for (const sizePx of SIZES_PX) {
      const grounds = symbolRow(symbols, sizePx).grounds.map((ground) => extent([ground]));
      for (const symbol of places(symbols, sizePx)) {
        assert(grounds.some(({ x0, x1, y0 }) => x0 < symbol.x0 && symbol.x1 < x1 && y0 < symbol.y0));
      }
    }
  }
});
