/** Watches a folder that may come and go, with a runtime that loses events when many come at once. */
import { pause } from "../pause.ts";

/**
 * Yields "" when the folder is first watched and each time that it is watched anew, then the names that change. While the folder is
 * missing, the nearest folder above it is watched instead, so that waiting costs nothing.
 */
export async function* watchFolder(
  folder: string,
  signal: AbortSignal,
  backstopMs: number,
): AsyncIterable<string> {
  const wanted = folder.length > 1 ? folder.replace(/[/\\]+$/, "") : folder;
  while (!signal.aborted) {
    const before = await nearestExisting(wanted);
    const target = before.path;
    let real: string;
    let watcher: Deno.FsWatcher;
    try {
      // When one folder is watched under two paths, the events of both watches carry one of the paths.
      real = await Deno.realPath(target);
      watcher = Deno.watchFs(real, { recursive: false });
    } catch {
      // It is gone again, or forbidden, or the machine is out of watches: then it is looked at now and then.
      await pause(backstopMs, [signal]);
      yield "";
      continue;
    }
    const rearm = new AbortController();
    const close = () => rearm.abort();
    rearm.signal.addEventListener("abort", () => closeOnce(watcher));
    signal.addEventListener("abort", close);
    const replaced = closeWhenReplaced(wanted, before, rearm, backstopMs);
    try {
      if (signal.aborted) break;
      // What was made after the look and before the watch has raised no event.
      if (!isSame(await nearestExisting(wanted), before)) continue;
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

/**
 * How many events Deno keeps until somebody takes them; it drops what comes beyond that. Source: `mpsc::channel` in its ext/fs_events.
 */
const KEPT_EVENTS = 16;
/** A burst of events is over when no event comes for this long. */
const QUIET_MS = 100;

/** The events of a watcher; null after a burst in which some may have been dropped. */
async function* withGaps(watcher: Deno.FsWatcher): AsyncIterable<Deno.FsEvent | null> {
  const events = watcher[Symbol.asyncIterator]();
  let next: ReturnType<typeof events.next> | null = null;
  let burst = 0;
  while (true) {
    const waitsFrom = performance.now();
    next ??= events.next();
    const taken = burst < KEPT_EVENTS ? await next : await beforeQuiet(next);
    if (taken === null) {
      burst = 0;
      // If it fails, that is thrown where it is awaited next, not as an unhandled error meanwhile.
      next.catch(() => {});
      yield null;
      continue;
    }
    if (taken.done === true) return;
    burst = performance.now() - waitsFrom < QUIET_MS ? burst + 1 : 1;
    next = null;
    yield taken.value;
  }
}

/** The next event, or null if none comes for a while. */
async function beforeQuiet<T>(next: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([next, pause(QUIET_MS, [over.signal]).then(() => null)]);
  } finally {
    over.abort();
  }
}

/** The names of what changes in the watched folder, or "" where anything may have changed, until the folder is removed or moved. */
async function* namesUntilGone(watcher: Deno.FsWatcher, real: string): AsyncIterable<string> {
  for await (const event of withGaps(watcher)) {
    if (event === null) yield "";
    if (event === null || event.kind === "access") continue;
    for (const path of event.paths.map((each) => each.replace(/[/\\]+$/, ""))) {
      const { folder, name } = split(path);
      if (folder === real) yield name;
      else if (path === real && event.kind !== "modify") return;
    }
  }
}

/** The watcher may be closed already: leaving the loop over its events closes it. */
function closeOnce(watcher: Deno.FsWatcher): void {
  try {
    watcher.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

async function closeWhenReplaced(
  wanted: string,
  before: Existing,
  rearm: AbortController,
  backstopMs: number,
): Promise<void> {
  while (!rearm.signal.aborted) {
    // All watchers look at the same moments of the clock, so that the process wakes up once for all of them.
    await pause(backstopMs - Date.now() % backstopMs, [rearm.signal]);
    if (rearm.signal.aborted) return;
    if (!isSame(await inTurn(() => nearestExisting(wanted), rearm.signal), before)) rearm.abort();
  }
}

let lastLook: Promise<unknown> = Promise.resolve();
/** For so long, at most, one look at a disk that does not answer delays the others. */
const TURN_MS = 5_000;

/** One look after the other: if several were taken at once, the runtime would start a thread for each. */
async function inTurn<T>(look: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const before = lastLook;
  const own = (async () => {
    const over = new AbortController();
    await Promise.race([before, pause(TURN_MS, [over.signal, signal])]);
    over.abort();
    return await look();
  })();
  lastLook = own.catch(() => {});
  return await own;
}

/** A folder, and what distinguishes it from another one that takes its place; null = it cannot be looked at. */
interface Existing {
  readonly path: string;
  readonly identity: string | null;
}

function isSame(one: Existing, other: Existing): boolean {
  return one.path === other.path && one.identity === other.identity;
}

/** The folder itself, or the nearest one above it. */
async function nearestExisting(folder: string): Promise<Existing> {
  for (let path = folder;;) {
    const info = await unlessFailing(Deno.stat(path));
    const above = split(path).folder;
    if (info?.isDirectory || above === path) {
      const identity = info === null ? null : `${info.dev}:${info.ino}:${info.birthtime?.getTime()}`;
      return { path, identity };
    }
    path = above;
  }
}

export function split(path: string): { readonly folder: string; readonly name: string } {
  const end = Math.max(path.lastIndexOf("/"), Deno.build.os === "windows" ? path.lastIndexOf("\\") : -1);
  if (end < 0) return { folder: ".", name: path };
  const folder = path.slice(0, end);
  // "/x" is in "/", and "C:\x" in "C:\".
  return {
    folder: folder === "" || folder.endsWith(":") ? path.slice(0, end + 1) : folder,
    name: path.slice(end + 1),
  };
}

async function unlessFailing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch {
    return null;
  }
}
