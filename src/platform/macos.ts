/** macOS: folders in the person's Library, `open`, the login keychain. */
import { openable } from "./openable.ts";
import type { Platform } from "./platform.ts";

/** The menu bar shows tooltips of any length; past this nobody reads them. */
const TOOLTIP_LIMIT = 1_000;

/** macOS, from the environment. Throws when HOME is not set and the folders cannot be known. */
export function macosPlatform(env: (name: string) => string | undefined): Platform {
  const home = (env("HOME") ?? "").replace(/\/+$/, "");
  if (!home.startsWith("/")) throw new Error("Cannot find the home folder: HOME is not set to one");
  const support = `${home}/Library/Application Support/claudeminder`;
  return {
    os: "macos",
    home,
    paths: {
      configFile: `${support}/config.toml`,
      stateFolder: `${support}/state`,
      // TMPDIR is private too, but the system clears out what is some days old.
      runtimeFolder: `${support}/run`,
    },
    open: (target) => ({ program: "/usr/bin/open", args: [openable(target)] }),
    // Exit status 44: there is none; 36: the keychain is locked.
    readSecret: ({ service, account }) => ({
      program: "/usr/bin/security",
      args: ["find-generic-password", "-a", account, "-w", "-s", service],
    }),
    iconFormat: "png",
    tooltipLimit: TOOLTIP_LIMIT,
    // Made for Intel; Macs with Apple's own processors run it through Rosetta.
    systrayHelper: "tray_darwin_release",
  };
}
