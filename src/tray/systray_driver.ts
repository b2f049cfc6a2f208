/**
 * The driver that shows the icon through systray2's helper program: for Windows, macOS, and Linux panels with an XEmbed
 * tray. The helper does not report clicks on the icon; the menu opens by itself.
 */
// @ts-types="../std_types/encoding.d.ts"
import { encodeBase64 } from "@std/encoding/base64";
import { type IconSpec, sameIcon } from "../core/icon/icon_spec.ts";
import type { MenuEntry } from "../core/menu_entry.ts";
import type { TrayView } from "../core/views/tray_view.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { Availability, TrayDriver, TrayPort } from "./driver.ts";
import type { IconFiles } from "./icon_files.ts";
import { type PlacedHelper, placeHelper } from "./systray_helper_file.ts";
import { labelStyle, layOutMenu } from "./systray_menu.ts";
import type { SystrayIcon } from "./systray_helper_process.ts";
import { shortTooltip } from "../core/views/tooltip.ts";
import { askTrayKind, followTrayKind, type TrayKind } from "./tray_kind.ts";
import { type Reason, withRemedy } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";

export interface SystrayLimits {
  /** The shortest time between two updates: each picture goes through a file. */
  readonly updateMs: number;
  /**
   * After this many different pictures a new helper takes over on Windows: a helper keeps two handles for each picture
   * until it ends. Pictures are not saved by rounding the number in the icon.
   */
  readonly picturesPerHelper: number;
}

const LIMITS: SystrayLimits = { updateMs: 100, picturesPerHelper: 256 };

export interface SystrayTools {
  readonly host: Pick<Host, "env" | "sleep" | "files" | "run" | "registry" | "uid">;
  readonly platform: Platform;
  /** The bytes of the helper program; null = there is none. See `helperReader()`. */
  readHelper(): Promise<Uint8Array | null>;
}

