/** Linux and similar systems: folders by the XDG Base Directory Specification, `xdg-open`, PNG icons. */
import { helperTooltipMax } from "../core/text/tooltip_and_menu_lengths.ts";
import { desktopAutostart } from "./linux_autostart.ts";
import { linuxDesktopVariables } from "./linux_desktop_variables.ts";
import { linuxNotifications } from "./linux_notifications.ts";
import type { Paths, Platform } from "./platform.ts";
import { openerArgument } from "./opener_argument.ts";
import { ReasonError } from "../core/reason_error.ts";

/**
 * The platform Linux, from the environment and the processor's name in Deno's words. Throws if HOME is not set, because
 * then the folders cannot be known.
 */
export function linuxPlatform(env: (name: string) => string | undefined, arch: string): Platform {
  const home = env("HOME") ?? "";
  if (!home.startsWith("/")) {
    throw new ReasonError({ about: "variable", kind: "home-no-folder", variable: "HOME" });
  }
  return {
    os: "linux",
    home,
    childVariables: ["PATH", "HOME", "USER", "LANG", "TMPDIR"],
    desktopVariables: linuxDesktopVariables,
    paths: paths(env, home),
    open: (target) => ({ program: "xdg-open", args: [openerArgument(target)] }),
    // This program needs nothing from the keyrings of Linux desktops.
    readSecret: () => null,
    ...linuxNotifications,
    linkProtocol: null,
    autostart: desktopAutostart(configFolder(env, home)),
    // The desktop is asked over D-Bus.
    reducedMotion: null,
    iconFormat: "png",
    traySize: null,
    tooltipLimit: helperTooltipMax.linux,
    systrayHelper: arch === "x86_64" ? "tray_linux_release" : null,
    listeners: { kind: "proc", startFolders: opencodeFolders(env, home) },
    // It is read from /proc.
    terminal: () => null,
    // It is done with the windows of X11.
    focusTerminal: () => null,
    stateFileChanged: null,
  };
}

type Env = (name: string) => string | undefined;

/** The specification says to ignore a relative path. */
function xdgFolder(env: Env, name: string, otherwise: string): string {
  const value = env(name) ?? "";
  return value.startsWith("/") ? trimmed(value) : otherwise;
}

function configFolder(env: Env, home: string): string {
  return xdgFolder(env, "XDG_CONFIG_HOME", `${trimmed(home)}/.config`);
}

function paths(env: Env, home: string): Paths {
  const stateFolder = `${xdgFolder(env, "XDG_STATE_HOME", `${trimmed(home)}/.local/state`)}/claudeminder`;
  const runtime = xdgFolder(env, "XDG_RUNTIME_DIR", "");
  return {
    settingsFile: `${configFolder(env, home)}/claudeminder/config.toml`,
    stateFolder,
    // Without a login session (cron, containers) there is no such folder. A folder in /tmp could be used by everybody.
    runtimeFolder: runtime === "" ? `${stateFolder}/run` : `${runtime}/claudeminder`,
    cacheFolder: `${xdgFolder(env, "XDG_CACHE_HOME", `${trimmed(home)}/.cache`)}/claudeminder`,
  };
}

/** OpenCode 1.18.33 writes there when it begins to listen, and less than once a second while it works; seen. */
function opencodeFolders(env: Env, home: string): readonly string[] {
  return [
    `${xdgFolder(env, "XDG_DATA_HOME", `${trimmed(home)}/.local/share`)}/opencode/log`,
    `${xdgFolder(env, "XDG_STATE_HOME", `${trimmed(home)}/.local/state`)}/opencode/locks`,
  ];
}

function trimmed(folder: string): string {
  return folder.replace(/\/+$/, "");
}
