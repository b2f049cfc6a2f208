/** How long work takes on a machine that may be busy with other things. */

/** The shortest time in ms of several runs: the one that other programs have disturbed least. */
export function leastTimeMs(work: () => void): number {
  let least = Infinity;
  for (let run = 0; run < 4; run++) {
    const begin = performance.now();
    work();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}
