/**
 * OpenCode's listening sockets where the system has a table of all sockets with their owners: the table is read again and again,
 * and of each owner it is asked once what program it is.
 */
import type { Host } from "../../../host/host.ts";
import type { Listener } from "../../../platform/platform.ts";

export type SocketsHost = Pick<Host, "pid" | "sockets">;

export interface OwnedSockets {
  /** All listeners of OpenCode's processes as they stand. Throws when the system does not tell. */
  look(): readonly Listener[];
  /** What is known of this process is in doubt: it is asked again. */
  doubt(pid: number): void;
}

/** The file name of the binary, by npm's package, by an installer of its own, and by the desktop program. */
const NAME = /^opencode(?:-cli)?\.exe$/i;

export function createOwnedSockets({ pid: own, sockets }: SocketsHost): OwnedSockets {
  /** By process, while it listens: a number is given anew once its process has ended. */
  const known = new Map<number, boolean>();

  function isOpencode(pid: number): boolean {
    const before = known.get(pid);
    if (before !== undefined) return before;
    // What may not be asked belongs to another person.
    const path = sockets.programOf(pid) ?? "";
    const isOne = pid !== own && NAME.test(path.slice(path.lastIndexOf("\\") + 1));
    known.set(pid, isOne);
    return isOne;
  }

  return {
    look() {
      const all = sockets.list();
      const owners = new Set(all.map(({ pid }) => pid));
      for (const pid of known.keys()) if (!owners.has(pid)) known.delete(pid);
      return all.filter(({ pid }) => isOpencode(pid));
    },
    doubt: (pid) => void known.delete(pid),
  };
}
