/** Files that are symbolic links, which people use who keep their settings elsewhere: where they lead, and what changes there. */
import { dirname, resolve } from "node:path";
import { unlessMissing, withinDiskTime } from "./disk_time_limit.ts";
import { split, watchFolder } from "./folder_watch.ts";
import { fileError } from "../host_error.ts";

/** As many links as Linux follows. Source: path_resolution(7). */
const MAX_LINKS = 40;

/** As `Files.ways`. */
export function ways(path: string): Promise<readonly string[]> {
  return withinDiskTime("read", path, async () => {
    const passed = [path];
    for (let at = path; passed.length <= MAX_LINKS; passed.push(at)) {
      const info = await unlessMissing(Deno.lstat(at));
      if (info === null || !info.isSymlink) return passed;
      // A relative link starts at the folder that it is in, not at a link to that folder.
      const folder = await unlessMissing(Deno.realPath(dirname(at))) ?? dirname(at);
      at = resolve(folder, await Deno.readLink(at));
    }
    throw fileError("read", path, { kind: "too-many-links" });
  });
}

/** As `Files.watchFile`. */
export async function* watchFile(path: string, signal: AbortSignal, backstopMs: number): AsyncIterable<void> {
  while (!signal.aborted) {
    const now = await waysOrSelf(path);
    const links = await folderLinks(path);
    const target = await realOrNull(dirname(path));
    const ended = new AbortController();
    const end = () => ended.abort();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    // One change is told once, even where several watches tell of it.
    let changed = Promise.withResolvers<void>();
    let failed: { readonly error: unknown } | null = null;
    const watchOne = async (way: string) => {
      const { folder, name } = split(way);
      for await (const each of watchFolder(folder, ended.signal, backstopMs)) {
        if (each === "" || each === name) changed.resolve();
      }
    };
    const watches = [...now, ...links].map((way) =>
      watchOne(way).catch((error) => {
        failed = { error };
        changed.resolve();
      })
    );
    ended.signal.addEventListener("abort", () => changed.resolve());
    try {
      while (!ended.signal.aborted) {
        await changed.promise;
        changed = Promise.withResolvers<void>();
        rethrow(failed);
        if (signal.aborted) return;
        yield;
        // If a link leads elsewhere now, the new place is watched, and the file is looked at once more.
        if ((await waysOrSelf(path)).join("\n") !== now.join("\n")) break;
        if (links.length > 0 && await realOrNull(dirname(path)) !== target) break;
      }
    } finally {
      end();
      signal.removeEventListener("abort", end);
      await Promise.all(watches);
    }
  }
}

async function waysOrSelf(path: string): Promise<readonly string[]> {
  try {
    return await ways(path);
  } catch {
    return [path];
  }
}

/** The links to folders on the way to the file. Links in the root folder belong to the system and do not change. */
async function folderLinks(path: string): Promise<readonly string[]> {
  const links: string[] = [];
  for (let at = dirname(resolve(path)); dirname(at) !== dirname(dirname(at)); at = dirname(at)) {
    links.push(...(await waysOrSelf(at)).slice(0, -1));
  }
  return links;
}

async function realOrNull(path: string): Promise<string | null> {
  try {
    return await withinDiskTime("read", path, () => unlessMissing(Deno.realPath(path)));
  } catch {
    return null;
  }
}

function rethrow(failed: { readonly error: unknown } | null): void {
  if (failed !== null) throw failed.error;
}
