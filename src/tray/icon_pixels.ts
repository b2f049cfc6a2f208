/** Turns icon specs into pixels for a panel; draws only when the spec changes. */
import { iconLayers } from "../core/icon/icon_layout.ts";
import { iconKey, type IconSpec } from "../core/icon/icon_spec.ts";
import { type Pixels, rasteriser } from "./rasteriser.ts";

/** The sizes that panels can choose from: their own heights, and twice these for dense screens. */
export const PANEL_SIZES_PX = [16, 22, 24, 32, 48, 64];

/**
 * Draws icons. An icon is drawn again only when its spec differs from the last one of the same form and size. Callers
 * must not change the bytes. The bytes are valid until another spec is drawn in that form and size.
 */
export interface IconPixels {
  /** For StatusNotifierItem's `IconPixmap`: ARGB32, network byte order, not premultiplied; `4 * sizePx * sizePx` bytes. */
  iconArgb(spec: IconSpec, sizePx: number): Uint8Array<ArrayBuffer>;
}

/** Remembers one icon for each size that was asked for. */
export function createIconPixels(): IconPixels {
  const { remembered, draw } = iconMemory();
  return {
    iconArgb: (spec, sizePx) =>
      remembered(`argb ${sizePx}`, spec, (before) => toArgb(draw(spec, sizePx), before)),
  };
}

/** What all forms of icons have in common: a canvas, and the last icon of each form. */
export function iconMemory() {
  const last = new Map<string, { readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }>();
  const paint = rasteriser();
  return {
    draw: (spec: IconSpec, sizePx: number): Pixels => paint(iconLayers(spec, sizePx), sizePx),
    /**
     * The bytes in this form, made again if the spec is not the last one. `before`: the old bytes, to be written over.
     */
    remembered(
      form: string,
      spec: IconSpec,
      make: (before: Uint8Array<ArrayBuffer> | undefined) => Uint8Array<ArrayBuffer>,
    ): Uint8Array<ArrayBuffer> {
      const key = iconKey(spec);
      const before = last.get(form);
      if (before?.key === key) return before.bytes;
      const bytes = make(before?.bytes);
      last.set(form, { key, bytes });
      return bytes;
    },
  };
}

/**
 * ARGB32 in network byte order, as StatusNotifierItem's `IconPixmap` wants it; written into `argb` if that is given.
 * The specification does not say whether colours are premultiplied. Panels take them as not premultiplied.
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
