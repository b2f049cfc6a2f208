/**
 * Writes pixels in the forms that trays take: ARGB for StatusNotifierItem, PNG for Linux and macOS, ICO for Windows.
 */
import { encode } from "fast-png";
import { IconIco } from "@shockpkg/icon-encoder";
import type { Pixels } from "./pixels.ts";

/**
 * ARGB32 in network byte order, as StatusNotifierItem's `IconPixmap` wants it; written into `argb`, if that is given. The
 * specification does not say whether colours are premultiplied; panels take them as not.
 * Sources: https://specifications.freedesktop.org/status-notifier-item-spec/latest/icon-pixmap.html,
 * https://github.com/Cairo-Dock/cairo-dock-plug-ins/pull/106
 */
export function toArgb(
  { rgba }: Pixels,
  argb: Uint8Array<ArrayBuffer> = new Uint8Array(rgba.length),
): Uint8Array<ArrayBuffer> {
  for (let i = 0; i < rgba.length; i += 4) {
    argb[i] = rgba[i + 3] ?? 0;
    argb[i + 1] = rgba[i] ?? 0;
    argb[i + 2] = rgba[i + 1] ?? 0;
    argb[i + 3] = rgba[i + 2] ?? 0;
  }
  return argb;
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
