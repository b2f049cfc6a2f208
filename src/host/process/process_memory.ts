/** Gives memory of this process back to the system after it has done much. */

/**
 * Collects V8's garbage at once, and gives back what the rest of the program has freed: glibc keeps freed memory, 15 MB after a few
 * seconds of much traffic. Null = V8 cannot be told to, since the program runs from its source.
 */
export function collector(): ((all: boolean) => void) | null {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") return null;
  let trim: (() => Promise<unknown>) | null = null;
  return (all) => {
    // V8 moves what is left together only when it is to free all that it can.
    collect(all ? { type: "major", execution: "sync", flavor: "last-resort" } : undefined);
    trim ??= openTrim();
    // Its result says only whether there was something to give back.
    void trim();
  };
}

/** Runs on another thread, since Deno's turbocalls would cost 1 MB. Does nothing where the C library is not glibc. */
function openTrim(): () => Promise<unknown> {
  if (Deno.build.os !== "linux") return () => Promise.resolve();
  try {
    // int malloc_trim(size_t pad) of malloc.h: gives back all free memory of every thread but `pad` bytes.
    const { symbols } = Deno.dlopen("libc.so.6", {
      malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true },
    });
    return () => symbols.malloc_trim(0n);
  } catch {
    return () => Promise.resolve();
  }
}
