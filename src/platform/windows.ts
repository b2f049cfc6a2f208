/** Windows: folders in AppData, `rundll32` to open, ICO icons. */
import { netstatListeners } from "./netstat.ts";
import { openable } from "./openable.ts";
import type { Platform } from "./platform.ts";
import { runKey } from "./windows_autostart.ts";
import { linkProtocol } from "./windows_links.ts";
import { toastCommand } from "./windows_toast.ts";

/** `NOTIFYICONDATAW.szTip` holds 128 units, the terminating zero included. */
const TOOLTIP_LIMIT = 127;

/** Windows, from the environment. Throws when USERPROFILE is not set and the folders cannot be known. */
export function windowsPlatform(env: (name: string) => string | undefined): Platform {
  const home = (env("USERPROFILE") ?? "").replace(/[\\/]+$/, "");
  if (home === "") throw new Error("Cannot find the home folder: USERPROFILE is not set");
  const folder = (name: string, otherwise: string) => (env(name) || otherwise).replace(/[\\/]+$/, "");
  const system = `${folder("SystemRoot", "C:\\Windows")}\\System32`;
  const powershell = `${system}\\WindowsPowerShell\\v1.0\\powershell.exe`;
  const local = `${folder("LOCALAPPDATA", `${home}\\AppData\\Local`)}\\claudeminder`;
  return {
    os: "windows",
    home,
    paths: {
      configFile: `${folder("APPDATA", `${home}\\AppData\\Roaming`)}\\claudeminder\\config.toml`,
      stateFolder: `${local}\\state`,
      runtimeFolder: `${local}\\run`,
      cacheFolder: `${local}\\cache`,
    },
    // Not `cmd /c start`: its line would be read as code. By its full path, so that no other program of that name is run.
    open: (target) => ({
      program: `${system}\\rundll32.exe`,
      args: ["url.dll,FileProtocolHandler", openable(target)],
    }),
    readSecret: () => null,
    notify: (notice, links) => toastCommand(powershell, notice, links),
    notifyProgram: {
      probe: { program: powershell, args: ["-NoProfile", "-NonInteractive", "-Command", "exit 0"] },
      detail: "PowerShell, in Windows PowerShell's name; buttons where reminder.toast_buttons is on",
      help: "Windows PowerShell is a part of Windows 10 and 11: ask whoever looks after this machine",
    },
    linkProtocol: linkProtocol(`${system}\\reg.exe`),
    autostart: runKey(`${system}\\reg.exe`),
    reducedMotion: {
      command: {
        program: `${system}\\reg.exe`,
        args: ["query", "HKCU\\Control Panel\\Desktop\\WindowMetrics", "/v", "MinAnimate"],
      },
      isReduced: (output) => /^\s*MinAnimate\s+REG_SZ\s+0\s*$/m.test(output),
    },
    iconFormat: "ico",
    tooltipLimit: TOOLTIP_LIMIT,
    systrayHelper: "tray_windows_release.exe",
    listeners: netstatListeners(system),
    terminal: () => null,
    focusTerminal: () => null,
    stateFileChanged: null,
  };
}
