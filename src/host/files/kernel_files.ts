/** The kernel's own files on the real system. */
import type { KernelFiles } from "../host.ts";

export const denoKernelFiles: KernelFiles = {
  read: (path) => orNull(() => Deno.readTextFileSync(path)),
  list: (folder) => orNull(() => Array.from(Deno.readDirSync(folder), ({ name }) => name)) ?? [],
  readLink: (path) => orNull(() => Deno.readLinkSync(path)),
};

/** Null where it fails: a process may end at any moment, and its files go with it. */
function orNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
