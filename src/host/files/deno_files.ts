/**
 * Files on the real system, and locks between processes.
 */
import type { FileInfo, Files } from "../host.ts";
import { appendTo, readAll, refuseOdd, sweep, writeAtomically } from "./file_io.ts";
import { watchFile, ways } from "./symbolic_links.ts";
import { unlessMissing, withinDiskTime } from "./disk_time_limit.ts";
import { pause } from "../pause.ts";
import { split, watchFolder } from "./folder_watch.ts";
import { fileError } from "../host_error.ts";

/** How long another process may hold a lock before waiting for it is given up. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 20;

/**
 * A watched folder that is replaced usually gives an event. Where it does not (network and overlay file systems, a machine that is
 * out of watches), the folder is looked at this often.
 */
const WATCH_BACKSTOP_MS = 120_000;

export interface FilesOptions {
  /** How often, in ms, a watched folder is looked at even when the system tells of no event. */
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
    append: appendTo,
    stat: (path) => looked(path, Deno.stat),
    lstat: (path) => looked(path, Deno.lstat),
    realPath: (path) => withinDiskTime("read", path, () => unlessMissing(Deno.realPath(path))),
    list: async (folder) => await withinDiskTime("read", folder, () => unlessMissing(namesIn(folder))) ?? [],
    rename: (from, to) => withinDiskTime("write", to, () => Deno.rename(from, to)),
    async remove(path) {
      await withinDiskTime("write", path, () => unlessMissing(Deno.remove(path)));
    },
    async removeFolder(path) {
      return await unlessMissing(Deno.remove(path, { recursive: true }).then(() => true)) ?? false;
    },
    sweep,
    async setMode(path, mode) {
      if (Deno.build.os !== "windows") await withinDiskTime("write", path, () => Deno.chmod(path, mode));
    },
    makeDir: (path, mode) => withinDiskTime("write", path, () => Deno.mkdir(path, { recursive: true, mode })),
    locked: withLock,
    ways,
    watch: (folder, signal) => watchFolder(folder, signal, options.watchBackstopMs ?? WATCH_BACKSTOP_MS),
    watchFile: (path, signal) => watchFile(path, signal, options.watchBackstopMs ?? WATCH_BACKSTOP_MS),
  };
}

/**
 * The lock is on a file beside `path`, because `path` itself is replaced by each write. The lock file stays: removing
 * it would let two processes hold locks on two files of the same name.
 */
async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  using file = await withinDiskTime("lock", path, () => openLock(path));
  const until = performance.now() + LOCK_PATIENCE_MS;
  while (!await file.tryLock(true)) {
    if (performance.now() > until) {
      throw fileError("lock", path, { kind: "held", seconds: LOCK_PATIENCE_MS / 1000 });
    }
    await pause(LOCK_RETRY_MS, []);
  }
  // Closing the file releases the lock.
  return await work();
}

async function openLock(path: string): Promise<Deno.FsFile> {
  await Deno.mkdir(split(path).folder, { recursive: true, mode: 0o700 });
  const lock = `${path}.lock`;
  // Opening a pipe would wait until somebody reads from it.
  const there = await unlessMissing(Deno.stat(lock));
  if (there !== null) refuseOdd("lock", lock, there);
  return await Deno.open(lock, { create: true, write: true, mode: 0o600 });
}

function looked(path: string, look: (path: string) => Promise<Deno.FileInfo>): Promise<FileInfo | null> {
  return withinDiskTime("read", path, async () => {
    const info = await unlessMissing(look(path));
    return info === null ? null : fileInfo(info);
  });
}

/** The facts about a file, on the named operating system. */
export function fileInfo(info: Deno.FileInfo, os = Deno.build.os): FileInfo {
  return {
    size: info.size,
    modifiedAt: info.mtime?.getTime() ?? 0,
    // On Windows, Deno derives the bits from the read-only mark alone.
    mode: info.mode === null || os === "windows" ? null : info.mode & 0o7777,
    isFile: info.isFile,
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
