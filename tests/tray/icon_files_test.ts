/** Icon files, for trays that do not take pixels, read by an independent program. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { createIconFiles } from "../../src/tray/icon_files.ts";
import { decoded, hasDecoder, pixelsOf } from "../support/icon_decoder.ts";
import { allSpecs, drawn } from "./icon_specs.ts";

/** One of each level, and none. */
const SPECS = allSpecs([null, 7, 42, 60, 81, 100, 123]);

/** The pixels of a picture, each of them `times` times in every row and column. */
function magnified(
  pixels: readonly (string | null)[],
  sizePx: number,
  times: number,
): readonly (string | null)[] {
  return Array.from({ length: (sizePx * times) ** 2 }, (_, i) => {
    const [x, y] = [i % (sizePx * times), Math.floor(i / (sizePx * times))];
    return pixels[Math.floor(y / times) * sizePx + Math.floor(x / times)] ?? null;
  });
}

for (
  const [trayPx, sizePx, times] of [[16, 16, 2], [20, 32, 1], [24, 32, 1], [32, 32, 1], [
    null,
    32,
    1,
  ]] as const
) {
  Deno.test({
    name: `iconIco() for a tray of ${
      trayPx ?? "unknown"
    } px holds one picture of 32 px, as drawn for ${sizePx}`,
    ignore: !hasDecoder,
    async fn() {
      const icons = createIconFiles();
      // The other sizes differ in nothing but that.
      const specs = times === 2 ? SPECS : SPECS.filter((_, i) => i % 40 === 0);
      const pictures = await decoded(specs.map((spec) => icons.iconIco(spec, trayPx).slice()), "ico");
      assertEquals(pictures.length, specs.length);
      for (const [i, { width, height, pixels }] of pictures.entries()) {
        const spec = specs[i];
        assert(spec !== undefined);
        assertEquals([width, height], [32, 32]);
        const expected = magnified(pixelsOf(drawn(spec, sizePx).rgba), sizePx, times);
        assert(pixels.every((pixel, at) => pixel === expected[at]), JSON.stringify(spec));
      }
    },
  });
}

Deno.test({
  name: "iconPng() holds every pixel",
  ignore: !hasDecoder,
  async fn() {
    const icons = createIconFiles();
    const specs = SPECS.filter((_, i) => i % 40 === 0);
    const pictures = await decoded(specs.map((spec) => icons.iconPng(spec, 48).slice()), "png");
    assertEquals(
      pictures.map(({ pixels }) => pixels),
      specs.map((spec) => pixelsOf(drawn(spec, 48).rgba)),
    );
  },
});
