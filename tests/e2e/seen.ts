/** A person at a real panel: what they see of the program in icon and menu, and what they click. */
// @ts-types="../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { DBusError } from "@jellybrick/dbus-next";
import type { IconSpec } from "../../src/core/icon/icon_spec.ts";
import { createIconFiles } from "../../src/tray/icon_files.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import { type Account, newAccount } from "../support/program.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";
import { allLines, type TrayClient, trayClient, type TrayItem } from "./tray_client.ts";

export interface Seen {
  readonly account: Account;
  readonly desktop: Desktop;
  readonly panel: TrayClient;
  readonly driver: "sni" | "systray2";
}

/** What `ask` gives: a helper that is just being replaced by a new one does not answer. */
async function fromIcon<T>(ask: () => Promise<T>): Promise<T> {
  const found: T[] = [];
  await until(async () => {
    try {
      found.push(await ask());
    } catch (error) {
      if (!(error instanceof DBusError)) throw error;
    }
    return found.length > 0;
  }, "an answer of the icon");
  const [first] = found;
  if (first === undefined) throw new Error("The icon has answered with nothing");
  return first;
}

/** What stands in the menu. */
export function labels({ panel }: Pick<Seen, "panel">): Promise<readonly string[]> {
  return fromIcon(async () =>
    allLines(await panel.menu(await panel.item())).map(({ properties }) => String(properties.label ?? ""))
  );
}

/** Waits until a menu entry reads so. */
export function menuSays(seen: Pick<Seen, "panel">, wanted: RegExp): Promise<void> {
  return until(async () => (await labels(seen)).some((label) => wanted.test(label)), `${wanted} in the menu`);
}

/** Chooses the entry that reads so. */
export async function click(seen: Pick<Seen, "panel">, wanted: RegExp): Promise<void> {
  const label = (await labels(seen)).find((each) => wanted.test(each));
  assert(label !== undefined, `no ${wanted} in the menu: ${await labels(seen)}`);
  await fromIcon(async () => {
    await seen.panel.click(await seen.panel.item(), label);
    return true;
  });
}

const icons = { ...createIconPixels(), ...createIconFiles() };
/** The icon of that percentage. */
export const looks = (
  percent: number,
  level: IconSpec["level"],
  condition: IconSpec["condition"] = "good",
): IconSpec => ({
  style: "ring",
  condition,
  percent,
  level,
  snoozed: false,
  attention: null,
  pulse: 0,
});

/** Waits until the icon on the panel is, pixel for pixel, the one of that spec. */
export async function iconIs(
  { panel, driver }: Pick<Seen, "panel" | "driver">,
  spec: IconSpec,
): Promise<void> {
  const same = async () => {
    const item = await panel.item();
    return driver === "sni" ? await sameArgb(panel, item, spec) : await samePng(panel, item, spec);
  };
  await until(() => fromIcon(same), `the icon ${JSON.stringify(spec)}`);
}

async function sameArgb(panel: TrayClient, item: TrayItem, spec: IconSpec): Promise<boolean> {
  const pixmaps = await panel.property(item, "IconPixmap") as readonly [number, number, Uint8Array][];
  return pixmaps.length > 0 &&
    pixmaps.every(([width, , bytes]) => sameBytes(bytes, icons.iconArgb(spec, width)));
}

async function samePng(panel: TrayClient, item: TrayItem, spec: IconSpec): Promise<boolean> {
  const file = String(await panel.property(item, "IconName"));
  const bytes = await Deno.readFile(file).catch(() => new Uint8Array());
  return sameBytes(bytes, icons.iconPng(spec, 48));
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Does `work` on a desktop with a panel, with an account that is not signed in yet. */
export async function onDesktop(driver: Seen["driver"], work: (seen: Seen) => Promise<void>): Promise<void> {
  await using desktop = await startDesktop({ panel: "xfce4-panel" });
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: desktop.busAddress });
  await using panel = await trayClient(desktop);
  await work({ account, desktop, panel, driver });
}
