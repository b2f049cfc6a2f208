/**
 * Tells when programs are started on this machine, without any special permission: the loader of every dynamically linked program
 * opens the cache of libraries (glibc's ld.so(8)), and inotify(7) tells of that. The runtime's own watcher does not watch for files
 * that are opened.
 */

/** Where this file is missing, as on NixOS and with musl, starts are not told. */
const LIBRARY_CACHE = "/etc/ld.so.cache";

// Source: bits/inotify.h and sys/inotify.h of glibc; the numbers are the same on x86-64 and arm64.
const CLOSE_ON_EXEC = 0o2000000;
const LINKS_CHANGED = 0x4, OPENED = 0x20, MOVED = 0x800, IGNORED = 0x8000;
/** Events after which another file may have this name; the old file may still exist under another name. */
const REPLACED = LINKS_CHANGED | MOVED | IGNORED;
/** The bytes of an event: the watch, its mask, a cookie, and the length of the name that follows. */
const EVENT_BYTES = 16, MASK_AT = 4, NAME_LENGTH_AT = 12;
/** What does not fit is read next time. Equal events are joined into one until somebody reads them. */
const READ_BYTES = 4096;

/** As `Host.programStarts`. */
export async function* programStarts(
  signal: AbortSignal,
  libraryCache = LIBRARY_CACHE,
): AsyncGenerator<void> {
  if (Deno.build.os !== "linux" || signal.aborted) return;
  const library = openLibrary();
  if (library === null) return;
  const { inotify_init1, inotify_add_watch, inotify_rm_watch, read, close } = library.symbols;
  const path = new TextEncoder().encode(`${libraryCache}\0`);
  const events = new Uint8Array(READ_BYTES);
  const descriptor = inotify_init1(CLOSE_ON_EXEC);
  let watch = -1;
  // Removing the watch is an event too, which ends the wait for more.
  const stop = () => void inotify_rm_watch(descriptor, watch);
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (descriptor >= 0 && !signal.aborted) {
      const before = watch;
      watch = inotify_add_watch(descriptor, path, OPENED | LINKS_CHANGED | MOVED);
      if (watch < 0) return;
      if (before >= 0 && before !== watch) inotify_rm_watch(descriptor, before);
      for (let isWatched = true; isWatched && !signal.aborted;) {
        yield;
        if (signal.aborted) return;
        // This waits on a thread that sleeps.
        const count = Number(await read(descriptor, events, BigInt(events.length)));
        if (count <= 0) return;
        // The watch stays with the old file, or is removed with it.
        isWatched = !masksIn(events.subarray(0, count)).some((mask) => (mask & REPLACED) !== 0);
      }
    }
  } finally {
    signal.removeEventListener("abort", stop);
    if (descriptor >= 0) close(descriptor);
    library.close();
  }
}

function openLibrary() {
  try {
    return Deno.dlopen("libc.so.6", {
      inotify_init1: { parameters: ["i32"], result: "i32" },
      inotify_add_watch: { parameters: ["i32", "buffer", "u32"], result: "i32" },
      inotify_rm_watch: { parameters: ["i32", "i32"], result: "i32" },
      read: { parameters: ["i32", "buffer", "usize"], result: "isize", nonblocking: true },
      close: { parameters: ["i32"], result: "i32" },
    });
  } catch {
    return null;
  }
}

function masksIn(events: Uint8Array): readonly number[] {
  const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
  const masks: number[] = [];
  for (let at = 0; at + EVENT_BYTES <= events.length;) {
    masks.push(view.getUint32(at + MASK_AT, true));
    at += EVENT_BYTES + view.getUint32(at + NAME_LENGTH_AT, true);
  }
  return masks;
}
