// @ts-types="../../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { levelColour, type Rgba } from "../../../src/core/icon/colours.ts";
import { linear, type Rgb } from "../../tray/icon_specs.ts";

function rgb([red, green, blue]: Rgba): Rgb {
  return [red, green, blue];
}

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
