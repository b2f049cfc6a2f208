/** Lets so many pieces of work go on at a time; the others wait for their turn, in the order in which they came. */

export interface Turns {
  /** Does the work when there is a place for it. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(places: number): Turns {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    async take(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
