/** A time limit for work with files: a dead network disk never answers, and Deno has no way to cancel such work. */
import { pause } from "../pause.ts";
import { withinTime } from "../time_limit.ts";
import { type Doing, fileError } from "../host_error.ts";

/** A local disk answers in milliseconds, a disk that sleeps in some seconds. */
const PATIENCE_MS = 5_000;

/**
 * Work that hangs, by what it does. Each piece of it holds one of the runtime's few threads (32 in Deno 2.7). Without a free thread
 * nothing can be done with any file, so the same work is not started again while it still hangs.
 */
const hanging = new Set<string>();

/**
 * Rejects when the work takes too long, and at once while earlier work of the same kind still hangs. The work itself goes on.
 */
export async function withinDiskTime<T>(
  doing: Doing,
  path: string,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const key = `${doing} ${path}`;
  const late = () => fileError(doing, path, { kind: "silent-disk" });
  if (hanging.has(key)) throw late();
  const done = work();
  const forget = () => hanging.delete(key);
  return await withinTime(done, {
    host: { sleep: (ms, signal) => pause(ms, signal === undefined ? [] : [signal]) },
    limitMs: patienceMs,
    late() {
      hanging.add(key);
      done.then(forget, forget);
      return late();
    },
  });
}

/** Null where the file is missing; also where the path goes through something that is not a folder. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
}
