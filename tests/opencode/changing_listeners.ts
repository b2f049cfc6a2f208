/** Listeners that a test changes at will, told by a made-up helper program. */
import type { Host } from "../../src/host.ts";
import type { Listener, ListenerSource } from "../../src/platform/platform.ts";

export interface ChangingListeners {
  readonly source: ListenerSource;
  /** What the source needs of a host. */
  readonly host: Pick<Host, "lines">;
  /** All that listen from now on. */
  set(all: readonly Listener[]): void;
}

export function changingListeners(): ChangingListeners {
  const waiting: string[] = [];
  let wake = () => {};
  return {
    source: {
      kind: "helper",
      command: () => ({ program: "helper", args: [] }),
      parse: (line) => JSON.parse(line),
    },
    host: {
      async *lines(_, signal) {
        while (!signal.aborted) {
          const line = waiting.shift();
          if (line !== undefined) yield line;
          else {
            await new Promise<void>((resolve) => {
              wake = resolve;
              signal.addEventListener("abort", () => resolve(), { once: true });
            });
          }
        }
      },
    },
    set(all) {
      waiting.push(JSON.stringify(all));
      wake();
    },
  };
}
