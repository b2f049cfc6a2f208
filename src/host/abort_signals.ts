/**
 * Several abort signals as one. `AbortSignal.any()` is used nowhere: the runtime forgets such a signal when only its own listeners hold
 * it, and then it never aborts once memory has been collected. Source: tried with Deno 2.7.11.
 */

export interface FirstSignal {
  /** Aborts with the first of the others, for the same reason. */
  readonly signal: AbortSignal;
  /** Ends the listening to the others, where the work is done before they abort. */
  release(): void;
}

export function firstOf(...signals: readonly AbortSignal[]): FirstSignal {
  const first = new AbortController();
  const released = new AbortController();
  const release = () => released.abort();
  for (const signal of signals) {
    const end = () => {
      release();
      first.abort(signal.reason);
    };
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true, signal: released.signal });
  }
  return { signal: first.signal, release };
}

/** Resolves when the first of the signals aborts. */
export function aborted(...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const { signal } = firstOf(...signals);
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
