/** The memory of this process, given back to the system when it has done much. */

/**
 * Collects V8's garbage at once, and gives back what the rest of the program has freed: glibc keeps that to itself, 15 MB after
 * a few seconds of much traffic. Null = V8 takes no such order: the program runs from its source.
 */
export function collector(): (() => void) | null {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") return null;
  let trim: (() => Promise<unknown>) | null = null;
  return () => {
    collect();
    trim ??= openTrim();
    // It has nothing to say but whether there was anything.
    void trim();
  };
}

/** On another thread: without turbocalls, which cost 1 MB. Of what is not glibc nothing is asked. */
function openTrim(): () => Promise<unknown> {
  if (Deno.build.os !== "linux") return () => Promise.resolve();
  try {
    // int malloc_trim(size_t pad) of malloc.h: all that is free goes back, of every thread's, but for `pad` bytes.
    const { symbols } = Deno.dlopen("libc.so.6", {
      malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true },
    });
    return () => symbols.malloc_trim(0n);
  } catch {
    return () => Promise.resolve();
  }
}
