/** The controlling terminal of a process: by it, the window in which a session runs is found. */
import type { Host } from "../../../host/host.ts";
import type { Platform } from "../../../platform/platform.ts";
import { second } from "../../../core/time/units.ts";

/** For the command that tells it, where there is one. */
const COMMAND_LIMIT_MS = 2 * second;

/** "pts/3", "ttys001"; "" = none, or not known. Never rejects. */
export async function terminalOf(
  host: Pick<Host, "kernel" | "run">,
  platform: Pick<Platform, "listeners" | "terminal">,
  pid: number,
): Promise<string> {
  try {
    if (platform.listeners.kind === "proc") {
      return terminalIn(host.kernel.read(`/proc/${pid}/stat`) ?? "");
    }
    const command = platform.terminal(pid);
    if (command === null) return "";
    const { stdout } = await host.run(command, { timeoutMs: COMMAND_LIMIT_MS });
    // `ps` prints question marks where there is none.
    return /^[\w/]+$/.exec(stdout.trim())?.[0] ?? "";
  } catch {
    return "";
  }
}

/** The controlling terminal of a process from its `/proc/PID/stat`: "pts/3", "tty1"; "" = none, or not known. */
export function terminalIn(stat: string): string {
  // The name in brackets may hold anything, brackets too. After it: state, parent, group, session, terminal; see proc_pid_stat(5).
  const device = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[4]);
  if (!Number.isInteger(device) || device <= 0) return "";
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  // Documentation/admin-guide/devices.txt of the kernel.
  if (major >= 136 && major <= 143) return `pts/${(major - 136) * 256 + minor}`;
  if (major === 4) return minor < 64 ? `tty${minor}` : `ttyS${minor - 64}`;
  return "";
}
