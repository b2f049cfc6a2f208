/** Hands on what sidecars send, and what happens to the connections to them, to everybody who listens, and says when they have taken it. Where nobody listens it is gone. */
import type { ConnectionTold, PassedOn, Sidecars } from "../sidecars_port.ts";

export interface Relay {
  /** As `Sidecars.listen`. */
  readonly listen: Sidecars["listen"];
  /** A promise where a listener needs time; until then nothing more should come from there. Never rejects. */
  pass(told: PassedOn | ConnectionTold): Promise<void> | void;
}

export function createRelay(): Relay {
  const listeners = new Set<Parameters<Sidecars["listen"]>[0]>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pass(told) {
      const pending: Promise<unknown>[] = [];
      for (const listener of listeners) {
        const taken = listener(told);
        if (taken !== undefined) pending.push(taken);
      }
      // A listener that breaks has had its turn.
      return pending.length === 0 ? undefined : Promise.allSettled(pending).then(() => {});
    },
  };
}
