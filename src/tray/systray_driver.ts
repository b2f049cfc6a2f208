/**
 * The driver that shows the icon through systray2's helper program: for Windows, macOS, and Linux panels with an XEmbed
 * tray. The helper does not report clicks on the icon; the menu opens by itself.
 */
import { type Reason, withRemedy } from "../core/reason.ts";
import { ReasonError, reasonOf } from "../core/reason_error.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import type { Availability, TrayDriver } from "./driver.ts";
import { type PlacedHelper, placeHelper } from "./systray_helper_file.ts";
import type { SystrayLimits } from "./systray_views.ts";
import { askTrayKind, NO_TRAY } from "./tray_kind.ts";

const LIMITS: SystrayLimits = { updateMs: 100, picturesPerHelper: 256 };

export interface SystrayTools {
  readonly host: Pick<
    Host,
    "now" | "monotonic" | "random" | "env" | "sleep" | "files" | "run" | "programs" | "registry" | "uid"
  >;
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
      const [{ createIconFiles }, { superviseHelper }] = await Promise.all([
        import("./icon_files.ts"),
        import("./systray_supervision.ts"),
      ]);
      await superviseHelper({
        ...tools,
        port,
        limits,
        icons: createIconFiles(),
        trayPx: trayPxOf(tools),
        async place() {
          const placed = await placeAnew(tools);
          if (placed.kind === "placed") return placed.path;
          throw new ReasonError(withRemedy(placed.why, placed.remedy));
        },
      }, signal);
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
