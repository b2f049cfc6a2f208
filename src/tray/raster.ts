/** Turns icon specs into what the drivers show: ARGB, PNG, ICO; draws only when the spec changes. */
import { iconShapes, type IconSpec } from "../core/icon.ts";
import { toArgb, toIco, toPng } from "./icon_files.ts";
import { rasteriser } from "./pixels.ts";

/**
 * Draws icons. An icon is drawn anew only when its spec differs from the last one of the same form and size. The bytes are
 * the renderer's own: they are not to be changed, and hold until it draws another spec in that form and size.
 */
export interface IconRenderer {
  /** For StatusNotifierItem's `IconPixmap`: ARGB32, network byte order, not premultiplied; `4 * sizePx * sizePx` bytes. */
  iconArgb(spec: IconSpec, sizePx: number): Uint8Array<ArrayBuffer>;
  /** A PNG file, `sizePx` wide and high. */
  iconPng(spec: IconSpec, sizePx: number): Uint8Array<ArrayBuffer>;
  /** A Windows icon file with all sizes that its tray uses. */
  iconIco(spec: IconSpec): Uint8Array<ArrayBuffer>;
}

/** What the Windows tray asks for at 100, 125, 150, 200, 300 and 400 % scaling. */
const ICO_SIZES_PX = [16, 20, 24, 32, 48, 64] as const;

/** A renderer, with the memory of one icon for each form and size that it is asked for. */
export function createIconRenderer(): IconRenderer {
  const last = new Map<string, { readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }>();
  const paint = rasteriser();
  const draw = (spec: IconSpec, sizePx: number) => paint(iconShapes(spec, sizePx), sizePx);
  const remembered = (
    form: string,
    spec: IconSpec,
    make: (before: Uint8Array<ArrayBuffer> | undefined) => Uint8Array<ArrayBuffer>,
  ) => {
    const key = `${spec.style} ${spec.condition} ${spec.percent} ${spec.level} ${spec.snoozed}`;
    const before = last.get(form);
    if (before?.key === key) return before.bytes;
    const bytes = make(before?.bytes);
    last.set(form, { key, bytes });
    return bytes;
  };
  return {
    iconArgb: (spec, sizePx) =>
      remembered(`argb ${sizePx}`, spec, (before) => toArgb(draw(spec, sizePx), before)),
    iconPng: (spec, sizePx) => remembered(`png ${sizePx}`, spec, () => toPng(draw(spec, sizePx))),
    iconIco: (spec) => remembered("ico", spec, () => toIco(ICO_SIZES_PX.map((sizePx) => draw(spec, sizePx)))),
  };
}
