/** How many files this process may have open: as many as an ordinary program needs, where the system allows it. */

/** The number of the limit on open files. Source: bits/resource.h of glibc, sys/resource.h of macOS. */
const RLIMIT_NOFILE = { linux: 7, darwin: 8 } as const;
const LIBRARY = { linux: "libc.so.6", darwin: "libSystem.dylib" } as const;

/** Far more than is ever open here, but not more: children inherit the limit, and some close every file that they could have. */
const ENOUGH = 8192n;

/**
 * Raises the soft limit on open files towards the hard one. Desktops start programs with 1,024, macOS with 256. Where it cannot be
 * raised it stays. Never rejects.
 *
 * The call runs on another thread, since Deno's turbocalls would cost 1 MB of memory.
 */
export async function raiseOpenFiles(): Promise<void> {
  const { os } = Deno.build;
  if (os !== "linux" && os !== "darwin") return;
  if (os === "linux" && isEnough()) return;
  try {
    const library = Deno.dlopen(LIBRARY[os], {
      getrlimit: { parameters: ["i32", "buffer"], result: "i32", nonblocking: true },
      setrlimit: { parameters: ["i32", "buffer"], result: "i32", nonblocking: true },
    });
    try {
      // The soft limit, then the hard one.
      const limit = new BigUint64Array(2);
      if (await library.symbols.getrlimit(RLIMIT_NOFILE[os], limit) !== 0) return;
      const [soft = 0n, hard = 0n] = limit;
      const wanted = hard < ENOUGH ? hard : ENOUGH;
      if (soft >= wanted) return;
      limit[0] = wanted;
      await library.symbols.setrlimit(RLIMIT_NOFILE[os], limit);
    } finally {
      library.close();
    }
  } catch {
    return;
  }
}

/** Loading the library costs 1.5 MB. */
function isEnough(): boolean {
  const soft = openFiles();
  return soft !== null && soft >= Number(ENOUGH);
}

/** How many files may be open at a time now; null = not known, as on all systems but Linux. Never throws. */
export function openFiles(): number | null {
  try {
    const soft = /^Max open files +(\d+|unlimited)/m.exec(Deno.readTextFileSync("/proc/self/limits"))?.[1];
    return soft === undefined ? null : soft === "unlimited" ? Infinity : Number(soft);
  } catch {
    return null;
  }
}
