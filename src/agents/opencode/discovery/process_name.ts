/**
 * How an OpenCode process is recognised: by the file name of its program. On macOS `lsof` is asked for programs of this name, see
 * `platform/macos_listeners.ts`. Whether its server is one is then asked of itself: see `confirm_opencode.ts`.
 */

/**
 * How the binary is called on Linux: `opencode`, by npm's full path `opencode.exe` on every system, `opencode-cli` in the desktop
 * program, `.opencode` by earlier packages and by wrappers of Nix, whose longer names Linux cuts to 15 characters.
 */
const LINUX_NAME = /^\.?opencode(?:\.exe|-wrapp\w*|-cli(?:\.ex|-w)?)?$/;

/** The file name of the binary on Windows, by npm's package, by an installer of its own, and by the desktop program. */
const WINDOWS_NAME = /^opencode(?:-cli)?\.exe$/i;

/** `comm`: the content of `/proc/PID/comm`. */
export function isOpencodeOnLinux(comm: string): boolean {
  return LINUX_NAME.test(comm.trim());
}

/** `path`: of the program's file. */
export function isOpencodeOnWindows(path: string): boolean {
  return WINDOWS_NAME.test(path.slice(path.lastIndexOf("\\") + 1));
}
