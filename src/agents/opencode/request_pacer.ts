/**
 * Lets so many requests begin that what they leave behind can be collected while it is young: a hundred at a time would cost
 * many times the memory of what they bring. One that takes long gives its place back, so that a server which hangs holds
 * up no other.
 */
import type { Host } from "../../host/host.ts";

/** An answer from the machine itself comes within a few ms. */
const HELD_MS = 50;

export interface RequestPacer {
  /** Does the work when there is a place. */
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
      // Once for each place: when the work is done, or when it has taken long.
      host.sleep(HELD_MS, done.signal).then(give);
      try {
        return await work();
      } finally {
        done.abort();
      }
    },
  };
}
