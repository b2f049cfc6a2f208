/**
 * Recovers from an overload: after a server has sent more messages than are read or kept, everything is fetched anew. That is when
 * it has become calm, or, while it sends on without end, every few seconds.
 */
import type { Host } from "../../../host/host.ts";
import type { StreamTimeShare } from "./stream_time_share.ts";
import { second } from "../../../core/time/units.ts";

/** More messages in a second than this are more than a person's agents send. */
const MANY = 300;
/** It is calm when there was no overload for so long. */
const CALM_MS = 1_100;
/** How often it is checked whether it is calm. */
const CHECK_MS = 250;
/** Where it never becomes calm: the wait after messages were dropped, and after there were only many of them. */
const DROPPED_WAIT_MS = 5 * second, MANY_WAIT_MS = 30 * second;

export interface OverloadRecovery {
  /** A message was read; `isBeyond`: it names more than is kept. */
  messageRead(isBeyond: boolean): void;
  /** Messages were dropped unread. */
  messagesDropped(): void;
  /** Whether there was an overload, and not everything has been fetched since. */
  isRecovering(): boolean;
}

/** `refetch` fetches everything. Nothing of it is left after the signal has aborted and `ended` has resolved. */
export function createOverloadRecovery(
  host: Pick<Host, "monotonic" | "sleep">,
  { share, refetch, signal }: {
    readonly share: StreamTimeShare;
    readonly refetch: () => void;
    readonly signal: AbortSignal;
  },
): OverloadRecovery & { ended(): Promise<void> } {
  let count = 0, secondAt = -Infinity;
  let overloadedAt = -Infinity;
  let hasDropped = false;
  let recovery: Promise<void> | null = null;

  async function recover(): Promise<void> {
    const begin = host.monotonic();
    while (!signal.aborted) {
      await host.sleep(CHECK_MS, signal);
      const now = host.monotonic();
      const isCalm = !share.isUsedUp() && now - overloadedAt >= CALM_MS;
      if (isCalm || now - begin >= (hasDropped ? DROPPED_WAIT_MS : MANY_WAIT_MS)) break;
    }
    hasDropped = false;
    if (!signal.aborted) refetch();
  }

  function overloaded(): void {
    overloadedAt = host.monotonic();
    recovery ??= recover().finally(() => recovery = null);
  }

  return {
    messageRead(isBeyond) {
      const now = host.monotonic();
      if (now - secondAt >= second) {
        secondAt = now;
        count = 0;
      }
      if (++count === MANY || isBeyond) overloaded();
    },
    messagesDropped() {
      hasDropped = true;
      overloaded();
    },
    isRecovering: () => recovery !== null,
    async ended() {
      await recovery;
    },
  };
}
