/**
 * The program under its older name, `opencode-eventd`: the daemon behind plugins of menu bars. It has no icon, writes its log
 * where people look for it, and can leave the terminal.
 */
import type { Host } from "./host.ts";

/** Where the older daemon's log is. */
const logFile = "/tmp/opencode-monitor.log";

/** Whether the program was started under that name, by a link or a copy. `argv0`: the name as it was typed, or a path. */
export function isEventd(argv0: string): boolean {
  return /(?:^|[\\/])opencode-eventd(?:\.exe)?$/.test(argv0);
}

/** The arguments of the program for those of the daemon; help and the like stay as they are. */
export function eventdArguments(args: readonly string[]): readonly string[] {
  const asked = args.some((arg) => ["--help", "-h", "--version"].includes(arg));
  return asked ? args : ["run", "--headless", "--tray", "none", "--eventd", ...args];
}

/**
 * The log file, made safe: a symbolic link that someone placed there would be written through, so it is taken away, and where that
 * is not possible `otherwise` is used.
 */
export async function eventdLog(
  host: Pick<Host, "kernel"> & { readonly files: Pick<Host["files"], "remove"> },
  otherwise: string,
): Promise<string> {
  if (host.kernel.readLink(logFile) === null) return logFile;
  try {
    await host.files.remove(logFile);
    return logFile;
  } catch {
    return otherwise;
  }
}
