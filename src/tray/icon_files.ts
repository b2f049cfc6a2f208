/**
 * Icons as files, for trays that take no pixels: PNG for Linux and macOS, ICO for Windows. Only loaded where such a
 * tray is used: the libraries take 2 MB of resident memory, which panels with StatusNotifierItems do not need.
 */
import { encode } from "fast-png";
import { IconIco } from "@shockpkg/icon-encoder";
import type { IconSpec } from "../core/icon/icon_spec.ts";
import type { Pixels } from "./rasteriser.ts";
import { iconMemory } from "./icon_pixels.ts";

/**
 * Makes icon files, and makes them again only when the spec changes. As with `IconPixels`, callers must not change the
 * bytes.
 */
export interface IconFiles {
  /** A PNG file, `sizePx` wide and high; without it in `PNG_SIZE_PX`. */
  iconPng(spec: IconSpec, sizePx?: number): Uint8Array<ArrayBuffer>;
  /** A Windows icon file for a tray that shows icons `trayPx` wide and high; null = the tray's size is not known. */
  iconIco(spec: IconSpec, trayPx: number | null): Uint8Array<ArrayBuffer>;
}

/**
 * The size of PNG files. Panels are 16 to 32 px high, on dense screens twice that, and making a picture smaller looks
 * better than making it larger.
 */
const PNG_SIZE_PX = 48;

/**
 * The only size that the tray helper loads (`LR_DEFAULTSIZE`; the helper does not know of scales). Windows then scales
 * it to the tray's size by leaving out rows and columns.
 * Source: https://github.com/getlantern/systray/pull/78
 */
const ICO_PX = 32;

export function createIconFiles(): IconFiles {
  const { remembered, draw } = iconMemory();
  return {
    iconPng: (spec, sizePx = PNG_SIZE_PX) =>
      remembered(`png ${sizePx}`, spec, () => toPng(draw(spec, sizePx))),
    iconIco(spec, trayPx) {
      // Draws the icon in the tray's own size and repeats each pixel, so that Windows gets exactly that picture back
      // when it scales.
      const times = trayPx !== null && ICO_PX % trayPx === 0 ? ICO_PX / trayPx : 1;
      return remembered(`ico ${times}`, spec, () => toIco([magnified(draw(spec, ICO_PX / times), times)]));
    },
  };
}

/** The same picture with `times` as many pixels in each row and column. */
function magnified({ sizePx, rgba }: Pixels, times: number): Pixels {
  const big = { sizePx: sizePx * times, rgba: new Uint8Array(rgba.length * times * times) };
  for (let y = 0; y < big.sizePx; y++) {
    for (let x = 0; x < big.sizePx; x++) {
      const from = 4 * (Math.floor(y / times) * sizePx + Math.floor(x / times));
      big.rgba.set(rgba.subarray(from, from + 4), 4 * (y * big.sizePx + x));
    }
  }
  return big;
}

/**
 * A PNG file, 8 bits a channel, with opacity. Its pixels are not compressed: the file is small and only goes to the
 * next process, while the compressor takes 170 kB of memory each time, which add up to tens of megabytes.
 */
export function toPng({ sizePx, rgba }: Pixels): Uint8Array<ArrayBuffer> {
  const image = { width: sizePx, height: sizePx, data: rgba, channels: 4, depth: 8 } as const;
  return new Uint8Array(encode(image, { zlib: { level: 0 } }));
}

/** An ICO file with one picture for each size, each 256 px at most. */
export function toIco(pictures: readonly Pixels[]): Uint8Array<ArrayBuffer> {
  const file = new IconFile();
  for (const picture of pictures) file.add(picture);
  return new Uint8Array(file.encode());
}

/**
 * The library adds pictures asynchronously, but only because of its PNG encoder. Here all pictures are bitmaps, which
 * every part of Windows can read in these sizes.
 */
class IconFile extends IconIco {
  add({ sizePx, rgba }: Pixels): void {
    const data = this._encodeRgbaToBmp({ width: sizePx, height: sizePx, data: rgba });
    this.entries.push({ width: sizePx, height: sizePx, data });
  }
}
