// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { decode } from "fast-png";
import { type IconSpec, sameIcon } from "../../src/core/icon/icon_spec.ts";
import { createIconFiles, toIco, toPng } from "../../src/tray/icon_files.ts";
import { createIconPixels, toArgb } from "../../src/tray/icon_pixels.ts";
import {
  allSpecs,
  contrast,
  DARK_PANEL,
  drawn,
  iconSpec,
  LIGHT_PANEL,
  luminance,
  PULSES,
  type Rgb,
  seenOn,
  SIZES_PX,
  STYLES,
} from "./icon_specs.ts";

/** What an ICO file holds: its pictures as straight RGBA, rows from the top. */
function readIco(file: Uint8Array): readonly { sizePx: number; rgba: number[]; mask: number[] }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  assertEquals([view.getUint16(0, true), view.getUint16(2, true)], [0, 1], "an icon");
  return Array.from({ length: view.getUint16(4, true) }, (_, i) => {
    const entry = 6 + 16 * i;
    const sizePx = view.getUint8(entry);
    assertEquals(view.getUint8(entry + 1), sizePx, "a square");
    assertEquals(view.getUint16(entry + 6, true), 32, "bits a pixel");
    const [length, start] = [view.getUint32(entry + 8, true), view.getUint32(entry + 12, true)];
    assertEquals(view.getUint32(start, true), 40, "a bitmap");
    assertEquals([view.getInt32(start + 4, true), view.getInt32(start + 8, true)], [sizePx, 2 * sizePx]);
    const maskRow = 4 * Math.ceil(sizePx / 32);
    assertEquals(length, 40 + 4 * sizePx * sizePx + maskRow * sizePx);
    const rgba: number[] = [];
    const mask: number[] = [];
    for (let y = sizePx - 1; y >= 0; y--) {
      for (let x = 0; x < sizePx; x++) {
        const at = start + 40 + 4 * (y * sizePx + x);
        rgba.push(...[2, 1, 0, 3].map((channel) => view.getUint8(at + channel)));
        const byte = view.getUint8(start + 40 + 4 * sizePx * sizePx + y * maskRow + (x >> 3));
        mask.push((byte >> (7 - x % 8)) & 1);
      }
    }
    return { sizePx, rgba, mask };
  });
}

/** One for each field of a spec. */
const CHANGES: readonly Partial<IconSpec>[] = [
  { percent: 43 },
  { level: "red" },
  { style: "number" },
  { condition: "stale" },
  { snoozed: true },
  { attention: "alert" },
  { attention: "waiting" },
  { pulse: 1 },
  { pulse: 2 },
];

/** How bright each pixel is on a panel, 0-1, as eyes without colour see it. */
function greys(spec: IconSpec, sizePx: number, panel: Rgb): readonly number[] {
  return seenOn(panel, drawn(spec, sizePx)).map((colour) => luminance(colour) ** (1 / 2.2));
}

Deno.test("toArgb() puts opacity first, then red, green, blue", () => {
  const argb = toArgb({ sizePx: 1, rgba: new Uint8Array([1, 2, 3, 4]) });
  assertEquals([...argb], [4, 1, 2, 3]);
});

Deno.test("toPng() gives back every pixel", () => {
  for (const sizePx of SIZES_PX) {
    const picture = drawn(iconSpec(42), sizePx);
    const { width, height, channels, depth, data } = decode(toPng(picture), { checkCrc: true });
    assertEquals([width, height, channels, depth], [sizePx, sizePx, 4, 8]);
    assertEquals([...data], [...picture.rgba]);
  }
});

Deno.test("toIco() gives back every pixel of every size", () => {
  const pictures = [16, 20, 24, 32, 48, 64].map((sizePx) =>
    drawn(iconSpec(42, { condition: "offline" }), sizePx)
  );
  const found = readIco(toIco(pictures));
  assertEquals(found.map(({ sizePx }) => sizePx), [16, 20, 24, 32, 48, 64]);
  for (const [i, { rgba, mask }] of found.entries()) {
    const expected = [...pictures[i]?.rgba ?? []];
    assertEquals(rgba, expected);
    assertEquals(mask, expected.filter((_, k) => k % 4 === 3).map((alpha) => alpha === 0 ? 1 : 0));
  }
});

Deno.test("createIconPixels() gives the same picture in all forms", () => {
  const renderer = { ...createIconPixels(), ...createIconFiles() };
  const spec = iconSpec(81, { style: "bar", condition: "stale" });
  const expected = [...drawn(spec, 24).rgba];
  assertEquals(renderer.iconArgb(spec, 24), toArgb(drawn(spec, 24)));
  assertEquals([...decode(renderer.iconPng(spec, 24)).data], expected);
  assertEquals(readIco(renderer.iconIco(spec, null))[0]?.rgba, [...drawn(spec, 32).rgba]);
});

Deno.test("createIconPixels() draws only when the spec changes", () => {
  const renderer = { ...createIconPixels(), ...createIconFiles() };
  const forms: readonly ((spec: IconSpec) => Uint8Array)[] = [
    (spec) => renderer.iconArgb(spec, 24),
    (spec) => renderer.iconArgb(spec, 16),
    (spec) => renderer.iconPng(spec, 24),
    (spec) => renderer.iconIco(spec, 16),
    (spec) => renderer.iconIco(spec, null),
  ];
  for (const form of forms) {
    const bytes = form(iconSpec(42));
    const clean = bytes.slice();
    // A scratch that is still there was not drawn over.
    bytes.fill(7);
    assert(form(iconSpec(42)).every((byte) => byte === 7));
    for (const change of CHANGES) {
      assertNotEquals(form({ ...iconSpec(42), ...change }), clean, JSON.stringify(change));
      assertEquals(form(iconSpec(42)), clean, "drawn again");
    }
  }
});

