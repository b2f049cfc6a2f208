/** The time limit of a request to a server, or of several that belong together. */
import type { Host } from "../../host/host.ts";

/** A server in its first instant may never respond, and any server may hang later. */
const REQUEST_MS = 5_000;

export interface RequestTimeLimit {
  readonly signal: AbortSignal;
  /** The time is no longer limited; the caller's signal still aborts it. */
  lift(): void;
  /** Leaves nothing of it behind. */
  end(): void;
}

/** Aborts with the caller's signal, or when the time is over. */
export function requestTimeLimit(
  host: Pick<Host, "sleep">,
  signal: AbortSignal | undefined,
): RequestTimeLimit {
  const limit = new AbortController();
  const lifted = new AbortController();
  const stop = () => limit.abort();
  host.sleep(REQUEST_MS, lifted.signal).then(() => {
    if (!lifted.signal.aborted) stop();
  });
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  return {
    signal: limit.signal,
    lift: () => lifted.abort(),
    end() {
      lifted.abort();
      signal?.removeEventListener("abort", stop);
    },
  };
}
