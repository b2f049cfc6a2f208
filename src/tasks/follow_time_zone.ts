/** Follows the machine's time zone, which changes on a journey: times of day are shown in the zone of the moment. */
import { getLogger } from "@logtape/logtape";
import type { Host } from "../host/host.ts";
import type { Store, Task } from "./task.ts";

const log = getLogger(["claudeminder", "zone"]);

const lookEveryMs = 30_000;

export function followTimeZone({ host, store }: {
  readonly host: Pick<Host, "now" | "sleep" | "followZone">;
  readonly store: Store;
}): Task {
  return async (signal) => {
    while (!signal.aborted) {
      // At the half minutes of the clock, as all sleeping tasks do.
      await host.sleep(lookEveryMs - host.now() % lookEveryMs, signal);
      if (signal.aborted || !host.followZone()) continue;
      log.info("the time zone is another one");
      store.dispatch({ type: "zone", now: host.now() });
    }
  };
}
