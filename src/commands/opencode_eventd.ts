/**
 * The program under its older name, `opencode-eventd`: the daemon behind plugins of menu bars. It has no icon, and writes its log
 * where people look for it. Every start asks for the name, so logging is loaded only where it is needed.
 */
import type { Host } from "../host/host.ts";
import type { LogLevel } from "../storage/logging.ts";
import { ReasonError } from "../core/reason_error.ts";

/** Where the older daemon's log is. */
export const logFile = "/tmp/opencode-monitor.log";

/** Whether the program was started under that name, by a link or a copy. `argv0`: the name as it was typed, or a path. */
export function isEventd(argv0: string): boolean {
  return /(?:^|[\\/])opencode-eventd(?:\.exe)?$/.test(argv0);
}

/** Makes the arguments of the daemon into those of the program. Help and the like stay as they are. */
export function eventdArguments(args: readonly string[]): readonly string[] {
  // A copy of the program that starts itself again has this name too.
  const asked = args.some((arg) => ["--help", "-h", "--version", "--eventd"].includes(arg));
  return asked ? args : ["run", "--headless", "--tray", "none", "--eventd", ...args];
}

/**
 * Logs where people look for it: everything where OPENCODE_DEBUG=1. `otherwise`: the file to use where that one cannot be written. A
 * symbolic link there is removed first, because someone else may have placed it to have another file overwritten. A file of another
 * user is left alone. Nothing goes to standard error, which nobody reads of a daemon.
 */
export async function startEventdLogging(
  host: Pick<Host, "env" | "kernel" | "uid"> & {
    readonly files: Pick<Host["files"], "remove" | "makeDir" | "stat" | "lstat">;
  },
  { level, otherwise }: { readonly level: LogLevel; readonly otherwise: string },
): Promise<void> {
  const { refuseOdd, startFileLog, startLogging } = await import("../storage/logging.ts");
  const options = { level: host.env("OPENCODE_DEBUG") === "1" ? "debug" : level, err: () => {} } as const;
  try {
    if (host.kernel.readLink(logFile) !== null) await host.files.remove(logFile);
    const info = await host.files.lstat(logFile);
    refuseOdd(logFile, info);
    if (info !== null && info.owner !== host.uid) {
      throw new ReasonError({ about: "folder", kind: "of-another-user", path: logFile });
    }
    await startLogging({ ...options, file: logFile });
  } catch {
    await startFileLog(host, { ...options, file: otherwise });
  }
}
