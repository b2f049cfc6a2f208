/** Reads icon files with ImageMagick, which has no code in common with what writes them here. */

/** A picture as RGBA pixels, without premultiplied opacity, rows from the top; null = a wholly transparent pixel, whatever its colour. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly pixels: readonly (string | null)[];
}

/** Version 7 has one program for everything, version 6 several. [] = neither is here; `.ci/packages.txt` has it on its list. */
const convert = await isThere("magick") ? ["magick"] : await isThere("convert") ? ["convert"] : [];
const identify = convert[0] === "magick"
  ? ["magick", "identify"]
  : await isThere("identify")
  ? ["identify"]
  : [];
export const hasDecoder = convert.length > 0 && identify.length > 0;

/** All pictures in these files, in order. Rejects if one cannot be read, or if ImageMagick warns of something. */
export async function decoded(
  files: readonly Uint8Array[],
  suffix: "ico" | "png",
): Promise<readonly Decoded[]> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-icons-" });
  try {
    const paths = files.map((_, i) => `${folder}/${i}.${suffix}`);
    for (const [i, file] of files.entries()) await Deno.writeFile(paths[i] ?? folder, file);
    const sizes = new TextDecoder().decode(await output([...identify, "-format", "%w %h\n", ...paths]));
    const bytes = await output([...convert, ...paths, "-depth", "8", "rgba:-"]);
    let at = 0;
    return sizes.trim().split("\n").map((line) => {
      const [width = 0, height = 0] = line.split(" ").map(Number);
      const rgba = bytes.subarray(at, at += 4 * width * height);
      return { width, height, pixels: pixelsOf(rgba) };
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The pixels as `decoded()` gives them. */
export function pixelsOf(rgba: Uint8Array): readonly (string | null)[] {
  return Array.from({ length: rgba.length / 4 }, (_, i) => {
    const pixel = rgba.subarray(4 * i, 4 * i + 4);
    return pixel[3] === 0 ? null : pixel.join(" ");
  });
}

async function output([program = "", ...args]: readonly string[]): Promise<Uint8Array> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const words = new TextDecoder().decode(stderr);
  if (!success || words !== "") throw new Error(`${program}: ${words}`);
  return stdout;
}

async function isThere(program: string): Promise<boolean> {
  try {
    return (await new Deno.Command(program, { args: ["-version"], stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    return false;
  }
}
