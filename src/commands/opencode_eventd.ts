/**
 * The program under its older name, `opencode-eventd`: the daemon behind plugins of menu bars. It has no icon, writes its log
 * where people look for it, and can leave the terminal. What it needs for that loads when it is done: everybody asks for the name.
 */
import type { CommandMessages } from "../core/language/command_messages.ts";
import type { Messages } from "../core/language/messages.ts";
import type { Host } from "../host/host.ts";
import type { LogLevel } from "../storage/logging.ts";
import type { LoadedSettings } from "../storage/settings_file.ts";

/** Where the older daemon's log is. */
export const logFile = "/tmp/opencode-monitor.log";

/** Whether the program was started under that name, by a link or a copy. `argv0`: the name as it was typed, or a path. */
export function isEventd(argv0: string): boolean {
  return /(?:^|[\\/])opencode-eventd(?:\.exe)?$/.test(argv0);
}

/** The arguments of the program for those of the daemon; help and the like stay as they are. */
export function eventdArguments(args: readonly string[]): readonly string[] {
  // A copy that has started itself once more is called so too.
  const asked = args.some((arg) => ["--help", "-h", "--version", "--eventd"].includes(arg));
  return asked ? args : ["run", "--headless", "--tray", "none", "--eventd", ...args];
}

/**
 * Logs where people look for it, with everything in it where OPENCODE_DEBUG=1; `otherwise` where that file cannot be written. A
 * symbolic link that someone placed there would be written through, so it is taken away first, and what belongs to another user is left
 * to them. Nothing goes to standard error: a daemon's is nobody's to read.
 */
export async function startEventdLogging(
  host: Pick<Host, "env" | "kernel" | "uid"> & {
    readonly files: Pick<Host["files"], "remove" | "makeDir" | "stat" | "lstat">;
  },
  { level, otherwise }: { readonly level: LogLevel; readonly otherwise: string },
): Promise<void> {
  const { refuseOdd, startKeptLog, startLogging } = await import("../storage/logging.ts");
  const options = { level: host.env("OPENCODE_DEBUG") === "1" ? "debug" : level, err: () => {} } as const;
  try {
    if (host.kernel.readLink(logFile) !== null) await host.files.remove(logFile);
    const info = await host.files.lstat(logFile);
    refuseOdd(logFile, info);
    if (info !== null && info.owner !== host.uid) throw new Error(`"${logFile}" belongs to another user`);
    await startLogging({ ...options, file: logFile });
  } catch {
    await startKeptLog(host, { ...options, file: otherwise });
  }
}

/** What keeps the program from starting, and its exit status. */
export interface Refusal {
  readonly status: 1 | 3;
  lines(messages: Messages, words: CommandMessages): readonly string[];
}

/** Looked at while somebody reads: what it says in the background nobody sees. Null = it can start. */
export async function refusalToDetach(
  host: Host,
  serverFile: string,
  settings: LoadedSettings,
): Promise<Refusal | null> {
  const { connectRunning } = await import("../server/rpc_client.ts");
  const running = await connectRunning(host, serverFile);
  running?.close();
  if (running !== null) {
    const { pid } = running.address;
    return { status: 3, lines: (_, words) => [words.alreadyRunning(pid)] };
  }
  switch (settings.kind) {
    case "settings":
      return null;
    case "problems":
      return { status: 1, lines: (messages) => settings.problems.map(messages.reason) };
  }
}
