/**
 * Linux, and what is like it: folders by the XDG Base Directory Specification, `xdg-open`, PNG icons.
 */
import type { Paths, Platform } from "./platform.ts";
import { openable } from "./openable.ts";

/**
 * Linux, from the environment and the processor's name as Deno has it. Throws when HOME is not set and the folders cannot
 * be known.
 */
export function linuxPlatform(env: (name: string) => string | undefined, arch: string): Platform {
  const home = env("HOME") ?? "";
  if (!home.startsWith("/")) throw new Error("Cannot find the home folder: HOME is not set to one");
  return {
    os: "linux",
    home,
    paths: paths(env, home),
    open: (target) => ({ program: "xdg-open", args: [openable(target)] }),
    // The keyrings of Linux desktops hold nothing that this program reads.
    readSecret: () => null,
    iconFormat: "png",
    tooltipLimit: null,
    systrayHelper: arch === "x86_64" ? "tray_linux_release" : null,
  };
}

function paths(env: (name: string) => string | undefined, home: string): Paths {
  // A relative path is to be taken for no path at all, says the specification.
  const folder = (name: string, otherwise: string) => {
    const value = env(name) ?? "";
    return value.startsWith("/") ? trimmed(value) : otherwise;
  };
  const stateFolder = `${folder("XDG_STATE_HOME", `${trimmed(home)}/.local/state`)}/claudeminder`;
  const runtime = folder("XDG_RUNTIME_DIR", "");
  return {
    configFile: `${folder("XDG_CONFIG_HOME", `${trimmed(home)}/.config`)}/claudeminder/config.toml`,
    stateFolder,
    // Without a login session (cron, containers) there is no such folder; one in /tmp would be everybody's.
    runtimeFolder: runtime === "" ? `${stateFolder}/run` : `${runtime}/claudeminder`,
  };
}

function trimmed(folder: string): string {
  return folder.replace(/\/+$/, "");
}
