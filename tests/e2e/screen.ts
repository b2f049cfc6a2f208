/** What can be seen on the screen of a desktop. Panels draw a picture in sizes of their own, so tests look for its colours. */

/** A part of the screen, in px. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of the screen, row by row, three bytes a pixel: red, green, blue; `env` is what programs need to reach it. */
export async function pixelsOf(
  env: Readonly<Record<string, string>>,
  { x, y, width, height }: Area,
): Promise<Uint8Array> {
  const crop = `${width}x${height}+${x}+${y}`;
  const { stdout } = await new Deno.Command("import", {
    args: ["-window", "root", "-crop", crop, "-depth", "8", "rgb:-"],
    env: { ...env },
    clearEnv: true,
  }).output();
  return stdout;
}

/** The colours in a part of the screen, as "rrggbb". */
export async function coloursOf(
  env: Readonly<Record<string, string>>,
  area: Area,
): Promise<ReadonlySet<string>> {
  const pixels = await pixelsOf(env, area);
  const found = new Set<string>();
  for (let i = 0; i + 2 < pixels.length; i += 3) found.add(hex(pixels.subarray(i, i + 3)));
  return found;
}

/**
 * The colours of which a picture has areas, as "rrggbb", so that some of them is left when it is made smaller. The picture has four
 * bytes a pixel: opacity, red, green, blue.
 */
export function mainColours(argb: Uint8Array): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (let i = 0; i + 3 < argb.length; i += 4) {
    if (argb[i] !== 255) continue;
    const colour = hex(argb.subarray(i + 1, i + 4));
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const many = argb.length / 4 / 20;
  return new Set([...counts].filter(([, count]) => count > many).map(([colour]) => colour));
}

function hex(rgb: Uint8Array): string {
  return [...rgb].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
