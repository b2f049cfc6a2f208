/** Keeps what a tray helper shows up to date: picture, tooltip and menu. */
// @ts-types="../std_types/encoding.d.ts"
import { encodeBase64 } from "@std/encoding/base64";
import { type IconSpec, sameIcon } from "../core/icon/icon_spec.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import { shortTooltip } from "../core/views/tooltip.ts";
import type { TrayView } from "../core/views/tray_view.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { TrayPort } from "./driver.ts";
import type { IconFiles } from "./icon_files.ts";
import { labelStyle, layOutMenu, type SystrayMenu } from "./systray_menu.ts";
import { iconChange, itemChange, type SystrayIcon, wholeMenu } from "./systray_protocol.ts";
import type { HelperTalk } from "./systray_talk.ts";
import type { TrayKind } from "./tray_kind.ts";

export interface SystrayLimits {
  /** The shortest time between two updates: each picture goes through a file. */
  readonly updateMs: number;
  /**
   * After this many different pictures a new helper takes over on Windows: a helper keeps two handles for each picture
   * until it ends. Pictures are not saved by rounding the number in the icon.
   */
  readonly picturesPerHelper: number;
}

export interface ViewParts {
  readonly host: Pick<Host, "sleep">;
  readonly platform: Platform;
  readonly port: Pick<TrayPort, "view" | "subscribe">;
  readonly icons: IconFiles;
  /** How many px wide and high the tray shows an icon; null = it does not matter, or is not known. */
  readonly trayPx: number | null;
  readonly limits: SystrayLimits;
}

/** The views on one helper. */
export interface ShownViews {
  readonly menu: SystrayMenu;
  /** Resolves when the signal aborts, or with "new-helper" when only a new helper can show the next view. */
  run(signal: AbortSignal): Promise<"ended" | "new-helper">;
}

/** Shows the view of this moment to a helper that has just said that it is ready. `kind`: the kind of tray, on Linux. */
export async function beginViews(
  parts: ViewParts,
  talk: HelperTalk,
  kind: TrayKind | null,
): Promise<ShownViews> {
  const { host, platform, limits, port } = parts;
  let view = port.view();
  const menu = layOutMenu(entriesOf(view, platform), labelStyle(platform, kind));
  await talk.tell(wholeMenu(iconOf(view, parts), menu.items));
  return {
    menu,
    async run(signal) {
      const changes = latestView(port, signal);
      const pictures = new Set([JSON.stringify(view.icon)]);
      try {
        while (platform.iconFormat !== "ico" || pictures.size < limits.picturesPerHelper) {
          const next = await changes.after(view);
          if (next === null) return "ended";
          const items = menu.update(entriesOf(next, platform));
          if (items === null) return "new-helper";
          pictures.add(JSON.stringify(next.icon));
          if (iconChanges(view, next, platform)) await talk.tell(iconChange(iconOf(next, parts)));
          for (const item of items) await talk.tell(itemChange(item));
          view = next;
          await host.sleep(limits.updateMs, signal);
        }
        return "new-helper";
      } finally {
        changes.stop();
      }
    },
  };
}

/** Gives the newest view. Views that came while nobody waited are skipped. */
function latestView(port: ViewParts["port"], signal: AbortSignal) {
  let view = port.view();
  let wake = () => {};
  const unsubscribe = port.subscribe((next) => {
    view = next;
    wake();
  });
  const end = () => wake();
  signal.addEventListener("abort", end);
  return {
    stop() {
      unsubscribe();
      signal.removeEventListener("abort", end);
    },
    /** The first view that is not `seen`; null when the signal aborts. */
    async after(seen: TrayView): Promise<TrayView | null> {
      while (view === seen && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return signal.aborted ? null : view;
    },
  };
}

/** The entries of the menu. Where no tooltip can be shown, its title is the first of them. */
function entriesOf(view: TrayView, { tooltipLimit }: Platform): readonly MenuEntry[] {
  if (tooltipLimit !== null) return view.menu;
  const title: MenuEntry = { kind: "item", id: "tooltip", label: view.tooltip.title, action: null };
  return [title, ...view.menu];
}

function iconChanges(before: TrayView, after: TrayView, platform: Platform): boolean {
  return !sameIcon(before.icon, after.icon) ||
    shortTooltip(before, platform.tooltipLimit) !== shortTooltip(after, platform.tooltipLimit);
}

function iconOf(view: TrayView, parts: ViewParts): SystrayIcon {
  return {
    icon: encodeBase64(pictureOf(view.icon, parts)),
    tooltip: shortTooltip(view, parts.platform.tooltipLimit),
  };
}

function pictureOf(spec: IconSpec, { platform, icons, trayPx }: ViewParts): Uint8Array {
  switch (platform.iconFormat) {
    case "png":
      return icons.iconPng(spec);
    case "ico":
      return icons.iconIco(spec, trayPx);
  }
}
