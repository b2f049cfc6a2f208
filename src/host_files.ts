/**
 * Files on the real system: atomic writes, locks between processes, and watching a folder that may come and go.
 */
import type { FileInfo, Files } from "./host.ts";

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

/**
 * Yields "" when the folder is first watched and after each re-arm, then the names that change. While the folder is
 * missing, the nearest folder above it is watched instead, so that waiting costs nothing.
 */
async function* watchFolder(folder: string, signal: AbortSignal, backstopMs: number): AsyncIterable<string> {
  const wanted = folder.length > 1 ? folder.replace(/[/\\]+$/, "") : folder;
  while (!signal.aborted) {
    const target = await nearestExisting(wanted);
    const before = await identity(target);
    let real: string;
    let watcher: Deno.FsWatcher;
    try {
      // A folder that is watched under two paths has the events of both under one of them.
      real = await Deno.realPath(target);
      watcher = Deno.watchFs(real, { recursive: false });
    } catch {
      // Gone again, forbidden, or the machine is out of watches: then looking now and then has to do.
      await pause(backstopMs, [signal]);
      yield "";
      continue;
    }
    const rearm = new AbortController();
    const close = () => rearm.abort();
    rearm.signal.addEventListener("abort", () => closeOnce(watcher));
    signal.addEventListener("abort", close);
    const replaced = closeWhenReplaced(wanted, target, before, rearm, backstopMs);
    try {
      if (signal.aborted) break;
      // What was made between the look and the watch has raised no event.
      if (await nearestExisting(wanted) !== target || await identity(target) !== before) continue;
      if (target === wanted) {
        yield "";
        yield* namesUntilGone(watcher, real);
      } else {
        const next = wanted.slice(target.length).replace(/^[/\\]+/, "").split(/[/\\]/)[0];
        for await (const name of namesUntilGone(watcher, real)) if (name === next) break;
      }
    } finally {
      signal.removeEventListener("abort", close);
      rearm.abort();
      await replaced;
    }
  }
}

/** The names of what changes in the watched folder, until it is removed or moved away. */
async function* namesUntilGone(watcher: Deno.FsWatcher, real: string): AsyncIterable<string> {
  for await (const event of watcher) {
    if (event.kind === "access") continue;
    for (const path of event.paths.map((each) => each.replace(/[/\\]+$/, ""))) {
      const { folder, name } = split(path);
      if (folder === real) yield name;
      else if (path === real && event.kind !== "modify") return;
    }
  }
}

/** Leaving the loop over its events has closed it already. */
function closeOnce(watcher: Deno.FsWatcher): void {
  try {
    watcher.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

async function closeWhenReplaced(
  wanted: string,
  target: string,
  before: string | null,
  rearm: AbortController,
  backstopMs: number,
): Promise<void> {
  while (!rearm.signal.aborted) {
    await pause(backstopMs, [rearm.signal]);
    if (rearm.signal.aborted) return;
    if (await nearestExisting(wanted) !== target || await identity(target) !== before) rearm.abort();
  }
}

async function nearestExisting(folder: string): Promise<string> {
  for (let path = folder;;) {
    const info = await unlessFailing(Deno.stat(path));
    const above = split(path).folder;
    if (info?.isDirectory || above === path) return path;
    path = above;
  }
}

/** What tells a folder from another one that has taken its place. */
async function identity(path: string): Promise<string | null> {
  const info = await unlessFailing(Deno.stat(path));
  return info === null ? null : `${info.dev}:${info.ino}:${info.birthtime?.getTime()}`;
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const end = Math.max(path.lastIndexOf("/"), Deno.build.os === "windows" ? path.lastIndexOf("\\") : -1);
  if (end < 0) return { folder: ".", name: path };
  const folder = path.slice(0, end);
  // "/x" is in "/", and "C:\x" in "C:\".
  return {
    folder: folder === "" || folder.endsWith(":") ? path.slice(0, end + 1) : folder,
    name: path.slice(end + 1),
  };
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

async function unlessFailing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch {
    return null;
  }
}

/** Resolves after `ms`, or as soon as one of the signals aborts; leaves neither timer nor listener behind. */
export function pause(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", end);
      resolve();
    };
    // A timer of 2^31 ms and more fires at once.
    const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
    for (const signal of signals) signal.addEventListener("abort", end);
  });
}
