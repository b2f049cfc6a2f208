/**
 * Finds OpenCode's listening processes on Windows, which has a table of all sockets with their owners: the table is read again and
 * again, and for each owner the system is asked once what program it is.
 */
import type { Host } from "../../../host/host.ts";
import type { Listener } from "../../../platform/platform.ts";
import { isOpencodeOnWindows } from "./process_name.ts";

export type WindowsProcessHost = Pick<Host, "pid" | "sockets">;

export interface WindowsProcessScan {
  /** All listeners of OpenCode's processes as they stand. Throws when the system does not tell. */
  scan(): readonly Listener[];
  /** What is known of this process may be wrong: the next scan asks again. */
  recheck(pid: number): void;
}

export function createWindowsProcessScan({ pid: own, sockets }: WindowsProcessHost): WindowsProcessScan {
  /** By process id, while it listens: ids are reused once their process has ended. */
  const known = new Map<number, boolean>();

  function isOpencode(pid: number): boolean {
    const before = known.get(pid);
    if (before !== undefined) return before;
    // The program of another person's process is not told.
    const isOne = pid !== own && isOpencodeOnWindows(sockets.programOf(pid) ?? "");
    known.set(pid, isOne);
    return isOne;
  }

  return {
    scan() {
      const all = sockets.list();
      const owners = new Set(all.map(({ pid }) => pid));
      for (const pid of known.keys()) if (!owners.has(pid)) known.delete(pid);
      return all.filter(({ pid }) => isOpencode(pid));
    },
    recheck: (pid) => void known.delete(pid),
  };
}
