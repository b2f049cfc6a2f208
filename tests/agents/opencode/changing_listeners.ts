/** Listeners that a test changes at will, told by a made-up table of sockets. */
import type { Host } from "../../../src/host/host.ts";
import type { Listener, ListenerSource } from "../../../src/platform/platform.ts";

export interface ChangingListeners {
  readonly source: ListenerSource;
  /** What the source needs of a host. */
  readonly host: Pick<Host, "sockets">;
  /** All that listen from now on; each set is looked at, in this order. */
  set(all: readonly Listener[]): void;
  /** Resolves when all sets have been looked at. */
  looked(): Promise<void>;
}

export function changingListeners({ everyMs = 20 } = {}): ChangingListeners {
  const waiting: (readonly Listener[])[] = [];
  let current: readonly Listener[] = [];
  let tell = () => {};
  return {
    source: { kind: "sockets", everyMs },
    host: {
      sockets: {
        list() {
          current = waiting.shift() ?? current;
          if (waiting.length === 0) tell();
          return current;
        },
        programOf: () => "C:\\opencode.exe",
      },
    },
    set: (all) => void waiting.push(all),
    looked: () => waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => tell = resolve),
  };
}
