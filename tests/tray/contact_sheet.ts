/**
 * Draws the contact sheet of the README from the program's own code: `deno run -A tests/tray/contact_sheet.ts OUT.png`.
 * Each icon stands there pixel by pixel, on a light and on a dark panel. The captions are ImageMagick's.
 */
import { encode } from "fast-png";
import type { IconSpec, IconStyle } from "../../src/core/icon/icon_spec.ts";
import {
  DARK_PANEL,
  drawn,
  iconSpec,
  LIGHT_PANEL,
  type Rgb,
  seenOn,
  SIZES_PX,
  STYLES,
} from "./icon_specs.ts";

/** One state in all sizes, under its caption. */
interface Column {
  readonly caption: string;
  readonly spec: IconSpec;
}

interface Caption {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const GAP_PX = 8;
const LEFT_PX = 56;
const HEAD_PX = 30;

const conditions = [
  ["stale", "stale"],
  ["offline", "offline"],
  ["rate-limited", "limited"],
  ["signed-out", "signed out"],
  ["problem", "problem"],
] as const;

/** The states in which there is a percentage. */
function known(style: IconStyle): readonly Column[] {
  return [
    ...[0, 7, 42, 66, 81, 99, 100, 137].map((percent) => ({
      caption: `${percent} %`,
      spec: iconSpec(percent, { style }),
    })),
    ...conditions.map(([condition, caption]) => ({ caption, spec: iconSpec(66, { style, condition }) })),
    { caption: "snoozed", spec: iconSpec(42, { style, snoozed: true }) },
    { caption: "alert", spec: iconSpec(81, { style, attention: "alert" }) },
    { caption: "agent waits", spec: iconSpec(42, { style, attention: "waiting" }) },
  ];
}

/** Several signs at once, and the two steps of a pulse. */
function together(style: IconStyle): readonly Column[] {
  const signs = { style, attention: "waiting", snoozed: true, condition: "rate-limited" } as const;
  return [
    { caption: "2 signs", spec: iconSpec(42, { ...signs, snoozed: false, condition: "stale" }) },
    { caption: "snoozed", spec: iconSpec(42, { ...signs, attention: "alert", condition: "good" }) },
    { caption: "3 signs", spec: iconSpec(88, signs) },
    { caption: "100 %", spec: iconSpec(100, { ...signs, attention: "alert", condition: "stale" }) },
    { caption: "pulse 1", spec: iconSpec(81, { style, pulse: 1 }) },
    { caption: "pulse 2", spec: iconSpec(81, { style, pulse: 2 }) },
    { caption: "at 100 %", spec: iconSpec(100, { style, pulse: 2 }) },
  ];
}

/** The states in which there is none. */
function unknown(style: IconStyle): readonly Column[] {
  return ([["waiting", "waiting"], ...conditions] as const).map(([condition, caption]) => ({
    caption,
    spec: iconSpec(null, { style, condition }),
  }));
}

/** Rows of icons, one a size. */
interface Band {
  readonly columns: readonly Column[];
  readonly sizesPx: readonly number[];
  /** From one column to the next. */
  readonly pitchPx: number;
}

const smaller = SIZES_PX.filter((sizePx) => sizePx < 64);
const bands: readonly Band[] = [
  ...STYLES.map((style) => ({ columns: known(style), sizesPx: SIZES_PX, pitchPx: 70 })),
  { columns: STYLES.flatMap(together), sizesPx: smaller, pitchPx: 56 },
  { columns: STYLES.flatMap(unknown), sizesPx: smaller, pitchPx: 56 },
];

function bandHeight({ sizesPx }: Band): number {
  return HEAD_PX + sizesPx.reduce((sum, sizePx) => sum + sizePx + GAP_PX, 0);
}

const widthPx = Math.max(...bands.map(({ columns, pitchPx }) => LEFT_PX + columns.length * pitchPx + GAP_PX));
const panelPx = bands.reduce((sum, band) => sum + bandHeight(band), GAP_PX);

/** The whole sheet, RGB. */
const sheet = new Uint8Array(3 * widthPx * 2 * panelPx);

function drawIcon(panel: Rgb, spec: IconSpec, sizePx: number, left: number, top: number): void {
  for (const [i, colour] of seenOn(panel, drawn(spec, sizePx)).entries()) {
    sheet.set(colour.map(Math.round), 3 * ((top + Math.floor(i / sizePx)) * widthPx + left + i % sizePx));
  }
}

/** Draws a panel with all bands, and says which captions belong there. */
function drawPanel(panel: Rgb, top: number): readonly Caption[] {
  for (let i = top * widthPx; i < (top + panelPx) * widthPx; i++) sheet.set(panel, 3 * i);
  let y = top;
  return bands.flatMap((band) => {
    const columnAt = (i: number) => LEFT_PX + i * band.pitchPx;
    const heads = band.columns.map(({ caption }, i) => ({ x: columnAt(i), y: y + 20, text: caption }));
    let rowTop = y + HEAD_PX;
    const sizes = band.sizesPx.map((sizePx) => {
      for (const [i, { spec }] of band.columns.entries()) drawIcon(panel, spec, sizePx, columnAt(i), rowTop);
      const caption = { x: 12, y: rowTop + sizePx / 2 + 4, text: `${sizePx} px` };
      rowTop += sizePx + GAP_PX;
      return caption;
    });
    y += bandHeight(band);
    return [...heads, ...sizes];
  });
}

/** ImageMagick's arguments that write captions in a colour. */
function annotations(captions: readonly Caption[], colour: string): readonly string[] {
  return ["-fill", colour, ...captions.flatMap(({ x, y, text }) => ["-annotate", `+${x}+${y}`, text])];
}

const [out] = Deno.args;
if (out === undefined) throw new Error("Cannot draw the contact sheet: name the PNG file to write");
const light = annotations(drawPanel(LIGHT_PANEL, 0), "#404040");
const dark = annotations(drawPanel(DARK_PANEL, panelPx), "#c8c8c8");
const bare = encode({ width: widthPx, height: 2 * panelPx, data: sheet, channels: 3, depth: 8 });
const captioned = new Deno.Command("convert", {
  args: ["png:-", "-font", "DejaVu-Sans", "-pointsize", "10", ...light, ...dark, "-strip", `png24:${out}`],
  stdin: "piped",
}).spawn();
const stdin = captioned.stdin.getWriter();
await stdin.write(bare);
await stdin.close();
const { success } = await captioned.status;
if (!success) throw new Error("Cannot draw the contact sheet: ImageMagick's convert failed");
