/** Windows: folders in AppData, `rundll32` to open, ICO icons. */
import { openable } from "./openable.ts";
import type { Platform } from "./platform.ts";

/** `NOTIFYICONDATAW.szTip` holds 128 units, the terminating zero included. */
const TOOLTIP_LIMIT = 127;

/** Windows, from the environment. Throws when USERPROFILE is not set and the folders cannot be known. */
export function windowsPlatform(env: (name: string) => string | undefined): Platform {
  const home = (env("USERPROFILE") ?? "").replace(/[\\/]+$/, "");
  if (home === "") throw new Error("Cannot find the home folder: USERPROFILE is not set");
  const folder = (name: string, otherwise: string) => (env(name) || otherwise).replace(/[\\/]+$/, "");
  const local = `${folder("LOCALAPPDATA", `${home}\\AppData\\Local`)}\\claudeminder`;
  return {
    os: "windows",
    home,
    paths: {
      configFile: `${folder("APPDATA", `${home}\\AppData\\Roaming`)}\\claudeminder\\config.toml`,
      stateFolder: `${local}\\state`,
      runtimeFolder: `${local}\\run`,
    },
    // Not `cmd /c start`: its line would be read as code. By its full path, so that no other program of that name is run.
    open: (target) => ({
      program: `${folder("SystemRoot", "C:\\Windows")}\\System32\\rundll32.exe`,
      args: ["url.dll,FileProtocolHandler", openable(target)],
    }),
    readSecret: () => null,
    iconFormat: "ico",
    tooltipLimit: TOOLTIP_LIMIT,
    systrayHelper: "tray_windows_release.exe",
  };
}
