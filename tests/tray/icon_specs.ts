/** Icon specs for tests and for the contact sheet, and how pictures look on a panel. */
import { iconLayers } from "../../src/core/icon/icon_layout.ts";
import type { Layer } from "../../src/core/icon/outlines.ts";
import type { IconCondition, IconSpec, IconStyle } from "../../src/core/icon/icon_spec.ts";
import { levelOf } from "../../src/core/usage/level.ts";
import { type Pixels, rasteriser } from "../../src/tray/rasteriser.ts";

export const STYLES: readonly IconStyle[] = ["ring", "number", "bar"];
export const CONDITIONS: readonly IconCondition[] = [
  "good",
  "waiting",
  "stale",
  "offline",
  "rate-limited",
  "signed-out",
  "problem",
];
export const ATTENTIONS: readonly IconSpec["attention"][] = [null, "alert", "waiting"];
export const PULSES: readonly IconSpec["pulse"][] = [0, 1, 2];
/** What panels ask for. */
export const SIZES_PX: readonly number[] = [16, 22, 24, 32, 48, 64];

export type Rgb = readonly [number, number, number];
export const LIGHT_PANEL: Rgb = [0xf0, 0xf0, 0xf0];
export const DARK_PANEL: Rgb = [0x20, 0x20, 0x20];

export function iconSpec(percent: number | null, rest: Partial<IconSpec> = {}): IconSpec {
  const level = percent === null ? null : levelOf(percent, { yellow: 50, orange: 75, red: 90 });
  return {
    style: "ring",
    condition: "good",
    percent,
    level,
    snoozed: false,
    attention: null,
    pulse: 0,
    ...rest,
  };
}

/** All specs with one of these percentages, but for the pulse. */
export function allSpecs(percents: readonly (number | null)[]): readonly IconSpec[] {
  return STYLES.flatMap((style) =>
    CONDITIONS.flatMap((condition) =>
      percents.flatMap((percent) =>
        [false, true].flatMap((snoozed) =>
          ATTENTIONS.map((attention) => iconSpec(percent, { style, condition, snoozed, attention }))
        )
      )
    )
  );
}

/** A picture with memory of its own. */
export function rasterise(layers: readonly Layer[], sizePx: number): Pixels {
  return rasteriser()(layers, sizePx);
}

export function drawn(spec: IconSpec, sizePx: number): Pixels {
  return rasterise(iconLayers(spec, sizePx), sizePx);
}

/** The colours of all pixels, row by row, as they are seen on a panel. */
export function seenOn(panel: Rgb, { rgba }: Pixels): readonly Rgb[] {
  return Array.from({ length: rgba.length / 4 }, (_, i): Rgb => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(4 * i, 4 * i + 4);
    const over = (colour: number, below: number) => (colour * alpha + below * (255 - alpha)) / 255;
    return [over(red, panel[0]), over(green, panel[1]), over(blue, panel[2])];
  });
}

/**
 * How bright a colour is, 0-1.
 * Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
 */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How much two colours differ in brightness: 1 (not at all) to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [first, second] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(first, second) / Math.min(first, second);
}

/** The channels as amounts of light, 0-1. */
export function linear([red, green, blue]: Rgb): Rgb {
  const channel = (value: number) =>
    value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return [channel(red), channel(green), channel(blue)];
}