Deno.test("sameIcon() sees every change of a spec", () => {
  assert(sameIcon(iconSpec(42), iconSpec(42)));
  for (const change of CHANGES) {
    assert(!sameIcon(iconSpec(42), { ...iconSpec(42), ...change }), JSON.stringify(change));
  }
});

Deno.test("createIconPixels() needs no more memory after a thousand icons", () => {
  const renderer = { ...createIconPixels(), ...createIconFiles() };
  const draw = (count: number) => {
    for (let i = 0; i < count; i++) {
      const spec = iconSpec(i % 200, { style: STYLES[i % 3] ?? "ring" });
      for (const sizePx of SIZES_PX) renderer.iconArgb(spec, sizePx);
      renderer.iconPng(spec, 24);
    }
  };
  assert(
    renderer.iconArgb(iconSpec(1), 24) === renderer.iconArgb(iconSpec(2), 24),
    "drawn into the same memory",
  );
  draw(100);
  const before = Deno.memoryUsage().external;
  draw(1000);
  const grownMb = (Deno.memoryUsage().external - before) / 1e6;
  assert(grownMb < 8, `${grownMb.toFixed(1)} MB more in buffers`);
});

Deno.test("every icon is there: its face is opaque", () => {
  for (const spec of allSpecs([null, 0, 9, 10, 50, 99, 100, 137, 200, 1000])) {
    for (const sizePx of SIZES_PX) {
      const { rgba } = drawn(spec, sizePx);
      const opaque = rgba.filter((value, i) => i % 4 === 3 && value === 255).length;
      assert(opaque >= 0.6 * sizePx * sizePx, `${JSON.stringify(spec)} at ${sizePx} px: ${opaque}`);
    }
  }
});

Deno.test("every icon stands out from light and from dark panels", () => {
  for (const spec of allSpecs([null, 0, 42, 66, 81, 99, 100])) {
    for (const sizePx of [16, 24, 48]) {
      for (const panel of [LIGHT_PANEL, DARK_PANEL]) {
        const clear = seenOn(panel, drawn(spec, sizePx)).filter((colour) =>
          contrast(colour, panel) >= 4.5
        ).length;
        const part = clear / sizePx ** 2;
        assert(part >= 0.02, `${JSON.stringify(spec)} at ${sizePx} px on ${panel}: ${part.toFixed(3)}`);
      }
    }
  }
});

/** How many pixels differ by more than `step` in brightness. */
function pixelsApart(first: readonly number[], second: readonly number[], step: number): number {
  return first.filter((grey, k) => Math.abs(grey - (second[k] ?? 0)) > step).length;
}

Deno.test("all that signs can say together is told apart without colour", () => {
  // A known percentage is never waited for, and without one something is always the matter.
  const looks = allSpecs([66, 100, null]).filter(({ percent, condition }) =>
    condition !== (percent === null ? "good" : "waiting")
  );
  for (const sizePx of [16, 20, 22, 24]) {
    const needed = Math.floor(0.025 * sizePx ** 2);
    for (const panel of [LIGHT_PANEL, DARK_PANEL]) {
      for (const style of STYLES) {
        const seen = looks.filter((spec) => spec.style === style)
          .map((spec) => ({ spec, greys: greys(spec, sizePx, panel) }));
        for (const [i, a] of seen.entries()) {
          for (const b of seen.slice(i + 1)) {
            const apart = pixelsApart(a.greys, b.greys, 0.3);
            if (apart >= needed) continue;
            const pair = `${JSON.stringify(a.spec)} and ${JSON.stringify(b.spec)}`;
            assert(false, `At ${sizePx} px ${pair} differ in ${apart} pixels, not ${needed}`);
          }
        }
      }
    }
  }
});

Deno.test("each step of a pulse is seen without colour", () => {
  for (const spec of allSpecs([null, 0, 42, 66, 81, 99, 100])) {
    for (const panel of [LIGHT_PANEL, DARK_PANEL]) {
      const [plain = [], half = [], full = []] = PULSES.map((pulse) => greys({ ...spec, pulse }, 16, panel));
      for (const [a, b] of [[plain, half], [half, full], [plain, full]] as const) {
        const part = pixelsApart(a, b, 0.1) / 256;
        assert(part >= 0.1, `${JSON.stringify(spec)} on ${panel}: ${part.toFixed(2)} of it`);
      }
    }
  }
});

Deno.test("neighbouring percentages are told apart without colour", () => {
  for (const style of STYLES) {
    for (const [a, b] of [[0, 8], [8, 9], [42, 43], [68, 88], [99, 100], [100, 101]] as const) {
      const [first, second] = [a, b].map((percent) => greys(iconSpec(percent, { style }), 16, DARK_PANEL));
      const apart = pixelsApart(first ?? [], second ?? [], 0.3);
      assert(apart >= 3, `${style}: ${a} and ${b} differ in ${apart} pixels`);
    }
  }
});