/** The driver for all trays but panels with StatusNotifierItems. */
export function systrayDriver(tools: SystrayTools, limits = LIMITS): TrayDriver {
  return {
    name: "systray2",
    available: () => availability(tools),
    async prepare() {
      const placed = await placeAnew(tools);
      return placed.kind === "placed" ? { kind: "yes" } : { ...placed, kind: "no" };
    },
    async run(port, signal) {
      const { createIconFiles } = await import("./icon_files.ts");
      const icons = createIconFiles();
      const trayPx = trayPxOf(tools);
      while (!signal.aborted) {
        const placed = await placeAnew(tools);
        if (placed.kind === "nowhere") throw new ReasonError(withRemedy(placed.why, placed.remedy));
        try {
          await showOnce({ ...tools, icons, trayPx, limits, program: placed.path, port, signal });
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      }
    },
  };
}

/** Called before each start: the file may have been removed or changed since the last one. */
async function placeAnew({ host, platform, readHelper }: SystrayTools): Promise<PlacedHelper> {
  let helper: Uint8Array | null;
  try {
    helper = await readHelper();
  } catch (error) {
    return { kind: "nowhere", why: reasonOf(error), remedy: { kind: "download-anew" } };
  }
  return helper === null ? { kind: "nowhere", ...NO_HELPER } : await placeHelper(host, platform, helper);
}

/** How many px wide and high the tray shows an icon; null = it does not matter, or is not known. */
function trayPxOf({ host, platform: { traySize } }: SystrayTools): number | null {
  if (traySize === null) return null;
  try {
    return traySize.sizePx(host.registry.read(traySize.value.key, traySize.value.name));
  } catch {
    return null;
  }
}

async function availability({ host, platform }: SystrayTools): Promise<Availability> {
  if (platform.systrayHelper === null) {
    return { kind: "no", ...NO_HELPER };
  }
  if (platform.os !== "linux") return { kind: "yes" };
  if (!host.env("DISPLAY") && !host.env("WAYLAND_DISPLAY")) {
    const why: Reason = { about: "tray", kind: "no-display" };
    return { kind: "no", why, remedy: { kind: "start-in-desktop-session" } };
  }
  switch (await askTrayKind(host)) {
    case "sni":
    case "xembed":
      return { kind: "yes" };
    case "none":
      return { kind: "later", why: NO_TRAY, remedy: { kind: "start-panel-with-tray" } };
  }
}

const NO_HELPER = {
  why: { about: "tray-helper", kind: "not-for-processor" },
  remedy: { kind: "use-sni-panel" },
} as const;

const NO_TRAY: Reason = { about: "tray", kind: "no-panel" };

interface SystrayStage extends SystrayTools {
  readonly icons: IconFiles;
  readonly trayPx: number | null;
  readonly limits: SystrayLimits;
  readonly program: string;
  readonly port: TrayPort;
  readonly signal: AbortSignal;
}

/** Shows the view with one helper process, until the signal aborts or a new helper is due. Rejects when the helper ends. */
async function showOnce(stage: SystrayStage): Promise<void> {
  const { host, platform, limits, program, port, signal } = stage;
  const { startHelper } = await import("./systray_helper_process.ts");
  const kind = platform.os === "linux" ? await askTrayKind(host) : null;
  const own = new AbortController();
  const ending = AbortSignal.any([signal, own.signal]);
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    if (!ending.aborted) failures.push(error);
    own.abort();
  };

  let view = port.view();
  const menu = layOutMenu(entriesOf(view, platform), labelStyle(platform, kind));
  const clicked = (id: number) => {
    const action = menu.action(id);
    try {
      if (action !== null) port.perform(action);
    } catch (error) {
      fail(error);
    }
  };
  const helper = await startHelper({
    host,
    program,
    icon: iconOf(view, stage),
    items: menu.items,
    clicked,
    signal,
  });
  helper.ended.then((how) => fail(new ReasonError({ about: "tray-helper", kind: "ended", how })));
  const reported = reportKind(stage, ending, (now) => {
    // Panels of the other kind read labels in another way.
    if (now !== "none" && (now === "xembed") !== (kind === "xembed")) own.abort();
  }).catch(fail);
  const changes = latestView(port, ending);
  try {
    const pictures = new Set([JSON.stringify(view.icon)]);
    while (platform.iconFormat !== "ico" || pictures.size < limits.picturesPerHelper) {
      const next = await changes.after(view);
      const items = next === null ? null : menu.update(entriesOf(next, platform));
      if (next === null || items === null) break;
      pictures.add(JSON.stringify(next.icon));
      if (iconChanges(view, next, platform)) helper.showIcon(iconOf(next, stage));
      for (const item of items) helper.showItem(item);
      view = next;
      await host.sleep(limits.updateMs, ending);
    }
  } finally {
    own.abort();
    changes.stop();
    await Promise.all([helper.stop(), reported]);
  }
  if (failures.length > 0) throw failures[0];
}

/** Gives the newest view. Views that came while nobody waited are skipped. */
function latestView(port: TrayPort, signal: AbortSignal) {
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

/**
 * Tells the port what a person sees. On Linux the helper also runs where no panel shows its icon, and does not say so.
 */
async function reportKind(
  { host, platform, port }: SystrayStage,
  signal: AbortSignal,
  changed: (kind: TrayKind) => void,
): Promise<void> {
  if (platform.os !== "linux") return port.status({ kind: "shown" });
  await followTrayKind(host, signal, (kind) => {
    port.status(kind === "none" ? { kind: "waiting", why: NO_TRAY } : { kind: "shown" });
    changed(kind);
  });
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

function iconOf(view: TrayView, stage: SystrayStage): SystrayIcon {
  return {
    icon: encodeBase64(pictureOf(view.icon, stage)),
    tooltip: shortTooltip(view, stage.platform.tooltipLimit),
  };
}

function pictureOf(spec: IconSpec, { platform, icons, trayPx }: SystrayStage): Uint8Array {
  switch (platform.iconFormat) {
    case "png":
      return icons.iconPng(spec);
    case "ico":
      return icons.iconIco(spec, trayPx);
  }
}
