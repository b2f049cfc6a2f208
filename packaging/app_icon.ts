/** The app icon, drawn from assets/claudeminder.svg in the formats that systems want. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { IconIcns, IconIco } from "@shockpkg/icon-encoder";
import { join } from "node:path";
import { ROOT } from "./source_version.ts";

/** Pixels of the square PNGs in the hicolor theme. */
export const PNG_SIZES = [16, 22, 24, 32, 48, 64, 128, 256] as const;

/** The sizes that the Windows shell shows between 100 % and 250 % scale, and a big one, which `deno compile` scales for the program. */
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256] as const;

/** Names of Apple's icon format for PNGs of 16, 32, 64, 128, 256 and 512 pixels. */
const ICNS_TYPES = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512 } as const;

export async function svg(): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(join(ROOT, "assets", "claudeminder.svg"));
}

let started: Promise<void> | null = null;

/** A square PNG of this many pixels. */
export async function png(pixels: number): Promise<Uint8Array> {
  // The WebAssembly can be set up once in a process.
  await (started ??= startResvg());
  const drawing = new Resvg(await svg(), { fitTo: { mode: "width", value: pixels } });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}

async function startResvg(): Promise<void> {
  const wasm = await Deno.readFile(new URL(import.meta.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  await initWasm(wasm);
}

/** The icon file of the Windows program. */
export async function ico(): Promise<Uint8Array> {
  const icon = new IconIco();
  for (const size of ICO_SIZES) await icon.addFromPng(await png(size), size === 256, size === 256);
  return icon.encode();
}

/** The icon file of the macOS app. */
export async function icns(): Promise<Uint8Array> {
  const icon = new IconIcns();
  for (const [type, size] of Object.entries(ICNS_TYPES)) icon.addRaw(await png(size), type);
  return icon.encode();
}
