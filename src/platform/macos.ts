/** macOS: folders in the person's Library, `open`, and the login keychain. */
import { helperTooltipMax } from "../core/text/tooltip_and_menu_lengths.ts";
import { lsofListeners } from "./macos_listeners.ts";
import { launchAgent } from "./macos_autostart.ts";
import { macosNotifications } from "./macos_notifications.ts";
import { focusCommand } from "./macos_terminal.ts";
import { openerArgument } from "./opener_argument.ts";
import type { Platform } from "./platform.ts";
import { ReasonError } from "../core/reason_error.ts";

/** The platform macOS, from the environment. Throws if HOME is not set, because then the folders cannot be known. */
export function macosPlatform(env: (name: string) => string | undefined): Platform {
  const home = (env("HOME") ?? "").replace(/\/+$/, "");
  if (!home.startsWith("/")) {
    throw new ReasonError({ about: "variable", kind: "home-no-folder", variable: "HOME" });
  }
  const support = `${home}/Library/Application Support/claudeminder`;
  return {
    os: "macos",
    home,
    childVariables: ["PATH", "HOME", "USER", "LANG", "TMPDIR"],
    desktopVariables: [],
    paths: {
      settingsFile: `${support}/config.toml`,
      stateFolder: `${support}/state`,
      // TMPDIR is private too, but the system deletes files there that are some days old.
      runtimeFolder: `${support}/run`,
      cacheFolder: `${support}/cache`,
    },
    open: (target) => ({ program: "/usr/bin/open", args: [openerArgument(target)] }),
    // Exit status 44: there is no such secret; 36: the keychain is locked.
    readSecret: ({ service, account }) => ({
      program: "/usr/bin/security",
      args: ["find-generic-password", "-a", account, "-w", "-s", service],
    }),
    ...macosNotifications,
    linkProtocol: null,
    autostart: launchAgent(home),
    // Exit status 1: the person has never changed the setting.
    reducedMotion: {
      kind: "command",
      command: { program: "/usr/bin/defaults", args: ["read", "com.apple.universalaccess", "reduceMotion"] },
      isReduced: (output) => output.trim() === "1",
    },
    iconFormat: "png",
    traySize: null,
    tooltipLimit: helperTooltipMax.macos,
    // It is made for Intel. Macs with Apple's own processors run it through Rosetta.
    systrayHelper: "tray_darwin_release",
    listeners: lsofListeners,
    terminal: (pid) => ({ program: "/bin/ps", args: ["-o", "tty=", "-p", String(pid)] }),
    focusTerminal: focusCommand,
    stateFileChanged: {
      program: "/usr/bin/open",
      args: ["-g", "swiftbar://refreshplugin?name=opencode"],
    },
  };
}
