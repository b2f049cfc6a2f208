/** Files that exist in memory only: for the demo, which must leave nothing behind. */
import type { FileInfo, Files } from "../host.ts";

interface MemoryFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
}

/** `now` gives the time at which a file is changed, in epoch ms. */
export function memoryFiles(now: () => number): Files {
  const files = new Map<string, MemoryFile>();
  const watchers = new Set<(path: string) => void>();
  const locks = new Map<string, Promise<unknown>>();

  const changed = (path: string) => {
    for (const watcher of [...watchers]) watcher(path);
  };
  const put = (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    files.set(path, { bytes, at: now() });
    changed(path);
  };

  return {
    read: (path) => Promise.resolve(textOf(files.get(path)?.bytes)),
    readBytes: (path) => Promise.resolve(files.get(path)?.bytes ?? null),
    write(path, data) {
      put(path, typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data));
      return Promise.resolve();
    },
    append(path, data) {
      const before = files.get(path)?.bytes ?? new Uint8Array();
      const bytes = new Uint8Array(before.length + data.length);
      bytes.set(before);
      bytes.set(data, before.length);
      put(path, bytes);
      return Promise.resolve(bytes.length);
    },
    stat: (path) => Promise.resolve(infoOf(files.get(path))),
    lstat: (path) => Promise.resolve(infoOf(files.get(path))),
    realPath: (path) => Promise.resolve(files.has(path) ? path : null),
    ways: (path) => Promise.resolve([path]),
    list(folder) {
      const inside = [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
      return Promise.resolve([
        ...new Set(inside.map((path) => path.slice(folder.length + 1).split("/")[0] ?? "")),
      ]);
    },
    rename(from, to) {
      const file = files.get(from);
      if (file === undefined) return Promise.reject(new Error(`No such file: ${from}`));
      files.delete(from);
      put(to, file.bytes);
      return Promise.resolve();
    },
    remove(path) {
      if (files.delete(path)) changed(path);
      return Promise.resolve();
    },
    removeFolder(path) {
      const inside = [...files.keys()].filter((name) => name.startsWith(`${path}/`));
      for (const name of inside) {
        files.delete(name);
        changed(name);
      }
      return Promise.resolve(inside.length > 0);
    },
    setMode: () => Promise.resolve(),
    sweep: () => Promise.resolve(),
    makeDir: () => Promise.resolve(),
    locked(path, work) {
      const turn = (locks.get(path) ?? Promise.resolve()).then(work, work);
      locks.set(path, turn);
      return turn;
    },
    watch: (folder, signal) => watchFolder(folder, signal, watchers),
    async *watchFile(path, signal) {
      const slash = path.lastIndexOf("/");
      for await (const name of watchFolder(path.slice(0, slash), signal, watchers)) {
        if (name === path.slice(slash + 1)) yield;
      }
    },
  };
}

async function* watchFolder(
  folder: string,
  signal: AbortSignal,
  watchers: Set<(path: string) => void>,
): AsyncGenerator<string> {
  const names: string[] = [];
  let wake = () => {};
  const watcher = (path: string) => {
    if (!path.startsWith(`${folder}/`)) return;
    names.push(path.slice(folder.length + 1));
    wake();
  };
  const stop = () => wake();
  watchers.add(watcher);
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      const name = names.shift();
      if (name !== undefined) yield name;
      else await new Promise<void>((resolve) => wake = resolve);
    }
  } finally {
    watchers.delete(watcher);
    signal.removeEventListener("abort", stop);
  }
}

function infoOf(file: MemoryFile | undefined): FileInfo | null {
  if (file === undefined) return null;
  const kind = { isFile: true, isDirectory: false, isLink: false };
  return { size: file.bytes.length, modifiedAt: file.at, mode: 0o600, ...kind, owner: null, group: null };
}

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}
