/**
 * Icons as files, for trays that take no pixels: PNG for Linux and macOS, ICO for Windows. Loaded only where such a tray is used:
 * its libraries are 2 MB of resident memory that a panel with StatusNotifierItems does not need.
 */
import { encode } from "fast-png";
import { IconIco } from "@shockpkg/icon-encoder";
import type { IconSpec } from "../core/icon/icon.ts";
import type { Pixels } from "./pixels.ts";
import { pictureMemory } from "./raster.ts";

/** Makes icon files, anew only when the spec changes; as with `IconRenderer`, the bytes are its own. */
export interface IconFiles {
  /** A PNG file, `sizePx` wide and high. */
  iconPng(spec: IconSpec, sizePx: number): Uint8Array<ArrayBuffer>;
  /** A Windows icon file with all sizes that its tray uses. */
  iconIco(spec: IconSpec): Uint8Array<ArrayBuffer>;
}

/** What the Windows tray asks for at 100, 125, 150, 200, 300 and 400 % scaling. */
const ICO_SIZES_PX = [16, 20, 24, 32, 48, 64] as const;

export function createIconFiles(): IconFiles {
  const { remembered, draw } = pictureMemory();
  return {
    iconPng: (spec, sizePx) => remembered(`png ${sizePx}`, spec, () => toPng(draw(spec, sizePx))),
    iconIco: (spec) => remembered("ico", spec, () => toIco(ICO_SIZES_PX.map((sizePx) => draw(spec, sizePx)))),
  };
}

/**
 * A PNG file, 8 bits a channel, with opacity. Its pixels are stored as they are: an icon is small and goes no further than
 * the next process, while the compressor takes 170 kB of memory each time, which pile up to tens of megabytes.
 */
export function toPng({ sizePx, rgba }: Pixels): Uint8Array<ArrayBuffer> {
  const image = { width: sizePx, height: sizePx, data: rgba, channels: 4, depth: 8 } as const;
  return new Uint8Array(encode(image, { zlib: { level: 0 } }));
}

/** An ICO file with one picture a size, each of 256 px at most. */
export function toIco(pictures: readonly Pixels[]): Uint8Array<ArrayBuffer> {
  const file = new IconFile();
  for (const picture of pictures) file.add(picture);
  return new Uint8Array(file.encode());
}

/**
 * The library adds a picture asynchronously, for the sake of its PNG encoder alone. All pictures are bitmaps here, which
 * every part of Windows reads at these sizes.
 */
class IconFile extends IconIco {
  add({ sizePx, rgba }: Pixels): void {
    const data = this._encodeRgbaToBmp({ width: sizePx, height: sizePx, data: rgba });
    this.entries.push({ width: sizePx, height: sizePx, data });
  }
}
