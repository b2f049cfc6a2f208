/** Waits by the real clock: what `Host.sleep` is for the rest of the program, this is for the host itself. */

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
