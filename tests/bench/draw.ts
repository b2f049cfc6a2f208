/** Draws icons, compiled as the program is, and prints how long that takes: one JSON object. */
import type { IconCondition, IconSpec, IconStyle } from "../../src/core/icon/icon_spec.ts";
import { levelOf } from "../../src/core/usage/level.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";

const STYLES: readonly IconStyle[] = ["ring", "number", "bar"];
const ATTENTION: readonly IconSpec["attention"][] = [null, "alert", "waiting", null];
const CONDITIONS: readonly IconCondition[] = ["good", "stale", "offline"];
const SIZES_PX = [16, 22, 24, 32, 48, 64];
const LEVELS = { yellow: 50, orange: 75, red: 90 };

/** The specs that 300 distinct icons have. */
const specs: readonly IconSpec[] = STYLES.flatMap((style) =>
  Array.from({ length: 100 }, (_, percent): IconSpec => ({
    style,
    condition: CONDITIONS[percent % CONDITIONS.length] ?? "good",
    percent,
    level: levelOf(percent, LEVELS),
    snoozed: percent % 2 === 1,
    attention: ATTENTION[percent % ATTENTION.length] ?? null,
    pulse: 0,
  }))
);

/** How long the work takes, in ms. */
function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const first = specs[0];
const firstMs = first === undefined ? NaN : timed(() => createIconPixels().iconArgb(first, 24));
const medianMs = SIZES_PX.map((sizePx) => {
  // A renderer that has drawn nothing, so that nothing comes out of its memory.
  const renderer = createIconPixels();
  return [sizePx, median(specs.map((spec) => timed(() => renderer.iconArgb(spec, sizePx))))] as const;
});
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ firstMs, medianMs }) + "\n"));
