/**
 * Paces requests: only so many are on their way at a time. A hundred at a time would cost many times the memory of what they bring,
 * for it could not be freed early. A request that takes long gives its place back, so that a server that hangs holds up no other.
 */
import type { Host } from "../../host/host.ts";

/** How long a request holds its place at most: a response from the machine itself comes within a few ms. */
const HELD_MS = 50;

export interface RequestPacer {
  /** Does the work as soon as there is a place for it. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createRequestPacer(host: Pick<Host, "sleep">, places = 24): RequestPacer {
  const waiting: (() => void)[] = [];
  let free = places;

  function give(): void {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }

  return {
    async run(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const done = new AbortController();
      // The place is given back once: when the work is done, or when it has taken long.
      host.sleep(HELD_MS, done.signal).then(give);
      try {
        return await work();
      } finally {
        done.abort();
      }
    },
  };
}
