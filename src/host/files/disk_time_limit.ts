/** A limit on what the system does with files: a dead network disk answers never, and Deno knows no way to give up. */
import { pause } from "../pause.ts";
import { withinTime } from "../time_limit.ts";
import { type Doing, fileError } from "../host_error.ts";

/** A local disk answers in milliseconds, a sleeping one in some seconds. */
const PATIENCE_MS = 5_000;

/**
 * Work that hangs, by what it does. Each takes one of the runtime's few threads (32 in Deno 2.7), and without one nothing can be done
 * with any file: it is not tried once more beside itself.
 */
const hanging = new Set<string>();

/**
 * Rejects when the work takes too long, and at once while an earlier one of its kind hangs still. The work itself goes on.
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

/** A path through something that is not a folder leads to no file either. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return null;
    throw error;
  }
}
