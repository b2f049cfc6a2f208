/**
 * Files on the real system: atomic writes, and locks between processes.
 */
import type { FileInfo, Files } from "./host.ts";
import { pause, split, watchFolder } from "./host_watch.ts";

/** How long another process may hold a lock before waiting for it is given up. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 20;

/**
 * A watched folder that is replaced gives an event, as a rule; this is the check for where it does not (network and
 * overlay file systems, a machine that is out of watches).
 */
const WATCH_BACKSTOP_MS = 30_000;

export interface FilesOptions {
  /** How often, in ms, a watched folder is looked at besides the events of the system. */
  readonly watchBackstopMs?: number;
}

/** The files of this machine. */
export function denoFiles(options: FilesOptions = {}): Files {
  return {
    async read(path, maxBytes) {
      const bytes = await readAll(path, maxBytes ?? Infinity);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    readBytes: (path) => readAll(path, Infinity),
    write: writeAtomically,
    async stat(path) {
      const info = await unlessMissing(Deno.stat(path));
      return info === null ? null : fileInfo(info);
    },
    async lstat(path) {
      const info = await unlessMissing(Deno.lstat(path));
      return info === null ? null : fileInfo(info);
    },
    realPath: (path) => unlessMissing(Deno.realPath(path)),
    list: async (folder) => await unlessMissing(namesIn(folder)) ?? [],
    rename: (from, to) => Deno.rename(from, to),
    async remove(path) {
      await unlessMissing(Deno.remove(path));
    },
    async removeFolder(path) {
      return await unlessMissing(Deno.remove(path, { recursive: true }).then(() => true)) ?? false;
    },
    makeDir: (path, mode) => Deno.mkdir(path, { recursive: true, mode }),
    locked: withLock,
    watch: (folder, signal) => watchFolder(folder, signal, options.watchBackstopMs ?? WATCH_BACKSTOP_MS),
  };
}

/** Null when there is no such file; rejects as soon as more than `maxBytes` have come, whatever its size claims to be. */
async function readAll(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = await unlessMissing(Deno.open(path, { read: true }));
  if (file === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The stream closes the file, at its end, on an error and when the loop is left early.
  for await (const chunk of file.readable) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`Cannot read "${path}": it is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * A link at `path` is replaced, not followed: in a shared folder such as /tmp another person could have put it there.
 * The rename makes the change whole; without an fsync a power cut can still lose it, but not mix old and new.
 */
async function writeAtomically(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const { folder, name } = split(path);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = await Deno.makeTempFile({ dir: folder, prefix: `.${name}.`, suffix: ".tmp" });
  try {
    await Deno.writeFile(temporary, typeof data === "string" ? new TextEncoder().encode(data) : data);
    if (Deno.build.os !== "windows") await Deno.chmod(temporary, mode);
    await Deno.rename(temporary, path);
  } catch (error) {
    await unlessMissing(Deno.remove(temporary));
    throw error;
  }
}

/**
 * The lock is on a file beside `path`, because `path` itself is replaced by each write. The lock file stays: removing
 * it would let two processes hold locks on two files of the same name.
 */
async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await Deno.mkdir(split(path).folder, { recursive: true, mode: 0o700 });
  using file = await Deno.open(`${path}.lock`, { create: true, write: true, mode: 0o600 });
  const until = performance.now() + LOCK_PATIENCE_MS;
  while (!await file.tryLock(true)) {
    if (performance.now() > until) {
      throw new Error(`Cannot lock "${path}": another process has held it for ${LOCK_PATIENCE_MS / 1000} s`);
    }
    await pause(LOCK_RETRY_MS, []);
  }
  // Closing the file gives the lock back.
  return await work();
}

/** What is known of a file on a system of this name. */
export function fileInfo(info: Deno.FileInfo, os = Deno.build.os): FileInfo {
  return {
    size: info.size,
    modifiedAt: info.mtime?.getTime() ?? 0,
    // On Windows the bits are made up from the read-only mark.
    mode: info.mode === null || os === "windows" ? null : info.mode & 0o7777,
    isDirectory: info.isDirectory,
    isLink: info.isSymlink,
    owner: info.uid,
    group: info.gid,
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names;
}

/** A path through something that is not a folder leads to no file either. */
async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
}
