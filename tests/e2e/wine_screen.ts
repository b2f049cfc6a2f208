/** The tray of Windows under Wine, as a person sees and uses it: icon, tooltip and menu on the screen, and the mouse. */
import type { IconSpec } from "../../src/core/icon/icon_spec.ts";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import { drawn } from "../tray/icon_specs.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";
import type { Area } from "./screen.ts";
import { startWindows, type Windows } from "./wine.ts";

export interface Seat {
  readonly desktop: Desktop;
  readonly windows: Windows;
}

/** High enough for an icon of 32 px with what Wine puts around it. */
export const PANEL: Area = { x: 824, y: 0, width: 200, height: 40 };
/** The number of a pixel of it, counted along its rows, with nothing but the panel in it. */
const CLEAR_PIXEL = 5 * PANEL.width + 5;

/** The panel, in its place. */
export function startTrayer(desktop: Desktop): void {
  const { x: _, y: __, width, height } = PANEL;
  const size = ["--widthtype", "pixel", "--width", `${width}`, "--height", `${height}`];
  desktop.start("trayer", ["--edge", "top", "--align", "right", ...size]);
}

export async function withWindows(work: (seat: Seat) => Promise<void>): Promise<void> {
  await using desktop = await startDesktop({ bus: false });
  startTrayer(desktop);
  await using windows = await startWindows(desktop);
  await work({ desktop, windows });
}

/** The places of all windows of a program that can be seen, the lowest first. */
async function windowsOf({ desktop }: Seat, program: string): Promise<readonly Area[]> {
  try {
    const search = ["search", "--onlyvisible", "--class", `^${program}$`];
    const ids = (await desktop.run("xdotool", search)).trim().split("\n");
    return await Promise.all(ids.map(async (id) => {
      const text = await desktop.run("xdotool", ["getwindowgeometry", "--shell", id]);
      const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(text)?.[1]);
      return { x: value("X"), y: value("Y"), width: value("WIDTH"), height: value("HEIGHT") };
    }));
  } catch {
    // None, or it has just been closed.
    return [];
  }
}

/**
 * Where in the panel the icon of this spec is, pixel for pixel; null = nowhere. Wine may paint it twice, one over the other, so a
 * pixel that lets the panel through can have any colour between the two.
 */
export async function placeOf({ desktop }: Seat, spec: IconSpec, sizePx: number): Promise<Area | null> {
  const screen = await desktop.pixels(PANEL);
  const { rgba } = drawn(spec, sizePx);
  const isAt = (left: number, top: number) => {
    for (let i = 0; i < sizePx * sizePx; i++) {
      const at = 3 * ((top + Math.floor(i / sizePx)) * PANEL.width + left + i % sizePx);
      const alpha = rgba[4 * i + 3] ?? 0;
      for (let channel = 0; channel < 3; channel++) {
        const seen = screen[at + channel] ?? 0;
        const panel = screen[channel + 3 * CLEAR_PIXEL] ?? 0;
        const icon = rgba[4 * i + channel] ?? 0;
        const ends = alpha === 255 ? [icon, icon] : alpha === 0 ? [panel, panel] : [icon, panel];
        if (seen < Math.min(...ends) - 1 || seen > Math.max(...ends) + 1) return false;
      }
    }
    return true;
  };
  for (let y = 0; y <= PANEL.height - sizePx; y++) {
    for (let x = 0; x <= PANEL.width - sizePx; x++) {
      if (isAt(x, y)) return { x: PANEL.x + x, y: PANEL.y + y, width: sizePx, height: sizePx };
    }
  }
  return null;
}

export async function iconOf(seat: Seat, spec: IconSpec, sizePx = 16): Promise<Area> {
  let place: Area | null = null;
  await until(async () => (place = await placeOf(seat, spec, sizePx)) !== null, `the icon, ${sizePx} px`);
  return place ?? PANEL;
}

async function pointAt({ desktop }: Seat, { x, y, width, height }: Area): Promise<void> {
  const [left, top] = [Math.round(x + width / 2), Math.round(y + height / 2)];
  // A pointer that comes back to where it was last goes unnoticed.
  await desktop.run("xdotool", ["mousemove", String(left - 2), String(top - 2)]);
  await desktop.run("xdotool", ["mousemove", String(left), String(top)]);
}

export async function clickAt(seat: Seat, area: Area): Promise<void> {
  await pointAt(seat, area);
  await seat.desktop.run("xdotool", ["click", "1"]);
}

/** The windows of the menu, once there are so many; the last one opened is the last. */
export async function menusBecome(seat: Seat, count: number): Promise<readonly Area[]> {
  let found: readonly Area[] = [];
  await until(
    async () => (found = await windowsOf(seat, "claudeminder.exe")).length === count,
    `${count} menus`,
  );
  return found;
}

export async function openMenu(seat: Seat, icon: Area): Promise<Area> {
  await clickAt(seat, icon);
  const [menu] = await menusBecome(seat, 1);
  return menu ?? icon;
}

/** On the desktop, where nothing is. */
const NOWHERE: Area = { x: 100, y: 600, width: 0, height: 0 };

export async function closeMenu(seat: Seat): Promise<void> {
  await clickAt(seat, NOWHERE);
  await menusBecome(seat, 0);
}

/** Above and below its entries a menu has an edge of so many px. */
const EDGE_PX = 3;

/** Where the entry of that number is, in a menu of these; Wine's separators are half as high as all others. */
export function entryAt(menu: Area, entries: readonly MenuEntry[], index: number): Area {
  const heightOf = ({ kind }: MenuEntry) => kind === "separator" ? 0.5 : 1;
  const sum = (some: readonly MenuEntry[]) => some.reduce((height, entry) => height + heightOf(entry), 0);
  const unit = (menu.height - 2 * EDGE_PX) / sum(entries);
  return { ...menu, y: menu.y + EDGE_PX + unit * sum(entries.slice(0, index)), height: unit };
}

/** Whether there is a tick before an entry. */
async function isTicked({ desktop }: Seat, entry: Area): Promise<boolean> {
  const place = {
    x: entry.x + 3,
    y: Math.ceil(entry.y) + 2,
    width: 14,
    height: Math.floor(entry.height) - 4,
  };
  return (await desktop.colours(place)).has("000000");
}

export const ticks = (seat: Seat, menu: Area, entries: readonly MenuEntry[]): Promise<readonly boolean[]> =>
  Promise.all(entries.map((_, index) => isTicked(seat, entryAt(menu, entries, index))));

/** The tooltip, once the pointer rests on the icon. */
export async function tooltipAt(seat: Seat, icon: Area): Promise<Area> {
  let shown: readonly Area[] = [];
  const tooltips = async () => {
    shown = (await windowsOf(seat, "explorer.exe")).filter(({ y }) => y > icon.y + icon.height);
    return shown.length;
  };
  await pointAt(seat, NOWHERE);
  await until(async () => await tooltips() === 0, "the tooltip to go");
  await pointAt(seat, icon);
  await until(async () => await tooltips() === 1, "the tooltip");
  return shown[0] ?? icon;
}
