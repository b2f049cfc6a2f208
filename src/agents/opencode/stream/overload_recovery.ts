/**
 * After more was streamed than is read or kept, everything is looked at once more: when it has become calm, or while it goes on
 * without end, every few seconds.
 */
import type { Host } from "../../../host/host.ts";
import type { Share } from "./reading_time.ts";

/** More messages in a second than this are more than a person's agents send. */
const MANY = 300;
const SECOND_MS = 1_000;
/** It is calm when nothing has been too much for so long. */
const CALM_MS = 1_100;
/** How often that is looked at. */
const LOOK_MS = 250;
/** While it is never calm: what was lost is made good after this, what was only much is looked at after that. */
const LOST_MS = 5_000, MUCH_MS = 30_000;

export interface Mend {
  /** A message was read; `isBeyond`: it told of more than is kept. */
  told(isBeyond: boolean): void;
  /** Messages were dropped unread. */
  lost(): void;
  /** Whether it is to be made good yet. */
  isMending(): boolean;
}

/** `again` looks at everything. Nothing is left of it after the signal has aborted and `ended` has resolved. */
export function createMend(
  host: Pick<Host, "monotonic" | "sleep">,
  { account, again, signal }: {
    readonly account: Share;
    readonly again: () => void;
    readonly signal: AbortSignal;
  },
): Mend & { ended(): Promise<void> } {
  let count = 0, secondAt = -Infinity;
  /** Of the last time that it was too much. */
  let at = -Infinity;
  let isLost = false;
  let mending: Promise<void> | null = null;

  async function mend(): Promise<void> {
    const begin = host.monotonic();
    while (!signal.aborted) {
      await host.sleep(LOOK_MS, signal);
      const now = host.monotonic();
      const isCalm = !account.isOver() && now - at >= CALM_MS;
      if (isCalm || now - begin >= (isLost ? LOST_MS : MUCH_MS)) break;
    }
    isLost = false;
    if (!signal.aborted) again();
  }

  function tooMuch(): void {
    at = host.monotonic();
    mending ??= mend().finally(() => mending = null);
  }

  return {
    told(isBeyond) {
      const now = host.monotonic();
      if (now - secondAt >= SECOND_MS) {
        secondAt = now;
        count = 0;
      }
      if (++count === MANY || isBeyond) tooMuch();
    },
    lost() {
      isLost = true;
      tooMuch();
    },
    isMending: () => mending !== null,
    async ended() {
      await mending;
    },
  };
}
