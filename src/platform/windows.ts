/** Windows: folders in AppData, `rundll32` for opening files, ICO icons. */
import { helperTooltipMax } from "../core/text/tooltip_and_menu_lengths.ts";
import { openerArgument } from "./opener_argument.ts";
import type { Platform } from "./platform.ts";
import { runKey } from "./windows_autostart.ts";
import { linkProtocol } from "./windows_links.ts";
import { windowsNotifications } from "./windows_notifications.ts";
import { ReasonError } from "../core/reason_error.ts";

/** The tray's icon is 16 px at 96 dots per inch. */
const TRAY_PX_PER_DOT = 16 / 96;
const METRICS = "Control Panel\\Desktop\\WindowMetrics";
/** How often the table of sockets is looked at. */
const SOCKETS_MS = 1_000;

/**
 * The platform Windows, from the environment. Throws if USERPROFILE is not set, because then the folders cannot be
 * known.
 */
export function windowsPlatform(env: (name: string) => string | undefined): Platform {
  const plain = (folder: string) => folder.replaceAll("/", "\\").replace(/\\+$/, "");
  const home = plain(env("USERPROFILE") ?? "");
  if (home === "") throw new ReasonError({ about: "variable", kind: "home-unset", variable: "USERPROFILE" });
  const folder = (name: string, otherwise: string) => plain(env(name) || otherwise);
  const system = `${folder("SystemRoot", "C:\\Windows")}\\System32`;
  const powershell = `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const local = `${folder("LOCALAPPDATA", `${home}\\AppData\\Local`)}\\claudeminder`;
  return {
    os: "windows",
    home,
    childVariables: [
      ...["PATH", "PATHEXT", "SystemRoot", "windir", "ComSpec", "TEMP", "TMP"],
      ...["USERPROFILE", "USERNAME", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "ProgramData"],
    ],
    desktopVariables: [],
    paths: {
      settingsFile: `${folder("APPDATA", `${home}\\AppData\\Roaming`)}\\claudeminder\\config.toml`,
      stateFolder: `${local}\\state`,
      runtimeFolder: `${local}\\run`,
      cacheFolder: `${local}\\cache`,
    },
    // Not `cmd /c start`, which would read the line as code. With its full path, so that no other program of that name
    // is run.
    open: (target) => ({
      program: `${system}\\rundll32.exe`,
      args: ["url.dll,FileProtocolHandler", openerArgument(target)],
    }),
    readSecret: () => null,
    ...windowsNotifications(powershell),
    linkProtocol,
    autostart: runKey,
    reducedMotion: {
      kind: "registry",
      value: { key: METRICS, name: "MinAnimate" },
      isReduced: (found) => found === "0",
    },
    iconFormat: "ico",
    // The display scale that holds since the person signed in to Windows. Source: Microsoft Learn, "DPI-related APIs
    // and registry settings".
    traySize: {
      value: { key: METRICS, name: "AppliedDPI" },
      sizePx: (dots) => typeof dots === "number" && dots > 0 ? Math.round(dots * TRAY_PX_PER_DOT) : null,
    },
    tooltipLimit: helperTooltipMax.windows,
    systrayHelper: "tray_windows_release.exe",
    listeners: { kind: "sockets", everyMs: SOCKETS_MS },
    terminal: () => null,
    focusTerminal: () => null,
    stateFileChanged: null,
  };
}
